//! Quotations in single sentences, against sentences whose words are tagged: who speaks, the word that says so, what is said.
//!
//! Two tables by tabs, each with a head line: sentences (text, id) and their words (lemma, form, id, number, tag), as the
//! corpus of Zenodo 7800010 has them. Words of one tag that follow each other are one stretch; punctuation without a tag is
//! bridged, so that quotation marks cut nothing, but a cue or a speaker in between does.
//!
//! Measures: `quote.sentence` (a quotation stands in it), `quote.content` (the stretches share at least half of their
//! union), `quote.attributed` (that, and a mention of the speaker lies over the speaker's words, or neither names one),
//! `quote.cue` (the words share a letter). What a statement is about is not asked: it is no question of this corpus.

use crate::figures::Figures;
use crate::pairing::pair_up;
use crate::score::{clip, note};
use crate::statements::SAME;
use crate::text::{Stretch, Text};
use std::collections::BTreeMap;

/// A sentence and the stretches of its tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotedSentence {
    /// What the corpus calls it.
    pub id: String,
    /// Its words as printed.
    pub text: String,
    contents: Vec<Stretch>,
    cues: Vec<Stretch>,
    sources: Vec<Stretch>,
}

/// A statement found in a sentence, in code points, half-open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quote {
    /// What is said.
    pub content: (usize, usize),
    /// The word that says so.
    pub cue: (usize, usize),
    /// Where the speaker is named; empty when the text names nobody.
    pub speaker: Vec<(usize, usize)>,
}

/// Why the tables are no corpus of quotations.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QuotesError {
    /// A line with too few fields, or an unknown tag.
    #[error("line {line} of the {table}: {problem}")]
    Line {
        /// Which of the two tables.
        table: &'static str,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// A word that its sentence does not have where it should stand.
    #[error("`{word}` is not in the rest of the sentence `{sentence}`")]
    Word {
        /// The word.
        word: String,
        /// What the corpus calls the sentence.
        sentence: String,
    },
}

/// The sentences in order of their table; words are looked for from left to right.
///
/// # Errors
/// A line that is none of its table, a word that its sentence lacks.
pub fn read_quotes(sentences: &str, words: &str) -> Result<Vec<QuotedSentence>, QuotesError> {
    let mut tagged: BTreeMap<&str, Vec<(String, &str)>> = BTreeMap::new();
    for (number, line) in words.lines().enumerate().skip(1) {
        match line.split('\t').collect::<Vec<_>>()[..] {
            [_, form, id, _, tag @ ("source" | "cue" | "content" | "None")] => {
                tagged.entry(id).or_default().push((unquoted(form), tag));
            }
            _ => {
                let problem = "lemma, form, sentence, number and tag, by tabs".to_owned();
                return Err(QuotesError::Line { table: "words", line: number + 1, problem });
            }
        }
    }
    let mut out = vec![];
    for (number, line) in sentences.lines().enumerate().skip(1) {
        let Some((text, id)) = line.rsplit_once('\t') else {
            let problem = "text and sentence, by a tab".to_owned();
            return Err(QuotesError::Line { table: "sentences", line: number + 1, problem });
        };
        out.push(sentence(id, &unquoted(text), tagged.get(id).map_or(&[], Vec::as_slice))?);
    }
    Ok(out)
}

/// A field that has a quotation mark in it is printed within marks, its own ones twice.
fn unquoted(field: &str) -> String {
    let inner = field.strip_prefix('"').and_then(|f| f.strip_suffix('"'));
    inner.map_or(field.to_owned(), |f| f.replace("\"\"", "\""))
}

fn sentence(id: &str, text: &str, words: &[(String, &str)]) -> Result<QuotedSentence, QuotesError> {
    let places = Text::new(text);
    let (mut at, mut last) = (0, "");
    let mut runs: Vec<(&str, Stretch)> = vec![];
    for (word, tag) in words {
        let missing = || QuotesError::Word { word: word.clone(), sentence: id.to_owned() };
        let place = places.find(word, at).ok_or_else(missing)?;
        at = place.end;
        if *tag == "None" {
            // Only words end a stretch.
            if word.chars().any(char::is_alphanumeric) {
                last = "";
            }
            continue;
        }
        match runs.last_mut() {
            Some((of, run)) if last == *tag && of == tag => run.end = place.end,
            _ => runs.push((tag, place)),
        }
        last = tag;
    }
    let of = |tag: &str| runs.iter().filter(|(t, _)| *t == tag).map(|(_, run)| *run).collect();
    Ok(QuotedSentence {
        id: id.to_owned(),
        text: text.to_owned(),
        contents: of("content"),
        cues: of("cue"),
        sources: of("source"),
    })
}

