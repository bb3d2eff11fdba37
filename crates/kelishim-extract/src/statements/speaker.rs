//! Whose words they are: from the noun that names the speaker to an actor, or to whoever spoke before.

use super::draft::Draft;
use super::lexicon::List;
use super::scene::Scene;
use super::source::Source;
use crate::actors::{Mention, MentionKind};
use kelishim_model::{ActorId, ActorKind, Sector, Span, Speaker};
use std::ops::Range;

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
                .or_else(|| self.paper_of(noun))
                .or_else(|| recent.clone().filter(|_| self.tree.lemma(noun) == "интервью"))
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
            }) && matches!(self.lower(noun), "он" | "она" | "he" | "she")
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
        if let Some(bearer) = self.bearer(noun, last, at) {
            return Some(bearer);
        }
        // "авторы статьи считают": the paper that prints it.
        if lemma == "автор"
            && let Some(paper) = self.tree.genitive(noun).and_then(|text| self.paper_of(text))
        {
            return Some(paper);
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
        // An article is no word of the phrase.
        let bare = phrase.clone().filter(|t| !self.is_mark(*t) && self.tree.relation(*t) != "det").count() == 1
            && (self.tree.grammar.analytic || self.words(phrase.clone()) == 1);
        // "собеседник агентства" is still he who spoke before.
        let bare =
            bare || phrase.clone().filter(|t| *t > noun).all(|t| self.speech.has(List::Media, self.tree.lemma(t)));
        if bare && self.speech.has(List::Again, lemma) && self.tree.is(noun, "Number", "Sing") && recent.is_some() {
            return recent;
        }
        // "газета отмечает", "по мнению авторов": of whom the report quotes, be it a paper or a body.
        let taken_up = self.speech.has(List::Media, lemma) && self.tree.is(noun, "Number", "Sing") || lemma == "автор";
        if bare && taken_up && last.is_some_and(|l| !self.is_person(&l.speaker)) && recent.is_some() {
            return recent;
        }
        if self.speech.has(List::StandsFor, lemma) && !matches!(lemma, "источник") {
            let owner = phrase.clone().filter(|t| *t > noun).find_map(|t| self.actor_at(t));
            if let Some(owner) = owner {
                return (!self.is_publisher(owner)).then_some(Speaker::Actor(owner));
            }
        }
        let phrase = if lemma == "источник" { self.with_place(phrase) } else { phrase };
        (!self.is_mark(noun)).then(|| Speaker::Unnamed(Some(self.span(&phrase))))
    }

    /// "источник в посольстве": where he is found tells what he is worth, wherever the tree hangs it.
    fn with_place(&self, phrase: Range<usize>) -> Range<usize> {
        let end = self.sentence(phrase.start).end;
        if phrase.end + 1 >= end || !matches!(self.lower(phrase.end), "в" | "во" | "из" | "при") {
            return phrase;
        }
        let noun = (phrase.end + 1..end.min(phrase.end + 4)).find(|t| matches!(self.tree.pos(*t), "NOUN" | "PROPN"));
        noun.map_or(phrase.clone(), |n| phrase.start..self.noun_phrase(n).end.max(n + 1))
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

    /// Who has just spoken, when an office that names nobody may be his: "сказал глава агентства" after "директор ведомства Осмонов".
    fn bearer(&self, noun: usize, last: Option<&Last>, at: usize) -> Option<Speaker> {
        let m = self.actors.mention_at(noun).filter(|m| m.kind == MentionKind::Office && m.head == noun)?;
        let row = self.actors.row(m.actor)?;
        let nobody = row.description.as_deref() == Some(&*row.name);
        let first = self.actors.mentions_of(m.actor).next().is_some_and(|f| f.head == noun);
        let last = last.filter(|l| nobody && first && self.reading.tokens[at].sentence <= l.sentence + 2)?;
        let Speaker::Actor(id) = last.speaker else { return None };
        let other = self.actors.row(id)?;
        let office = other.description.as_deref().filter(|d| *d != other.name)?;
        let states = row.country.is_none() || other.country.is_none() || row.country == other.country;
        let own: Vec<&str> = m.tokens.clone().filter(|t| !self.is_mark(*t)).map(|t| self.tree.lemma(t)).collect();
        let stem = |word: &str| word.to_lowercase().chars().take(5).collect::<String>();
        let held: Vec<String> = office.split(|c: char| !c.is_alphanumeric()).map(stem).collect();
        let heads = |word: &str| self.tree.grammar.has("office.head", word);
        let both = heads(own.first()?) && office.split(' ').any(|w| heads(&w.to_lowercase()));
        let common = |word: &&&str| self.tree.grammar.has("office.whose", word);
        let fits = own.iter().all(|w| held.contains(&stem(w)))
            || both && own[1..].iter().filter(|w| !common(w) && !held.contains(&stem(w))).count() == 0;
        (states && fits && other.kind == ActorKind::Person).then(|| last.speaker.clone())
    }

    /// The name that closes a phrase begun by an office: "и.о. главы комитета X", "директор центра (ВЭБ), член палаты X".
    fn name_below(&self, noun: usize) -> Option<ActorId> {
        if self.actors.mention_at(noun).is_some_and(|m| m.head == noun && m.kind != MentionKind::Office) {
            return None;
        }
        let sentence = self.sentence(noun);
        // "и.о." loses its parts in the tree.
        let acting = self.lower(noun) == "и";
        let names = self.actors.mentions.iter().filter(|m| m.kind == MentionKind::Name && sentence.contains(&m.head));
        let case = |t: usize| self.feature(t, "Case");
        // "сотрудник Совета по международным отношениям Агата Демараис": of a foreign name in apposition to the body between the two
        // the case was mistaken.
        let mistaken = |m: &Mention| {
            let body = self.tree.head(m.head).filter(|h| *h > noun && self.tree.relation(m.head) == "appos");
            m.tokens.len() > 1 && body.is_some_and(|b| !self.tree.is(b, "Animacy", "Anim"))
        };
        let mut near = names.filter(|m| {
            let fits = case(m.head) == case(noun) || acting && case(m.head) == Some("Nom") || mistaken(m);
            m.head > noun && m.head - noun < 30 && fits
        });
        let closes = |m: &&Mention| {
            let mut between = noun + 1..m.tokens.start;
            acting && m.head - noun < 12
                || between.all(|t| {
                    self.below(t, noun)
                        && !self.tree.is_finite(t)
                        && !(self.tree.relation(t) == "cc"
                            && self.tree.head(t).and_then(|c| self.tree.head(c)) == Some(noun))
                }) && self.below(m.head, noun)
        };
        near.find(closes).map(|m| m.actor)
    }

    fn actor_at(&self, t: usize) -> Option<ActorId> {
        self.actors.mention_at(t).map(|m| m.actor)
    }

    /// Who wrote a text: its genitive or adjective, whoever publishes it in the same clause.
    fn author(&self, noun: usize, at: usize) -> Option<Speaker> {
        let phrase = self.noun_phrase(noun);
        let owners = phrase.clone().filter(|t| *t > noun).chain(phrase.clone().filter(|t| *t < noun));
        // "указ о назначении посла России" is not Russia's.
        let foreign = |t: usize| {
            let chain = std::iter::once(t).chain(self.reading.ancestors(t)).take_while(|a| *a != noun);
            chain
                .into_iter()
                .any(|a| self.tree.preposition(a).is_some_and(|p| !matches!(p, "от" | "из" | "на" | "by" | "from")))
        };
        // "в сообщении хорватского кабмина": the adjective tells whose the body is, the body wrote.
        let inside = |t: &usize| {
            let body = self.tree.head(*t).filter(|h| *h != noun && phrase.contains(h));
            self.tree.relation(*t) == "amod" && body.is_some_and(|b| self.actor_at(b).is_some())
        };
        for t in owners.filter(|t| !foreign(*t) && !inside(t)) {
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
                    // A site is a place; what stands on it is the text.
                    None => {
                        self.speech.has(List::Document, self.tree.lemma(t))
                            && !matches!(self.tree.lemma(t), "сайт" | "страница" | "канал")
                    }
                };
                if same && let Some(author) = self.author(t, at) {
                    return Some(author);
                }
            }
        }
        None
    }

    /// The paper that the sentences before have named last, when the noun is one of what papers print.
    fn paper_of(&self, noun: usize) -> Option<Speaker> {
        let printed = matches!(self.tree.lemma(noun), "публикация" | "статья" | "материал" | "заметка" | "репортаж");
        let here = self.reading.tokens[noun].sentence;
        let near = |m: &&Mention| m.head < noun && here - self.reading.tokens[m.head].sentence <= REACH;
        let media = |m: &&Mention| self.actors.row(m.actor).is_some_and(|r| r.kind == ActorKind::Media);
        let mut papers = self.actors.mentions.iter().rev().filter(near).filter(media);
        papers.find(|m| printed && !self.is_publisher(m.actor)).map(|m| Speaker::Actor(m.actor))
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
            let folded = kelishim_read::fold(s);
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
