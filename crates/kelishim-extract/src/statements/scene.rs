//! One article prepared for the search: trees, quotations, and small questions about tokens.

use super::lexicon::SpeechLexicon;
use super::quotes::{Quote, find_quotes};
use crate::actors::Actors;
use crate::tree::Tree;
use kelishim_model::Span;
use kelishim_read::Reading;
use std::ops::Range;

/// What every rule looks at.
pub(super) struct Scene<'a> {
    /// Trees and lemmas.
    pub tree: &'a Tree<'a>,
    /// The reading.
    pub reading: &'a Reading,
    /// Who is named.
    pub actors: &'a Actors,
    /// Words of speech.
    pub speech: &'a SpeechLexicon,
    /// Outermost quotations.
    pub quotes: Vec<Quote>,
    quote_of: Vec<Option<usize>>,
    left: Vec<usize>,
    right: Vec<usize>,
    lower: Vec<String>,
}

impl<'a> Scene<'a> {
    /// Looks at every token a few times.
    pub fn new(tree: &'a Tree<'a>, actors: &'a Actors, speech: &'a SpeechLexicon) -> Self {
        let reading = tree.reading;
        let n = reading.tokens.len();
        let quotes = find_quotes(reading);
        let mut quote_of = vec![None; n];
        for (i, q) in quotes.iter().enumerate() {
            quote_of[q.open..q.end].fill(Some(i));
        }
        let (mut left, mut right): (Vec<usize>, Vec<usize>) = ((0..n).collect(), (0..n).collect());
        for t in 0..n {
            for a in reading.ancestors(t) {
                left[a] = left[a].min(t);
                right[a] = right[a].max(t);
            }
        }
        let lower = (0..n).map(|t| reading.form(t).to_lowercase().replace('ё', "е")).collect();
        Scene { tree, reading, actors, speech, quotes, quote_of, left, right, lower }
    }

    /// The token's words, lowercased, ё as е; "" past the end.
    pub fn lower(&self, t: usize) -> &str {
        self.lower.get(t).map_or("", String::as_str)
    }

    /// Tokens of the sentence that holds `t`.
    pub fn sentence(&self, t: usize) -> Range<usize> {
        self.reading.sentences[self.reading.tokens[t].sentence].tokens.clone()
    }

    /// Tokens of the sentence before that of `t`, unless a whole paragraph lies between: what "об этом" takes up.
    pub fn sentence_before(&self, t: usize) -> Option<Range<usize>> {
        let before = self.reading.tokens[t].sentence.checked_sub(1)?;
        let tokens = self.reading.sentences[before].tokens.clone();
        (self.paragraph(t) - self.paragraph(tokens.start) <= 1).then_some(tokens)
    }

    /// The paragraph of a token.
    pub fn paragraph(&self, t: usize) -> usize {
        self.reading.sentences[self.reading.tokens[t].sentence].paragraph
    }

    /// First token below and including `t`.
    pub fn left(&self, t: usize) -> usize {
        self.left[t]
    }

    /// Last token below and including `t`.
    pub fn right(&self, t: usize) -> usize {
        self.right[t]
    }

    /// The outermost quotation that the token is a part of, its marks included.
    pub fn quote_at(&self, t: usize) -> Option<usize> {
        self.quote_of.get(t).copied().flatten()
    }

    /// Whether `t` is `head` or hangs below it.
    pub fn below(&self, t: usize, head: usize) -> bool {
        t == head || self.reading.ancestors(t).any(|a| a == head)
    }

    /// Whether the token is a mark rather than a word.
    pub fn is_mark(&self, t: usize) -> bool {
        !self.lower(t).chars().any(char::is_alphanumeric)
    }

    /// Whether the token is a dash.
    pub fn is_dash(&self, t: usize) -> bool {
        matches!(self.lower(t), "—" | "–" | "-" | "―" | "−")
    }

    /// Whether the token ends a sentence by its shape.
    pub fn is_stop(&self, t: usize) -> bool {
        matches!(self.lower(t), "." | "!" | "?" | "…")
    }

    /// Words in a stretch.
    pub fn words(&self, range: Range<usize>) -> usize {
        range.filter(|t| !self.is_mark(*t)).count()
    }

    /// Whether a finite verb or short predicate stands in the stretch.
    pub fn has_predicate(&self, mut range: Range<usize>) -> bool {
        range.any(|t| self.tree.is_finite(t))
    }

    /// The text from the first to the last token of a stretch that is not empty.
    pub fn span(&self, range: &Range<usize>) -> Span {
        self.reading.tokens[range.start].span.cover(self.reading.tokens[range.end.max(range.start + 1) - 1].span)
    }

    /// The noun phrase around a noun: what stands before it, and genitives and prepositional phrases behind it, without
    /// clauses, appositions and what is joined to it.
    pub fn noun_phrase(&self, noun: usize) -> Range<usize> {
        let within = self.sentence(noun);
        let belongs = |t: usize| {
            if t == noun {
                return true;
            }
            let mut at = t;
            for _ in 0..within.len() {
                if matches!(
                    self.tree.relation(at),
                    "acl" | "parataxis" | "conj" | "appos" | "punct" | "advcl" | "cc" | "ccomp" | "nsubj"
                ) {
                    return false;
                }
                match self.tree.head(at) {
                    Some(h) if h == noun => return true,
                    Some(h) => at = h,
                    None => return false,
                }
            }
            false
        };
        let mut start = noun;
        while start > within.start
            && (belongs(start - 1)
                || (self.is_quote_mark(start - 1) && start >= within.start + 2 && belongs(start - 2)))
        {
            start -= 1;
        }
        let mut end = noun + 1;
        while end < within.end
            && (belongs(end) || (self.quote_at(end).is_some() && self.quote_at(end) == self.quote_at(end - 1)))
        {
            end += 1;
        }
        // The preposition belongs to the verb.
        while start < noun && self.tree.pos(start) == "ADP" {
            start += 1;
        }
        start..end
    }

    /// Whether the token is a quotation mark.
    pub fn is_quote_mark(&self, t: usize) -> bool {
        matches!(self.lower(t), "«" | "»" | "\"" | "“" | "”" | "„" | "‟" | "″")
    }
}
