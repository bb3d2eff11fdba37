//! Where a sentence names the speaker of a cue: its subject, the body in which "they" said it, the text that says it.

use super::cues::Cue;
use super::lexicon::List;
use super::scene::Scene;
use crate::actors::MentionKind;
use kelishim_model::ActorKind;

/// Where the text says who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// The noun phrase with this head.
    Noun(usize),
    /// The text ("в сообщении") with this noun: whoever wrote it.
    Text(usize),
    /// A text taken up by a pronoun ("в нём"): whoever wrote the last one.
    Paper,
    /// Whoever spoke last.
    Before,
    /// A plural without a subject: the body that spoke last, if it has just spoken; else nobody ("считают, что").
    They,
    /// Nowhere: no statement.
    Nobody,
}
impl Scene<'_> {
    /// Where the sentence names the speaker of a verb cue.
    pub fn source_of(&self, cue: &Cue<'_>) -> Source {
        if cue.text {
            return self.text_source(cue.token);
        }
        if cue.usage.class == "cite" {
            return self.cited(cue.token);
        }
        if let Some(s) = self.subject(cue.token) {
            // A subject beyond another cue, with a name between the two: the tree has mixed up two clauses.
            let beyond =
                s < cue.token && (s + 1..cue.token).any(|t| self.tree.is_finite(t) && self.verb_cue(t).is_some());
            let nearer = if beyond { self.subject_nearby(cue.token).filter(|n| *n > s) } else { None };
            // ", заявил X": the subject of the clause before the comma is not the speaker.
            let turned = s < cue.token && self.follows_comma(cue.words.start);
            let nearer = nearer.or_else(|| if turned { self.name_behind(cue.words.end) } else { None });
            return Source::Noun(self.past_addressee(nearer.unwrap_or(s), cue.token));
        }
        // "там же сообщили", "сообщили в МИД": the plural that names nobody.
        let sentence = self.sentence(cue.token);
        if self.tree.is(cue.token, "Number", "Plur") || self.lower(cue.token).ends_with('и') {
            let near = sentence.start.max(cue.token.saturating_sub(5))..sentence.end.min(cue.token + 6);
            if near.clone().any(|t| matches!(self.lower(t), "там" | "тут" | "здесь")) {
                return Source::Before;
            }
            if let Some(place) = self.body_in(cue.token) {
                return Source::Noun(place);
            }
            return self.subject_nearby(cue.token).map_or(Source::They, Source::Noun);
        }
        self.subject_nearby(cue.token).map_or(Source::Before, Source::Noun)
    }

    /// "сообщил ТАСС источник": an agency right behind the verb is spoken to when another nominative follows it at once.
    fn past_addressee(&self, subject: usize, verb: usize) -> usize {
        let Some(mention) = self.actors.mention_at(subject).filter(|m| m.head == subject && m.tokens.start == verb + 1)
        else {
            return subject;
        };
        let media = self.actors.row(mention.actor).is_some_and(|r| r.kind == ActorKind::Media)
            || self.is_publisher(mention.actor);
        let end = self.sentence(verb).end;
        let next = (mention.tokens.end..end.min(mention.tokens.end + 4))
            .take_while(|t| !self.is_mark(*t) && self.tree.pos(*t) != "ADP");
        let mut nouns =
            next.filter(|t| matches!(self.tree.pos(*t), "NOUN" | "PROPN") && self.feature(*t, "Case") == Some("Nom"));
        if media { nouns.next().unwrap_or(subject) } else { subject }
    }

    /// Whether a comma, dash or closing mark stands right before the token, adverbs between them.
    fn follows_comma(&self, t: usize) -> bool {
        let start = self.sentence(t).start;
        let before = (start..t).rev().take(3).find(|b| !matches!(self.tree.pos(*b), "ADV" | "PART"));
        before.is_some_and(|b| self.lower(b) == "," || self.is_dash(b))
    }

    /// The head of a name or office in the nominative that begins at the token.
    fn name_behind(&self, t: usize) -> Option<usize> {
        let sentence = self.sentence(t.min(self.reading.tokens.len() - 1));
        let mut here = (t..sentence.end.min(t + 3)).take_while(|n| !self.is_mark(*n) || self.is_quote_mark(*n));
        let head = here.find_map(|n| self.actors.mention_at(n).filter(|m| m.tokens.start <= n).map(|m| m.head))?;
        (self.feature(head, "Case") == Some("Nom") && head >= t).then_some(head)
    }

    /// The subject by the tree, across coordination, converbs, participles and relative clauses.
    pub fn subject(&self, verb: usize) -> Option<usize> {
        let mut at = verb;
        for _ in 0..6 {
            let own = self.tree.children(at).iter().copied().find(|c| {
                self.tree.relation(*c) == "nsubj" && !self.in_other_quote(*c, verb) && self.may_be_subject(*c, at)
            });
            if let Some(own) = own {
                return Some(self.tree.antecedent(own));
            }
            if self.tree.is_attribute(at) {
                return self.tree.head(at);
            }
            let converb = self.tree.is(at, "VerbForm", "Conv");
            match self.tree.relation(at) {
                "conj" | "advcl" | "parataxis" | "xcomp" if converb || self.tree.relation(at) == "conj" => {
                    let head = self.tree.head(at)?;
                    // Two verbs of one subject agree.
                    let differ = |f: &str| match (self.feature(at, f), self.feature(head, f)) {
                        (Some(a), Some(b)) => a != b,
                        _ => false,
                    };
                    if !converb && !self.tree.grammar.analytic && (differ("Number") || differ("Gender")) {
                        return None;
                    }
                    at = head;
                }
                _ => return None,
            }
        }
        None
    }

    /// Agreement of number, where both are known and the subject is one noun.
    fn may_be_subject(&self, noun: usize, verb: usize) -> bool {
        if self.tree.is_finite(verb)
            && matches!(self.feature(noun, "Case"), Some("Gen" | "Dat" | "Ins" | "Loc"))
            && self.tree.pos(noun) != "NUM"
        {
            return self.tree.children(noun).iter().any(|c| self.tree.relation(*c) == "nummod");
        }
        true
    }

    pub fn feature(&self, t: usize, name: &str) -> Option<&str> {
        self.reading.tokens[t].feats.get(name)
    }

    fn in_other_quote(&self, t: usize, verb: usize) -> bool {
        self.quote_at(t).is_some()
            && self.quote_at(t) != self.quote_at(verb)
            && self.words(self.quotes[self.quote_at(t).unwrap_or(0)].inside.clone()) > 5
    }

    /// A body in which "they" said it: "в МИД", "в пресс-службе президента".
    fn body_in(&self, verb: usize) -> Option<usize> {
        let fits = |c: &usize| {
            let first = self
                .tree
                .children(*c)
                .iter()
                .any(|x| self.tree.relation(*x) == "case" && matches!(self.lower(*x), "в" | "во" | "на"));
            first && self.is_speaker_noun(*c)
        };
        let by_tree = self.tree.children(verb).iter().copied().find(fits);
        by_tree.or_else(|| {
            let sentence = self.sentence(verb);
            let near = (verb + 1..sentence.end.min(verb + 4)).chain(sentence.start.max(verb.saturating_sub(8))..verb);
            let mut prepositions = near.filter(|t| matches!(self.lower(*t), "в" | "во"));
            prepositions.find_map(|p| {
                (p + 1..sentence.end.min(p + 4))
                    .find(|n| matches!(self.tree.pos(*n), "NOUN" | "PROPN"))
                    .filter(|n| self.is_speaker_noun(*n))
            })
        })
    }

    /// Whether the noun may stand for those who work there.
    pub fn is_speaker_noun(&self, noun: usize) -> bool {
        let lemma = self.tree.lemma(noun);
        if self.speech.has(List::StandsFor, lemma) || self.speech.has(List::Media, lemma) {
            return true;
        }
        let kind = self.actors.party_of(self.reading, noun).first().and_then(|a| self.actors.row(*a)).map(|r| r.kind);
        kind.is_some_and(|k| !matches!(k, ActorKind::Person | ActorKind::Country)) || self.speech.has(List::Body, lemma)
    }

    /// A nominative near the verb that the tree did not give it: behind it at once, else the nearest before it.
    fn subject_nearby(&self, verb: usize) -> Option<usize> {
        let sentence = self.sentence(verb);
        if !self.tree.is_finite(verb) {
            return None;
        }
        let nominative = |t: &usize| {
            matches!(self.tree.pos(*t), "NOUN" | "PROPN" | "PRON")
                && self.feature(*t, "Case").is_none_or(|c| c == "Nom")
                && !self.in_other_quote(*t, verb)
        };
        for t in verb + 1..sentence.end.min(verb + 5) {
            if self.is_mark(t) && !self.is_quote_mark(t) || self.lower(t) == "что" {
                break;
            }
            if nominative(&t) && self.feature(t, "Case").is_some() && !self.prepositional(t) {
                return Some(t);
            }
        }
        // A name that knows no cases: "на заседании кабинета Нетаньяху заявил".
        let name = verb
            .checked_sub(1)
            .filter(|t| *t >= sentence.start)
            .and_then(|t| self.actors.mentions.iter().find(|m| m.tokens.end == t + 1 && m.kind == MentionKind::Name));
        if let Some(name) = name
            && !self.prepositional(name.head)
            && self.feature(name.tokens.end - 1, "Case").is_none_or(|c| matches!(c, "Nom" | "Gen"))
            && self.tree.head(name.head).is_none_or(|h| !self.tree.is_finite(h))
        {
            return Some(name.head);
        }
        for t in (sentence.start..verb).rev() {
            if self.tree.is_finite(t) || matches!(self.lower(t), "что" | ";" | ":") {
                return None;
            }
            let mention = self.actors.mention_at(t).filter(|m| m.head == t && m.kind != MentionKind::Adjective);
            if mention.is_some() && nominative(&t) && !self.prepositional(t) && self.agrees(t, verb) {
                return Some(t);
            }
        }
        None
    }

    fn prepositional(&self, t: usize) -> bool {
        self.tree.preposition(t).is_some() || t > 0 && self.tree.pos(t - 1) == "ADP"
    }

    fn agrees(&self, noun: usize, verb: usize) -> bool {
        let same = |f: &str| match (self.feature(noun, f), self.feature(verb, f)) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        same("Number")
            && (self.feature(noun, "Number") == Some("Plur") || self.tree.pos(noun) == "PROPN" || same("Gender"))
    }

    /// "говорится в сообщении МИД", "в заявлении отмечается", "сообщается на сайте".
    fn text_source(&self, verb: usize) -> Source {
        let sentence = self.sentence(verb);
        if let Some(agent) = self.tree.agent(verb)
            && self.actors.mention_at(agent).is_some()
        {
            return Source::Noun(agent);
        }
        let near = |p: usize| {
            let nouns = p + 1..sentence.end.min(p + 9);
            nouns.take_while(|n| !matches!(self.lower(*n), ";" | ":" | "что" | "—")).find(|n| {
                matches!(self.tree.pos(*n), "NOUN" | "PROPN" | "PRON" | "DET")
                    && !self.is_mark(*n)
                    && (self.speech.has(List::Document, self.tree.lemma(*n))
                        || self.is_speaker_noun(*n)
                        || matches!(self.lower(*n), "нем" | "ней" | "них" | "котором" | "которой" | "которых"))
            })
        };
        let behind = (verb + 1..sentence.end.min(verb + 6)).take_while(|t| self.lower(*t) != ",");
        let before = (sentence.start.max(verb.saturating_sub(12))..verb)
            .rev()
            .take_while(|t| !self.tree.is_finite(*t) && self.lower(*t) != "что");
        let mut places = behind.chain(before).filter(|t| matches!(self.lower(*t), "в" | "во" | "на" | "из" | "со"));
        let Some(noun) = places.find_map(near) else { return Source::Nobody };
        let lemma = self.tree.lemma(noun);
        if self.tree.is_relative(noun) {
            let which = self.tree.antecedent(noun);
            return if which == noun { Source::Paper } else { Source::Text(which) };
        }
        if matches!(self.lower(noun), "нем" | "ней" | "них") {
            return Source::Paper;
        }
        if self.speech.has(List::Document, lemma) { Source::Text(noun) } else { Source::Noun(noun) }
    }

    /// "цитирует РБК министра", "приводит агентство слова министра": who is quoted.
    fn cited(&self, verb: usize) -> Source {
        let sentence = self.sentence(verb);
        let noun = |t: usize| matches!(self.tree.pos(t), "NOUN" | "PROPN" | "PRON");
        let words = (sentence.start.max(verb.saturating_sub(4))..sentence.end.min(verb + 8)).find(|t| {
            matches!(self.tree.lemma(*t), "слово" | "высказывание" | "цитата" | "заявление" | "комментарий" | "мнение")
        });
        if let Some(words) = words {
            if (words.saturating_sub(1)..words).any(|t| matches!(self.lower(t), "его" | "ее" | "их")) {
                return Source::Before;
            }
            return (words + 1..sentence.end.min(words + 5))
                .find(|t| noun(*t) && !self.is_mark(*t))
                .map_or(Source::Nobody, Source::Noun);
        }
        if self.lower(verb).starts_with("прив") {
            return Source::Nobody;
        }
        if let Some(object) = self.tree.child_in(verb, &["obj"]) {
            return Source::Noun(object);
        }
        let accusative = |t: &usize| noun(*t) && matches!(self.feature(*t, "Case"), Some("Acc" | "Gen"));
        (verb + 1..sentence.end.min(verb + 8)).find(accusative).map_or(Source::Before, Source::Noun)
    }
}
