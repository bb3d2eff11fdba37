//! Unigram segmentation (Kudo 2018) of one token into pieces of the vocabulary.

use unicode_normalization::UnicodeNormalization;

/// Id of what no piece covers.
const UNKNOWN: u32 = 3;
/// Ids below this are marks, not text.
const MARKS: usize = 4;
/// A longer token is no word; its beginning tells as much as the encoder can use.
const LONGEST_TOKEN: usize = 64;
/// Pieces kept of one token.
const MOST_PIECES: usize = 8;

/// The vocabulary: all pieces in one text, found through a hash table.
pub struct Pieces {
    text: String,
    /// Where each piece begins in `text`, and the end of the last.
    starts: Vec<u32>,
    scores: Vec<f64>,
    /// Ids by hash, 0 where free; a power of two, at most half full.
    table: Vec<u32>,
    /// Characters of the longest piece.
    longest: usize,
    unknown: f64,
}

/// Buffers of [`Pieces::encode`].
#[derive(Default)]
pub struct Lattice {
    text: String,
    starts: Vec<usize>,
    /// For each place the best score of what ends there, where its last piece begins, and that piece.
    best: Vec<(f64, usize, u32)>,
}

/// FNV-1a, byte by byte, so that the hash of a longer piece goes on from the shorter one's.
fn hash(from: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(from, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
}
const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;

impl Pieces {
    /// Pieces in order of their ids, each ended by a line feed, and their log probabilities, as many.
    ///
    /// Ids 0 to 3 are `<s> <pad> </s> <unk>`.
    pub fn new(text: &str, scores: Vec<f64>) -> Pieces {
        let mut pieces = Pieces {
            text: String::with_capacity(text.len()),
            starts: vec![0],
            table: vec![0; (scores.len() * 2).next_power_of_two()],
            longest: 1,
            unknown: scores.iter().skip(MARKS).copied().fold(0.0, f64::min) - 10.0,
            scores,
        };
        for (id, piece) in text.split_terminator('\n').enumerate() {
            pieces.text.push_str(piece);
            pieces.starts.push(pieces.text.len() as u32);
            if id >= MARKS {
                let slot = pieces.slot(hash(EMPTY, piece.as_bytes()), piece);
                pieces.table[slot] = id as u32;
                pieces.longest = pieces.longest.max(piece.chars().count());
            }
        }
        pieces
    }

    /// Where a piece stands in the table, or the free place where it would.
    fn slot(&self, hash: u64, piece: &str) -> usize {
        let last = self.table.len() - 1;
        let mut slot = (hash ^ hash >> 32) as usize & last;
        while self.table[slot] != 0 && self.piece(self.table[slot] as usize) != piece {
            slot = (slot + 1) & last;
        }
        slot
    }

    fn piece(&self, id: usize) -> &str {
        &self.text[self.starts[id] as usize..self.starts[id + 1] as usize]
    }

    /// Ids of a form, appended to `out`; one to eight. `spaced`: white space stands before the form.
    pub fn encode(&self, form: &str, spaced: bool, lattice: &mut Lattice, out: &mut Vec<u32>) {
        let Lattice { text, starts, best } = lattice;
        let visible = |c: &char| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}');
        text.clear();
        text.push_str(if spaced { "▁" } else { "" });
        // Normalising makes a text shorter only by composing, never a fourth as long.
        text.extend(form.chars().filter(visible).take(4 * LONGEST_TOKEN).nfkc());
        starts.clear();
        starts.extend(text.char_indices().map(|(i, _)| i).chain([text.len()]).take(LONGEST_TOKEN + 1));
        let n = starts.len() - 1;
        best.clear();
        best.resize(n + 1, (f64::NEG_INFINITY, 0, UNKNOWN));
        best[0].0 = 0.0;
        for i in 0..n {
            let (reached, mut key) = (best[i].0, EMPTY);
            for j in i + 1..=n.min(i + self.longest) {
                key = hash(key, &text.as_bytes()[starts[j - 1]..starts[j]]);
                let (score, id) = match self.table[self.slot(key, &text[starts[i]..starts[j]])] {
                    0 if j > i + 1 => continue,
                    0 => (self.unknown, UNKNOWN),
                    id => (self.scores[id as usize], id),
                };
                if reached + score > best[j].0 {
                    best[j] = (reached + score, i, id);
                }
            }
        }
        let from = out.len();
        let mut at = n;
        while at > 0 {
            let (_, before, id) = best[at];
            if !(id == UNKNOWN && out.len() > from && out.last() == Some(&UNKNOWN)) {
                out.push(id);
            }
            at = before;
        }
        out[from..].reverse();
        out.truncate(from + MOST_PIECES);
        if out.len() == from {
            out.push(UNKNOWN);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(form: &str, spaced: bool, wanted: &[u32]) {
        let vocabulary = "<s>\n<pad>\n</s>\n<unk>\n▁\nа\nб\nаб\n▁аб\nй\n";
        let scores = vec![0.0, 0.0, 0.0, 0.0, -1.0, -2.0, -2.0, -3.0, -3.5, -4.0];
        let mut out = vec![];
        Pieces::new(vocabulary, scores).encode(form, spaced, &mut Lattice::default(), &mut out);
        assert_eq!(out, wanted, "{form}");
    }

    #[test]
    fn the_likeliest_pieces_win() {
        check("аб", true, &[8]);
        check("аба", false, &[7, 5]);
    }

    #[test]
    fn neighbouring_unknowns_are_one() {
        check("ъъа", false, &[3, 5]);
        check("", false, &[3]);
        check("", true, &[4]);
    }

    #[test]
    fn forms_are_composed_and_invisible_characters_dropped() {
        check("и\u{306}", false, &[9]);
        check("\u{feff}а\u{ad}б\u{200b}", false, &[7]);
    }

    #[test]
    fn marks_are_never_read_out_of_text() {
        check("<s>", false, &[3]);
    }

    #[test]
    fn a_long_token_keeps_its_beginning() {
        check(&"а".repeat(10_000), false, &[5; 8]);
    }
}