/// Figures of all sentences, and what was missed and invented; `found` has the statements of each sentence in order.
pub fn score_quotes(gold: &[QuotedSentence], found: &[Vec<Quote>]) -> (Figures, Vec<String>) {
    let (mut figures, mut errors) = (Figures::default(), vec![]);
    for (sentence, quotes) in gold.iter().zip(found) {
        let text = Text::new(&sentence.text);
        let stretch = |(start, end): (usize, usize)| Stretch { start: start as i64, end: end as i64 };
        let over = |a: Stretch, b: Stretch| a.overlap(b) > 0;
        let (golds, founds) = (sentence.contents.len(), quotes.len());
        let quoted = (usize::from(golds > 0), usize::from(founds > 0));
        figures.add("quote.sentence", quoted.0 * quoted.1, quoted.0, quoted.1);
        let lap = |i: usize, j: usize| sentence.contents[i].iou(stretch(quotes[j].content));
        let pairs = pair_up(golds, founds, |i, j| if lap(i, j) >= SAME { lap(i, j) } else { 0.0 });
        figures.add("quote.content", pairs.len(), golds, founds);
        let agrees = |quote: &Quote| match (&sentence.sources[..], &quote.speaker[..]) {
            ([], named) => named.is_empty(),
            (sources, named) => named.iter().any(|n| sources.iter().any(|s| over(*s, stretch(*n)))),
        };
        let attributed = pairs.iter().filter(|(_, j)| agrees(&quotes[*j])).count();
        figures.add("quote.attributed", attributed, golds, founds);
        let mut cues: Vec<Stretch> = quotes.iter().map(|q| stretch(q.cue)).collect();
        // One word may license several statements.
        cues.sort_by_key(|c| (c.start, c.end));
        cues.dedup();
        let met = pair_up(sentence.cues.len(), cues.len(), |i, j| sentence.cues[i].overlap(cues[j]) as f64);
        figures.add("quote.cue", met.len(), sentence.cues.len(), cues.len());
        let show = |at: Stretch| clip(text.slice(at).unwrap_or_default(), 90);
        let show_gold = |i: usize| show(sentence.contents[i]);
        let show_found = |j: usize| show(stretch(quotes[j].content));
        note(&mut errors, &sentence.id, "quote", (golds, founds), &pairs, show_gold, show_found);
        let wrong = pairs.iter().filter(|(_, j)| !agrees(&quotes[*j]));
        errors.extend(wrong.map(|(i, _)| format!("{} speaker of: {}", sentence.id, show(sentence.contents[*i]))));
    }
    (figures, errors)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENTENCES: &str =
        "sentences\tsentence_id\n«Мост готов», – сказал зодчий, – «и дорога тоже».\ts1\nДождь кончился.\ts2\n";
    const WORDS: &str = "lemmas\ttext\tsentence_num\tindex_of_token_sent\ttags
«\t«\ts1\t1\tNone
мост\tМост\ts1\t2\tcontent
готовый\tготов\ts1\t3\tcontent
»\t»\ts1\t4\tNone
сказать\tсказал\ts1\t5\tcue
зодчий\tзодчий\ts1\t6\tsource
и\tи\ts1\t7\tcontent
,\t«\ts1\t8\tNone
дождь\tДождь\ts2\t1\tNone
";

    fn check(found: &[Vec<Quote>], expected: [(usize, usize, usize); 4]) {
        let words =
            WORDS.replace(",\t«\ts1\t8\tNone\n", "дорога\tдорога\ts1\t8\tcontent\nтоже\tтоже\ts1\t9\tcontent\n");
        let gold = read_quotes(SENTENCES, &words).expect("the tables are whole");
        let (figures, _) = score_quotes(&gold, found);
        let counts: Vec<_> = figures.iter().map(|(_, t)| (t.right, t.gold, t.found)).collect();
        assert_eq!(counts, expected);
    }

    fn quote(content: (usize, usize), speaker: &[(usize, usize)]) -> Quote {
        Quote { content, cue: (15, 21), speaker: speaker.to_vec() }
    }

    #[test]
    fn stretches_are_words_of_one_tag_that_follow_each_other() {
        let words = WORDS.replace(",\t«\ts1\t8\tNone\n", "");
        let gold = read_quotes(SENTENCES, &words).expect("the tables are whole");
        let shown = |runs: &[Stretch]| runs.iter().map(|r| (r.start, r.end)).collect::<Vec<_>>();
        assert_eq!(shown(&gold[0].contents), [(1, 11), (34, 35)]);
        assert_eq!((shown(&gold[0].cues), shown(&gold[0].sources)), (vec![(16, 22)], vec![(23, 29)]));
        assert!(gold[1].contents.is_empty());
    }

    #[test]
    fn a_quotation_is_found_by_half_of_its_words_and_its_speaker_by_place() {
        let both = [quote((1, 11), &[(23, 29)]), quote((34, 47), &[])];
        check(&[both.to_vec(), vec![]], [(1, 1, 1), (2, 2, 2), (1, 2, 2), (1, 1, 1)]);
        check(
            &[vec![quote((1, 5), &[(23, 29)])], vec![quote((0, 5), &[])]],
            [(1, 1, 2), (0, 2, 2), (0, 2, 2), (1, 1, 2)],
        );
        check(&[vec![], vec![]], [(0, 1, 0), (0, 2, 0), (0, 2, 0), (0, 1, 0)]);
    }

    #[test]
    fn a_broken_table_is_refused() {
        let message = |s: &str, w: &str| read_quotes(s, w).map_or_else(|e| e.to_string(), |_| "read".to_owned());
        assert_eq!(
            message(SENTENCES, "head\nмост\tМост\ts1\n"),
            "line 2 of the words: lemma, form, sentence, number and tag, by tabs"
        );
        assert_eq!(message("head\nтекст\n", "head\n"), "line 2 of the sentences: text and sentence, by a tab");
        let elsewhere = message(SENTENCES, "head\nкит\tкит\ts2\t1\tNone\n");
        assert_eq!(elsewhere, "`кит` is not in the rest of the sentence `s2`");
    }
}
