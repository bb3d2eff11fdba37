//! Whose words they are: from a cue to the noun phrase that names the speaker, and from that to an actor.

use super::cues::Cue;
use super::draft::Draft;
use super::lexicon::List;
use super::scene::Scene;
use crate::actors::MentionKind;
use kelishim_model::{ActorId, ActorKind, Sector, Span, Speaker};

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

/// Who spoke, and when last.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Last {
    /// Who.
    pub speaker: Speaker,
    /// The sentence of the cue.
    pub sentence: usize,
}

/// How far back "он добавил" may reach, in sentences.
const REACH: usize = 6;

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
            return Source::Noun(nearer.unwrap_or(s));
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
    fn subject(&self, verb: usize) -> Option<usize> {
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
                    if !converb && (differ("Number") || differ("Gender")) {
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

    fn feature(&self, t: usize, name: &str) -> Option<&str> {
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
    fn is_speaker_noun(&self, noun: usize) -> bool {
        let lemma = self.tree.lemma(noun);
        if self.speech.has(List::StandsFor, lemma) || self.speech.has(List::Media, lemma) {
            return true;
        }
        let kind = self.actors.party_of(self.reading, noun).first().and_then(|a| self.actors.row(*a)).map(|r| r.kind);
        kind.is_some_and(|k| !matches!(k, ActorKind::Person | ActorKind::Country))
            || matches!(
                lemma,
                "ведомство"
                    | "министерство"
                    | "посольство"
                    | "диппредставительство"
                    | "дипмиссия"
                    | "правительство"
                    | "администрация"
                    | "канцелярия"
                    | "полиция"
                    | "комитет"
                    | "агентство"
                    | "организация"
                    | "компания"
            )
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
        if lemma == "который" {
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

    /// Who a source is; `None` when it is nobody, or the outlet itself.
    pub fn resolve(&self, source: Source, last: Option<&Last>, at: usize) -> Option<Speaker> {
        let here = self.reading.tokens[at].sentence;
        let recent = last.filter(|l| here.saturating_sub(l.sentence) <= REACH).map(|l| l.speaker.clone());
        match source {
            Source::Nobody => None,
            Source::Before => recent.or_else(|| self.subject_before(at)),
            Source::They => {
                let just = last.filter(|l| here.saturating_sub(l.sentence) <= 1 && !self.is_person(&l.speaker));
                just.map(|l| l.speaker.clone())
            }
            Source::Text(noun) => self
                .author(noun, at)
                .or_else(|| self.issuer(Some(noun), at))
                .or_else(|| self.issuer(None, at))
                .or(recent)
                .or_else(|| self.subject_before(at)),
            Source::Noun(noun) => self.named(noun, last, recent, at),
            Source::Paper => self.issuer(None, at).or(recent).or_else(|| self.subject_before(at)),
        }
    }

    fn is_person(&self, speaker: &Speaker) -> bool {
        matches!(speaker, Speaker::Actor(id) if self.actors.row(*id).is_some_and(|r| r.kind == ActorKind::Person))
    }

    fn named(&self, noun: usize, last: Option<&Last>, recent: Option<Speaker>, at: usize) -> Option<Speaker> {
        let lemma = self.tree.lemma(noun);
        if self.tree.pos(noun) == "PRON" || matches!(self.lower(noun), "его" | "ее" | "их" | "он" | "она" | "они")
        {
            if self.speech.has(List::Mute, lemma) || matches!(self.lower(noun), "который" | "себя" | "я" | "мы" | "вы")
            {
                return None;
            }
            // Who has just spoken goes on; the table of actors sees names, not talk.
            if last.is_some_and(|l| {
                self.reading.tokens[at].sentence - l.sentence.min(self.reading.tokens[at].sentence) <= 1
                    && self.is_person(&l.speaker)
            }) && matches!(self.lower(noun), "он" | "она")
            {
                return recent;
            }
            let known = self.actor_at(noun).map(Speaker::Actor).or(recent).or_else(|| self.subject_before(at));
            return Some(known.unwrap_or(Speaker::Unnamed(Some(self.reading.tokens[noun].span))));
        }
        if self.speech.has(List::Mute, lemma) || self.is_outlet(noun) {
            return None;
        }
        if let Some(name) = self.name_below(noun) {
            return Some(Speaker::Actor(name));
        }
        match self.party(noun) {
            Some(Speaker::Actor(one)) if self.is_publisher(one) => return None,
            Some(speaker) => return Some(speaker),
            None => {}
        }
        if self.speech.has(List::Document, lemma) {
            return self.author(noun, at).or(recent);
        }
        let phrase = self.noun_phrase(noun);
        let bare = self.words(phrase.clone()) == 1;
        if bare && self.speech.has(List::Again, lemma) && self.tree.is(noun, "Number", "Sing") && recent.is_some() {
            return recent;
        }
        if self.speech.has(List::StandsFor, lemma) && !matches!(lemma, "источник") {
            let owner = phrase.clone().filter(|t| *t > noun).find_map(|t| self.actor_at(t));
            if let Some(owner) = owner {
                return (!self.is_publisher(owner)).then_some(Speaker::Actor(owner));
            }
        }
        (!self.is_mark(noun)).then(|| Speaker::Unnamed(Some(self.span(&phrase))))
    }

    /// The actor that a noun names; several together by their words.
    fn party(&self, noun: usize) -> Option<Speaker> {
        let parties = self.actors.party_of(self.reading, noun);
        match parties.as_slice() {
            [] => None,
            [one] => Some(Speaker::Actor(*one)),
            _ => {
                let sentence = self.sentence(noun);
                let mentions =
                    self.actors.mentions.iter().filter(|m| parties.contains(&m.actor) && sentence.contains(&m.head));
                let close = mentions.filter(|m| m.head == noun || self.below(m.head, noun)).map(|m| m.span);
                Some(Speaker::Unnamed(close.reduce(Span::cover).or(Some(self.span(&self.noun_phrase(noun))))))
            }
        }
    }

    /// The name that hangs below a noun which heads no mention: "и.о. главы комитета X", "модератор сессии X".
    fn name_below(&self, noun: usize) -> Option<ActorId> {
        if self.actors.mention_at(noun).is_some_and(|m| m.head == noun) {
            return None;
        }
        let sentence = self.sentence(noun);
        // "и.о." loses its parts in the tree.
        let acting = self.reading.form(noun) == "и";
        let names = self.actors.mentions.iter().filter(|m| m.kind == MentionKind::Name && m.head > noun && sentence.contains(&m.head));
        let appositions = |m: &&crate::actors::Mention| {
            let mut at = m.head;
            for _ in 0..4 {
                if !matches!(self.tree.relation(at), "appos" | "flat") {
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
        let mut near = names.filter(|m| self.feature(m.head, "Case") == Some("Nom"));
        near.find(|m| appositions(m) || acting && m.head - noun < 12).map(|m| m.actor)
    }

    fn actor_at(&self, t: usize) -> Option<ActorId> {
        self.actors.mention_at(t).map(|m| m.actor)
    }

    /// Who wrote a text: its genitive or adjective, whoever publishes it in the same clause.
    fn author(&self, noun: usize, at: usize) -> Option<Speaker> {
        let phrase = self.noun_phrase(noun);
        let owners = phrase.clone().filter(|t| *t > noun).chain(phrase.clone().filter(|t| *t < noun));
        for t in owners {
            if let Some(m) = self.actors.mention_at(t).filter(|m| m.kind != MentionKind::Pronoun || t == m.head) {
                let parties = self.actors.party_of(self.reading, m.head);
                if parties.len() > 1 {
                    return Some(Speaker::Unnamed(Some(m.span)));
                }
                return (!self.is_publisher(m.actor)).then_some(Speaker::Actor(m.actor));
            }
        }
        // "в пресс-релизе, выпущенном X".
        let released = self.tree.children(noun).iter().copied().filter(|c| self.tree.is_attribute(*c));
        if let Some(actor) = released.clone().filter_map(|c| self.tree.agent(c)).find_map(|a| self.actor_at(a)) {
            return Some(Speaker::Actor(actor));
        }
        // "в заявлении, опубликованном на сайте X".
        let published = released.flat_map(|c| c..self.right(c) + 1).filter(|t| self.below(*t, noun));
        if let Some(actor) = published.filter(|t| self.tree.is(*t, "Case", "Gen")).find_map(|t| self.actor_at(t)) {
            return Some(Speaker::Actor(actor));
        }
        // "распространила заявление, в котором сообщается": the subject of the verb whose object the text is.
        let verb = self.tree.head(noun).filter(|h| self.tree.is_verb(*h) && *h != at)?;
        self.subject(verb).and_then(|s| self.party(s))
    }

    /// Who wrote the text that the sentences before name by the same noun, or by any noun of a text.
    fn issuer(&self, noun: Option<usize>, at: usize) -> Option<Speaker> {
        let here = self.reading.tokens[at].sentence;
        for s in (here.saturating_sub(REACH)..here).rev() {
            for t in self.reading.sentences[s].tokens.clone().rev() {
                let same = match noun {
                    Some(n) => self.tree.lemma(t) == self.tree.lemma(n),
                    None => self.speech.has(List::Document, self.tree.lemma(t)),
                };
                if same && let Some(author) = self.author(t, at) {
                    return Some(author);
                }
            }
        }
        None
    }

    /// The subject of the sentence before, when it is an actor: "МИД опубликовал комментарий. В нём сказано".
    fn subject_before(&self, at: usize) -> Option<Speaker> {
        let here = self.reading.tokens[at].sentence;
        for s in (here.saturating_sub(2)..=here).rev() {
            let tokens = self.reading.sentences[s].tokens.clone();
            let subject = tokens.filter(|t| *t < at).find(|t| {
                self.tree.relation(*t) == "nsubj"
                    && self.actors.mention_at(*t).is_some_and(|m| m.head == *t || self.below(m.head, *t))
            });
            if let Some(actor) = subject.and_then(|t| self.actor_at(t)) {
                return (!self.is_publisher(actor)).then_some(Speaker::Actor(actor));
            }
        }
        None
    }

    /// "корреспондент": the outlet reports what it saw itself.
    fn is_outlet(&self, noun: usize) -> bool {
        self.speech.has(List::Reporter, self.tree.lemma(noun)) && self.tree.is(noun, "Number", "Sing")
    }

    /// Whether the actor is the outlet that publishes.
    pub fn is_publisher(&self, actor: ActorId) -> bool {
        let Some(row) = self.actors.row(actor) else { return false };
        if matches!(row.kind, ActorKind::Country | ActorKind::Government | ActorKind::Person) {
            return false;
        }
        let article = &self.reading.article;
        let agency = article.dateline.as_ref().and_then(|d| d.agency.as_deref());
        let words = |s: &str| -> Vec<String> {
            let folded = crate::tree::fold(s);
            folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
        };
        let name = words(&row.name);
        [article.source.as_deref(), agency].into_iter().flatten().any(|outlet| {
            let outlet = words(outlet);
            !name.is_empty()
                && !outlet.is_empty()
                && (name.iter().all(|w| outlet.contains(w)) || outlet.iter().all(|w| name.contains(w)))
        })
    }

    /// Whether the speaker of a draft may be one: a cue that facts may be the subject of needs somebody.
    pub fn can_speak(&self, draft: &Draft, speaker: &Speaker) -> bool {
        let Source::Noun(noun) = draft.source else { return true };
        let needs = self.verb_cue(draft.cue_at).is_some_and(|c| c.usage.person);
        if !needs
            || draft.direct
            || matches!(speaker, Speaker::Actor(_))
            || self.tree.pos(noun) == "PRON"
            || self.speech.has(List::StandsFor, self.tree.lemma(noun))
        {
            return true;
        }
        self.tree.is(noun, "Animacy", "Anim")
            || self.tree.pos(noun) == "PROPN"
            || self.is_speaker_noun(noun)
            || self.speech.has(List::Media, self.tree.lemma(noun))
    }

    /// Whether a speaker passes on what others said: an agency, a paper, "СМИ".
    pub fn is_media(&self, source: Source, speaker: &Speaker) -> bool {
        if let Source::Noun(noun) = source
            && self.speech.has(List::Media, self.tree.lemma(noun))
        {
            return true;
        }
        match speaker {
            Speaker::Actor(id) => {
                self.actors.row(*id).is_some_and(|r| r.kind == ActorKind::Media || r.sector == Some(Sector::Med))
            }
            Speaker::Unnamed(_) => false,
        }
    }
}
