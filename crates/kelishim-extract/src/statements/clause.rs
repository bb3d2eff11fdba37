//! Where clauses begin and end: the author's clause inside a sentence, and the clause of what is said.

use super::cues::Cue;
use super::lexicon::Construction;
use super::scene::Scene;
use super::source::Source;
use std::ops::Range;

/// Tokens between the comma and the verb of an author's clause ("C, также в среду сообщил X").
const MOST_BEFORE_VERB: usize = 9;

/// An author's clause that stands beside what is said.
#[derive(Debug, Clone)]
pub(super) struct Aside {
    /// Its tokens, the mark before it included.
    pub tokens: Range<usize>,
    /// Whether it begins with "как".
    pub as_clause: bool,
}

impl Scene<'_> {
    /// The author's clause of a verb cue, when it is one: "C, сообщил X", "как сообщил X, C".
    pub fn aside(&self, cue: &Cue<'_>, source: Source) -> Option<Aside> {
        let sentence = self.sentence(cue.token);
        if self.tree.grammar.analytic {
            return self.aside_by_order(cue, source);
        }
        let first = cue.words.start.min(cue.token);
        let mut start = first;
        let mut as_clause = false;
        let mut bounded = false;
        while start > sentence.start {
            let p = start - 1;
            let word = self.lower(p);
            if matches!(word, "," | "(" | "?" | "!" | "…")
                || self.is_dash(p)
                || (self.is_quote_mark(p)
                    && self
                        .quote_at(p)
                        .is_some_and(|q| self.quotes[q].end == p + 1 && self.words(self.quotes[q].inside.clone()) > 4))
            {
                bounded = true;
                break;
            }
            if word == "как" {
                as_clause = true;
            } else if matches!(
                word,
                "что"
                    | "чтобы"
                    | "если"
                    | "когда"
                    | "где"
                    | "а"
                    | "но"
                    | "однако"
                    | "ли"
                    | "поскольку"
                    | "хотя"
                    | ":"
                    | ";"
            ) || (word == "и" && !self.lower(p.saturating_sub(1)).starts_with("как"))
                || self.tree.is_relative(p)
                || self.tree.is_finite(p)
                || first - p > MOST_BEFORE_VERB
            {
                if as_clause && matches!(word, "а" | "но" | "однако" | "и") {
                    break;
                }
                return None;
            }
            start = p;
        }
        if !bounded && !as_clause || !self.tree.is_finite(cue.token) && !cue.text {
            return None;
        }
        if as_clause {
            // "как" opens the clause, else it compares.
            let opens = (start..first).find(|t| self.lower(*t) == "как")? - start <= 1;
            if !opens {
                return None;
            }
        } else {
            let subject_inside = match source {
                Source::Noun(n) | Source::Text(n) => n >= start && sentence.contains(&n),
                Source::Before => (start..sentence.end.min(cue.words.end + 3))
                    .any(|t| matches!(self.lower(t), "он" | "она" | "они" | "там")),
                Source::Paper => true,
                Source::They => false,
                Source::Nobody => cue.text && (cue.token..sentence.end).any(|t| self.lower(t) == "в"),
            };
            // The subject stands behind the verb, or is a pronoun, or a place.
            let turned = match source {
                Source::Noun(n) => n > cue.token || self.tree.pos(n) == "PRON" || self.preposition_before(n),
                _ => true,
            };
            if !subject_inside || !turned || start <= sentence.start + 1 {
                return None;
            }
        }
        let from = match source {
            Source::Noun(n) | Source::Text(n) if n >= start && n < sentence.end => {
                let mention = self.actors.mention_at(n).filter(|m| m.head == n).map_or(n + 1, |m| m.tokens.end);
                cue.words.end.max(self.noun_phrase(n).end).max(mention)
            }
            _ => cue.words.end,
        };
        let end = self.aside_end(cue.token, from, sentence.end, as_clause && !bounded);
        let start = if bounded { start - 1 } else { start };
        // ", —" is one boundary.
        let start = if bounded
            && start > sentence.start
            && self.is_dash(start)
            && matches!(self.lower(start - 1), "," | "!" | "?")
        {
            start - usize::from(self.lower(start - 1) == ",")
        } else {
            start
        };
        Some(Aside { tokens: start..end, as_clause })
    }

    /// The author's clause where its subject may stand before its verb: "C, the ministry said", "C, said X", "as X put it, C".
    fn aside_by_order(&self, cue: &Cue<'_>, source: Source) -> Option<Aside> {
        let sentence = self.sentence(cue.token);
        let (Source::Noun(noun) | Source::Text(noun)) = source else { return None };
        if !self.tree.is_finite(cue.token) || !sentence.contains(&noun) {
            return None;
        }
        let mention = self.actors.mention_at(noun).filter(|m| m.head == noun);
        let phrase = self.noun_phrase(noun);
        let phrase = mention.map_or(phrase.clone(), |m| phrase.start.min(m.tokens.start)..phrase.end.max(m.tokens.end));
        let mut start = cue.words.start.min(phrase.start);
        let as_clause = start > sentence.start && self.lower(start - 1) == "as";
        start -= usize::from(as_clause);
        let bounded = start > sentence.start && (self.lower(start - 1) == "," || self.is_dash(start - 1));
        let first = start == sentence.start || self.is_quote_mark(start - 1);
        if !bounded && !(as_clause && first) || bounded && start <= sentence.start + 2 {
            return None;
        }
        let from = cue.words.end.max(if noun > cue.token { phrase.end } else { 0 });
        let end = self.aside_end(cue.token, from, sentence.end, as_clause && !bounded);
        Some(Aside { tokens: start - usize::from(bounded)..end, as_clause })
    }

    fn preposition_before(&self, n: usize) -> bool {
        self.tree.preposition(n).is_some()
            || self.noun_phrase(n).start > 0 && self.tree.pos(self.noun_phrase(n).start - 1) == "ADP"
    }

    /// Where an author's clause ends: at the first comma or dash behind which a main clause goes on, else with the sentence.
    fn aside_end(&self, verb: usize, from: usize, sentence_end: usize, initial: bool) -> usize {
        // What the tree hangs below the verb, if it stops at a mark.
        let right = self.right(verb) + 1;
        if right >= from
            && right + 2 < sentence_end
            && self.lower(right) == ","
            && initial
            && self.goes_on(right, sentence_end)
        {
            return right;
        }
        let mut at = from;
        while at < sentence_end {
            let mark = matches!(self.lower(at), "," | ")") || self.is_dash(at) || self.lower(at) == ":";
            if mark && (self.lower(at) == ")" || self.goes_on(at, sentence_end)) {
                return at;
            }
            at += 1;
        }
        sentence_end
    }

    /// Whether a main clause goes on behind the mark, rather than a relative clause, participle or converb of the author's.
    pub fn goes_on(&self, mark: usize, end: usize) -> bool {
        let mut next = mark + 1;
        while next < end && (self.is_mark(next) || self.tree.pos(next) == "ADP") {
            next += 1;
        }
        if next >= end {
            return false;
        }
        let token = &self.reading.tokens[next];
        // ", dismissing reports that": the author goes on.
        if self.tree.grammar.analytic && self.tree.pos(next) == "VERB" && self.lower(next).ends_with("ing") {
            return false;
        }
        if self.tree.is_relative(next)
            || matches!(
                self.lower(next),
                "где" | "когда" | "чей" | "чье" | "сославшись" | "ссылаясь" | "where" | "when" | "whose" | "citing" | "adding"
            )
            || token.feats.is("VerbForm", "Conv")
            // A participle behind its noun; one before its noun begins a clause.
            || (token.feats.is("VerbForm", "Part") && !token.feats.is("Variant", "Short") && self.tree.head(next).is_none_or(|h| h < next))
        {
            return false;
        }
        let next_mark = (mark + 1..end).find(|t| self.lower(*t) == "," || self.lower(*t) == ":").unwrap_or(end);
        self.has_predicate(mark + 1..next_mark)
            || self.lower(mark) == ","
                && next_mark < end
                && self.has_predicate(next_mark..end)
                && !self.is_apposition(mark + 1)
    }

    /// Whether the words behind a comma are an apposition to what stands before it: they agree as nouns of one case.
    fn is_apposition(&self, from: usize) -> bool {
        let sentence = self.sentence(from);
        (from..sentence.end.min(from + 4))
            .any(|t| self.tree.relation(t) == "appos" && self.tree.head(t).is_some_and(|h| h < from))
    }

    /// What is said around an author's clause: the longer of the clauses before and behind it.
    pub fn around(&self, aside: &Range<usize>) -> Range<usize> {
        let sentence = self.sentence(aside.start);
        let before = sentence.start..aside.start;
        let behind = aside.end..self.end_of_content(aside.end, None, sentence.end);
        let length = |r: &Range<usize>| if r.start < r.end { self.span(r).len() } else { 0 };
        if self.words(behind.clone()) < 2 || !self.has_predicate(behind.clone()) && self.has_predicate(before.clone()) {
            return before;
        }
        if self.words(before.clone()) == 0 || !self.has_predicate(before.clone()) || length(&behind) > length(&before) {
            return behind;
        }
        before
    }

    /// Where what is said ends that begins at `first`: at another author's clause, at a clause joined to the cue's own, or
    /// with the sentence.
    pub fn end_of_content(&self, first: usize, cue: Option<usize>, sentence_end: usize) -> usize {
        let sentence_end = cue.and_then(|c| self.main_clause(c, first)).unwrap_or(sentence_end);
        let sentence_end = cue.and_then(|c| self.beside(c, first)).map_or(sentence_end, |e| e.min(sentence_end));
        for t in first..sentence_end {
            if self.quote_at(t).is_some_and(|q| self.quotes[q].inside.contains(&t)) {
                continue;
            }
            if let Some(other) = self.verb_cue(t)
                && Some(t) != cue
                && other.takes(Construction::After)
            {
                let source = self.source_of(&other);
                if let Some(aside) = self.aside(&other, source)
                    && aside.tokens.start > first
                    && (aside.tokens.end + 2 >= sentence_end || !self.has_predicate(aside.tokens.end..sentence_end))
                    && self.that(&other).is_none()
                {
                    return aside.tokens.start;
                }
            }
            if matches!(self.lower(t), "," | ";") && t > first && self.leaves(t, first, cue, sentence_end) {
                return t;
            }
        }
        sentence_end
    }

    /// Where, without a comma to show it, the cue's own clause goes on behind what is said: "said C and added D", "said C, a
    /// day after".
    fn beside(&self, cue: usize, first: usize) -> Option<usize> {
        if !self.tree.grammar.analytic {
            return None;
        }
        let said =
            self.tree.children(cue).iter().copied().find(|c| *c >= first && self.tree.relation(*c) == "ccomp")?;
        let own = self.tree.children(cue).iter().copied().filter(|c| *c > said).filter_map(|c| {
            let left = self.left(c);
            let joined = self.tree.relation(c) == "conj";
            let circumstance =
                matches!(self.tree.relation(c), "advcl" | "obl" | "parataxis") && self.lower(left.max(1) - 1) == ",";
            (left > first && (joined || circumstance)).then_some(left)
        });
        own.min()
    }

    /// The comma behind which the main clause of a converb or subordinate clause of speech goes on: "сказав, что C, уехал".
    fn main_clause(&self, cue: usize, first: usize) -> Option<usize> {
        let mut at = cue;
        let verb = loop {
            let subordinate = self.tree.relation(at) == "advcl" || self.tree.is(at, "VerbForm", "Conv");
            at = self.tree.head(at)?;
            if !subordinate || at < first {
                return None;
            }
            if self.tree.is_finite(at) {
                break at;
            }
        };
        let parts = self
            .tree
            .children(verb)
            .iter()
            .copied()
            .filter(|c| *c > first && !self.is_mark(*c) && !self.below(cue, *c));
        let start = parts.map(|c| self.left(c)).filter(|l| *l > first).min().unwrap_or(verb).min(verb);
        (start > first + 1 && self.lower(start - 1) == "," && self.has_predicate(first..start)).then_some(start - 1)
    }

    /// Whether behind the comma the author goes on with the cue's own clause: another verb of the same subject, or another
    /// speaker's cue.
    fn leaves(&self, comma: usize, first: usize, cue: Option<usize>, end: usize) -> bool {
        let Some(cue) = cue else { return false };
        let next = comma + 1;
        if next >= end || matches!(self.lower(next), "что" | "чтобы" | "который" | "которая" | "которые")
        {
            return false;
        }
        let stop = (next..end).find(|t| matches!(self.lower(*t), "," | ";" | ":")).unwrap_or(end);
        // ", а министр отметил, что": another cue with its own clause. A converb of speech is one too.
        let joined = matches!(
            self.lower(next),
            "а" | "но" | "и" | "однако" | "добавив" | "отметив" | "and" | "but" | "while" | "adding"
        );
        let converb = self.tree.is(next, "VerbForm", "Conv");
        if let Some(other) = (next..stop).find_map(|t| self.verb_cue(t)) {
            let own =
                self.that(&other).is_some() && (joined || converb) && !self.speaks_inside(other.token, first, cue);
            if own {
                return true;
            }
        }
        let verb = (next..stop).find(|t| self.tree.is_finite(*t) && self.tree.pos(*t) == "VERB");
        let Some(verb) = verb else { return false };
        // A clause that the tree joins to the cue and that shares its subject.
        let heads = self.tree.head(verb) == Some(cue) && self.tree.relation(verb) == "conj";
        let own_subject = self.tree.child_in(verb, &["nsubj"]).is_some();
        let agree = ["Number", "Gender", "Tense"].iter().all(|f| {
            let (a, b) = (self.reading.tokens[verb].feats.get(f), self.reading.tokens[cue].feats.get(f));
            a.is_none() || b.is_none() || a == b || self.tree.grammar.analytic
        });
        heads && !own_subject && agree
    }

    /// Whether the tree puts the verb inside the clause that begins at `first` rather than beside the cue.
    fn speaks_inside(&self, verb: usize, first: usize, cue: usize) -> bool {
        let mut chain = self.reading.ancestors(verb);
        chain.any(|a| a >= first && a != cue && self.below(a, cue) && self.tree.relation(a) == "ccomp")
            && self.tree.relation(verb) != "conj"
    }

    /// First token of the clause that "что" opens behind the cue; linear, for trees lose it more often than commas do.
    pub fn that(&self, cue: &Cue<'_>) -> Option<usize> {
        if !cue.takes(Construction::That) {
            return None;
        }
        let sentence = self.sentence(cue.token);
        let from = cue.words.end;
        if self.tree.grammar.analytic {
            return self.said_by_order(cue);
        }
        for t in from..sentence.end {
            let word = self.lower(t);
            if matches!(word, "что" | "будто") {
                let comma = t > 0 && matches!(self.lower(t - 1), "," | "—" | "–");
                if (comma || t == from) && t + 1 < sentence.end {
                    return Some(t + 1);
                }
            }
            // "объявил о переименовании, что означает": the clause belongs to the noun.
            if matches!(word, "о" | "об" | "обо")
                && self.lower(t + 1) != "том"
                && self.tree.head(t).and_then(|n| self.tree.head(n)) == Some(cue.token)
                && cue.takes(Construction::About)
            {
                break;
            }
            // Another clause begins before any "что" came. A relative clause of the speaker's is stepped over.
            let other =
                self.tree.is_finite(t) && matches!(self.tree.pos(t), "VERB" | "AUX") && !self.in_relative(t, from);
            let long_quote = self.is_quote_mark(t)
                && self
                    .quote_at(t)
                    .is_some_and(|q| self.quotes[q].open == t && self.words(self.quotes[q].inside.clone()) > 4);
            if matches!(word, ":" | ";") || t - from > 60 || other || long_quote {
                break;
            }
        }
        // The tree alone, when the comma was lost or a long phrase stands between.
        let clause = self
            .tree
            .children(cue.token)
            .iter()
            .copied()
            .find(|c| *c > cue.token && self.tree.relation(*c) == "ccomp")?;
        let mark = self.tree.children(clause).iter().copied().find(|m| self.lower(*m) == "что" && *m >= from)?;
        let stopped = (from..mark).any(|t| {
            matches!(self.lower(t), ":" | ";")
                || self.quote_at(t).is_some_and(|q| self.quotes[q].inside.contains(&mark))
        });
        (mark + 1 < sentence.end && !stopped).then_some(mark + 1)
    }

    /// First token of the clause behind the cue that tells what is said, with "that" or without.
    fn said_by_order(&self, cue: &Cue<'_>) -> Option<usize> {
        let sentence = self.sentence(cue.token);
        let from = cue.words.end;
        let clause = self.tree.children(cue.token).iter().copied().find(|c| {
            *c > cue.token
                && self.tree.relation(*c) == "ccomp"
                && (self.tree.is_finite(*c) || self.tree.child_in(*c, &["nsubj"]).is_some())
        });
        if let Some(clause) = clause {
            let mut first = self.left(clause).max(from);
            while first < clause && (self.is_mark(first) && !self.is_quote_mark(first) || self.lower(first) == "that") {
                first += 1;
            }
            let stopped = (from..first).any(|t| matches!(self.lower(t), ":" | ";"));
            return (first < sentence.end && !stopped).then_some(first);
        }
        // The tree has lost the clause: "that" itself, with nothing but a few words of the cue's own before it.
        let that = (from..sentence.end.min(from + 8))
            .take_while(|t| !matches!(self.lower(*t), ":" | ";" | ",") && !self.tree.is_finite(*t))
            .find(|t| self.lower(*t) == "that" && self.tree.pos(*t) == "SCONJ")?;
        self.has_predicate(that + 1..sentence.end).then_some(that + 1)
    }

    /// Whether the verb stands in a relative clause begun behind `from`: "X, который посетил Ош, что".
    fn in_relative(&self, verb: usize, from: usize) -> bool {
        let comma = (from..verb).rev().find(|t| self.lower(*t) == ",");
        comma.is_some_and(|c| {
            (c + 1..verb.min(c + 4)).any(|t| self.tree.is_relative(t) || matches!(self.lower(t), "где" | "чей"))
        })
    }
}
