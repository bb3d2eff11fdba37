//! What the head of acts is told of a word: its form and place in the tree, who is named around it, and what the frames
//! made of it. Each piece of evidence is a string, known by its checksum: a frame, code or variant under another name is
//! unknown evidence until the head is trained again (`train/acts.py`).

use super::parties::{Party, ranks};
use crate::actors::Actors;
use crate::bind::Scene;
use crate::rows::{Rows, headline};
use crate::tree::Tree;
use crate::why::Attempt;
use kelishim_model::{EventType, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A word that may be a trigger or something undertaken, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The token.
    pub token: usize,
    /// Checksums of what words and tree say.
    pub plain: Vec<u32>,
    /// Checksums of what the frames say; empty of events for a word that no frame knows.
    pub declared: Vec<u32>,
}

/// Evidence of every verb, noun, adjective and adverb, in order. Linear in tokens and their dependents.
pub fn gather(scene: &Scene<'_>, actors: &Actors, rows: &Rows, vain: &[Attempt]) -> Vec<Evidence> {
    let around = Around::new(scene, actors, rows, vain);
    let tree = scene.tree;
    let open = |t: &usize| matches!(tree.pos(*t), "VERB" | "NOUN" | "ADJ" | "ADV");
    (0..tree.reading.tokens.len())
        .filter(open)
        .map(|token| Evidence { token, plain: around.plain(token), declared: around.declared(token) })
        .collect()
}

struct Around<'a> {
    scene: &'a Scene<'a>,
    /// Who is named in each sentence.
    sides: BTreeMap<usize, BTreeSet<Party>>,
    /// Place of each side among all by how often it is named, the lead counting three times.
    rank: BTreeMap<Party, usize>,
    /// Tenths of the sentences that name two sides or more.
    shared: String,
    /// Whether the article is about two sides.
    about: &'static str,
    /// Whose mention a token heads.
    side_at: BTreeMap<usize, Party>,
    /// How the mention headed by a token names its actor.
    owner: BTreeMap<usize, String>,
    /// The events told at a token.
    events: BTreeMap<usize, Vec<Told>>,
    /// Where each stem of a verb or noun stands.
    stems: BTreeMap<String, Vec<usize>>,
    /// Where events of a type between the same sides stand.
    same: BTreeMap<(&'static str, BTreeSet<Party>), Vec<usize>>,
    /// The token behind the headline; 0 without one.
    headline_end: usize,
    /// Frame and stage of the undertakings headed by a token.
    undertakings: BTreeMap<usize, Vec<(String, &'static str)>>,
    /// Frame and failed condition of what was tried in vain at a token.
    vain: BTreeMap<usize, Vec<(String, String)>>,
}

/// An event as the frames tell it.
struct Told {
    frame: String,
    kind: EventType,
    score: f32,
    modality: &'static str,
    sides: BTreeSet<Party>,
}

/// Collects checksums of strings given in parts.
#[derive(Default)]
pub struct Sums(pub Vec<u32>);

impl Sums {
    pub fn add(&mut self, parts: &[&str]) {
        let mut hash = crc32fast::Hasher::new();
        for part in parts {
            hash.update(part.as_bytes());
        }
        self.0.push(hash.finalize());
    }
}

const STEPS: [usize; 9] = [0, 1, 2, 3, 5, 8, 12, 20, 40];

/// The step that a number reaches, as a digit.
pub fn step(n: usize) -> String {
    STEPS.iter().position(|s| n <= *s).unwrap_or(STEPS.len()).to_string()
}

pub fn capped(n: usize, most: usize) -> String {
    n.min(most).to_string()
}

/// The beginning of a lemma, the same in most words of a family.
pub fn short(lemma: &str) -> String {
    lemma.chars().take(5).collect()
}

impl<'a> Around<'a> {
    fn new(scene: &'a Scene<'a>, actors: &Actors, rows: &Rows, vain: &[Attempt]) -> Self {
        let reading = scene.tree.reading;
        let (mut sides, mut owner, mut side_at) =
            (BTreeMap::<usize, BTreeSet<Party>>::new(), BTreeMap::new(), BTreeMap::new());
        for m in &actors.mentions {
            let sentence = reading.tokens[m.head].sentence;
            sides.entry(sentence).or_default().insert(Party::of(actors, m.actor));
            owner.entry(m.head).or_insert_with(|| format!("{:?}", m.kind));
            side_at.entry(m.head).or_insert_with(|| Party::of(actors, m.actor));
        }
        let at = |span: Span| head_of(scene.tree, span);
        let (mut events, mut undertakings, mut tried) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (e, _) in &rows.events {
            let sides = e.actors.iter().chain(&e.recipients).map(|a| Party::of(actors, *a)).collect();
            let told =
                Told { frame: e.frame.clone(), kind: e.kind, score: e.score, modality: e.modality.code(), sides };
            if let Some(t) = at(e.trigger) {
                events.entry(t).or_insert_with(Vec::new).push(told);
            }
        }
        for (c, _) in &rows.commitments {
            let told = (c.frame.clone(), c.stage.code());
            if let Some(t) = at(c.action) {
                undertakings.entry(t).or_insert_with(Vec::new).push(told);
            }
        }
        for a in vain.iter().chain(&rows.vain) {
            if let Some(t) = at(a.trigger) {
                tried.entry(t).or_insert_with(Vec::new).push((a.frame.clone(), a.miss.name().to_owned()));
            }
        }
        let mut stems = BTreeMap::<String, Vec<usize>>::new();
        for t in (0..reading.tokens.len()).filter(|t| matches!(scene.tree.pos(*t), "VERB" | "NOUN")) {
            stems.entry(short(scene.tree.lemma(t))).or_default().push(t);
        }
        let mut same = BTreeMap::<_, Vec<usize>>::new();
        for (t, told) in events.iter().flat_map(|(t, all): (&usize, &Vec<Told>)| all.iter().map(|e| (*t, e))) {
            let tokens = same.entry((told.kind.code(), told.sides.clone())).or_default();
            if tokens.last() != Some(&t) {
                tokens.push(t);
            }
        }
        let several = sides.values().filter(|s| s.len() >= 2).count();
        let shared = step(10 * several / reading.sentences.len().max(1));
        let about = match (scene.focus.pair(), scene.focus.is_about_two()) {
            (Some(_), _) => "pair",
            (None, true) => "two",
            (None, false) => "many",
        };
        Around {
            shared,
            about,
            side_at,
            scene,
            sides,
            rank: ranks(scene.tree.reading, actors),
            owner,
            events,
            stems,
            same,
            headline_end: headline(scene).map_or(0, |h| reading.tokens_in(h).end),
            undertakings,
            vain: tried,
        }
    }

    fn feature(&self, t: usize, name: &str) -> &str {
        self.scene.tree.reading.tokens[t].feats.get(name).unwrap_or("-")
    }

    fn in_headline(&self, t: usize) -> bool {
        t < self.headline_end
    }

    fn places(&self, t: usize, tokens: &[usize]) -> Vec<&'static str> {
        let reading = self.scene.tree.reading;
        places(t, tokens, &reading.sentences[reading.tokens[t].sentence].tokens, self.headline_end)
    }

    /// Part of speech, voice, form and reflexive ending.
    fn voice(&self, t: usize) -> String {
        let tree = self.scene.tree;
        let reflexive = if tree.lemma(t).ends_with("ся") { "s" } else { "-" };
        format!("{}.{}.{}.{reflexive}", tree.pos(t), self.feature(t, "Voice"), self.feature(t, "VerbForm"))
    }

    fn plain(&self, t: usize) -> Vec<u32> {
        let tree = self.scene.tree;
        let reading = tree.reading;
        let relation = |t: usize| &*reading.tokens[t].relation;
        let mut out = Sums::default();
        let (lemma, pos) = (tree.lemma(t), tree.pos(t));
        out.add(&["lemma ", lemma]);
        out.add(&["stem ", &short(lemma)]);
        out.add(&["pos ", pos]);
        out.add(&["relation ", relation(t)]);
        for name in ["Voice", "VerbForm", "Tense", "Aspect", "Mood", "Case", "Number"] {
            if let Some(value) = reading.tokens[t].feats.get(name) {
                out.add(&["feature ", name, value]);
            }
        }
        out.add(&["voice ", &self.voice(t)]);
        if self.in_headline(t) {
            out.add(&["in headline"]);
            out.add(&["in headline ", &self.voice(t)]);
        }
        let again = self.stems.get(&short(lemma)).map_or(vec![], |all| self.places(t, all));
        for place in &again {
            out.add(&["again ", place]);
        }
        if again.is_empty() {
            out.add(&["never again"]);
        }
        if tree.has_not(t) {
            out.add(&["not"]);
            out.add(&["not ", lemma]);
        }
        if let Some(head) = tree.head(t) {
            out.add(&["head ", tree.lemma(head)]);
            out.add(&["head pos ", tree.pos(head), relation(t)]);
            out.add(&["head stem ", &short(tree.lemma(head)), relation(t)]);
            if tree.has_not(head) {
                out.add(&["head not"]);
            }
        }
        for c in tree.children(t).iter().copied().filter(|c| relation(*c) != "punct") {
            let r = relation(c);
            out.add(&["child ", r]);
            match r {
                "obj" | "nsubj" | "nsubj:pass" | "obl" | "nmod" | "xcomp" | "iobj" | "amod" | "ccomp" | "csubj"
                | "acl" => {
                    let (preposition, case) = (tree.preposition(c).unwrap_or("-"), self.feature(c, "Case"));
                    out.add(&["child lemma ", r, tree.lemma(c)]);
                    out.add(&["child case ", r, preposition, case]);
                    if let Some(kind) = self.owner.get(&c) {
                        out.add(&["child actor ", r, case, kind, preposition]);
                    }
                }
                "case" => out.add(&["preposition ", tree.lemma(c)]),
                _ => {}
            }
        }
        let sentence = reading.tokens[t].sentence;
        let within = &reading.sentences[sentence].tokens;
        if t > within.start {
            out.add(&["before ", tree.lemma(t - 1)]);
        }
        if t + 1 < within.end {
            out.add(&["after ", tree.lemma(t + 1)]);
        }
        let nobody = BTreeSet::new();
        let named = self.sides.get(&sentence).unwrap_or(&nobody);
        out.add(&["named ", &capped(named.len(), 4)]);
        out.add(&["named ", &capped(named.len(), 4), pos]);
        out.add(&["sentence ", &capped(sentence, 3)]);
        if self.scene.statements.iter().any(|s| s.content.contains(reading.tokens[t].span)) {
            out.add(&["said"]);
        }
        if let Some(kind) = self.owner.get(&t) {
            out.add(&["actor ", kind]);
        }
        out.add(&["sides ", &capped(self.rank.len(), 6)]);
        let mut ranks: Vec<usize> = named.iter().filter_map(|k| self.rank.get(k).copied()).collect();
        ranks.sort_unstable();
        // How much of the article speaks of several sides, and how many stand at the word.
        out.add(&["shared ", &self.shared]);
        out.add(&["shared ", &self.shared, " ", &capped(named.len(), 3)]);
        out.add(&["about ", self.about]);
        let mut at: BTreeSet<&Party> = BTreeSet::new();
        let near = tree.subject(t).into_iter().chain(tree.children(t).iter().copied());
        let near = near.chain(tree.children(t).iter().flat_map(|c| tree.children(*c).iter().copied()));
        at.extend(near.filter_map(|c| self.side_at.get(&c)));
        let at = capped(at.len(), 3);
        out.add(&["sides at ", &at]);
        out.add(&["sides at ", &at, " ", pos]);
        out.add(&["sides at ", &at, " of ", &capped(named.len(), 3)]);
        if let Some(above) = tree.reading.ancestors(t).nth(1) {
            out.add(&["second ", tree.lemma(above)]);
        }
        if let Some(s) = tree.subject(t) {
            out.add(&["subject ", tree.lemma(s)]);
            out.add(&["subject stem ", &short(tree.lemma(s))]);
        }
        let ranks: String = ranks.iter().take(2).map(|r| capped(*r, 3)).collect();
        out.add(&["ranks ", &ranks]);
        out.0
    }

    fn declared(&self, t: usize) -> Vec<u32> {
        let tree = self.scene.tree;
        let mut out = Sums::default();
        for told in self.events.get(&t).into_iter().flatten() {
            out.add(&["event"]);
            out.add(&["event ", told.kind.code()]);
            out.add(&["event frame ", &told.frame]);
            out.add(&["event score ", &((told.score * 10.0) as u32).to_string()]);
            out.add(&["event modality ", told.modality]);
            let places = self.places(t, &self.same[&(told.kind.code(), told.sides.clone())]);
            for place in &places {
                out.add(&["told ", place]);
                out.add(&["told ", place, " ", told.kind.code()]);
            }
            if places.is_empty() {
                out.add(&["told once"]);
                out.add(&["told once ", told.kind.code()]);
            }
        }
        for (frame, stage) in self.undertakings.get(&t).into_iter().flatten() {
            out.add(&["undertaking"]);
            out.add(&["undertaking ", stage]);
            out.add(&["undertaking frame ", frame]);
        }
        for (frame, miss) in self.vain.get(&t).into_iter().flatten() {
            out.add(&["vain ", frame]);
            out.add(&["vain ", frame, miss]);
            out.add(&["vain miss ", miss]);
            out.add(&["vain kind ", frame.split('.').next().unwrap_or(frame)]);
        }
        for (up, above) in tree.reading.ancestors(t).take(3).enumerate() {
            for told in self.events.get(&above).into_iter().flatten() {
                out.add(&["above ", &up.to_string(), told.kind.code()]);
            }
        }
        let reading = tree.reading;
        let within = reading.sentences[reading.tokens[t].sentence].tokens.clone();
        let beside = self.events.range(within).filter(|(other, _)| **other != t).count();
        out.add(&["beside ", &capped(beside, 3)]);
        out.add(&["density ", &step(10 * self.events.len() / reading.sentences.len().max(1))]);
        if !self.events.contains_key(&t) {
            out.add(&["no event"]);
        }
        out.0
    }
}

/// Where the others of `tokens`, which are in order, stand as seen from `t` in the sentence `own`: what is told in several places is
/// annotated in one.
fn places(t: usize, tokens: &[usize], own: &Range<usize>, headline_end: usize) -> Vec<&'static str> {
    let until = |end: usize| tokens.partition_point(|o| *o < end);
    let (before, within) = (until(own.start), until(own.end));
    let headline = until(headline_end).min(before);
    let beside = tokens[before..within].iter().any(|o| *o != t);
    let found = [
        (headline > 0, "headline"),
        (before > headline, "before"),
        (beside, "beside"),
        (tokens.len() > within, "after"),
    ];
    found.into_iter().filter(|(is, _)| *is).map(|(_, place)| place).collect()
}

/// The token by which a stretch hangs in its sentence: the first whose head lies outside, a word of meaning if there is one.
pub fn head_of(tree: &Tree<'_>, span: Span) -> Option<usize> {
    let tokens = tree.reading.tokens_in(span);
    let top = |t: &usize| tree.head(*t).is_none_or(|h| !tokens.contains(&h));
    let word = |t: &usize| !matches!(tree.pos(*t), "PUNCT" | "ADP" | "PART" | "CCONJ" | "SCONJ");
    tokens.clone().find(|t| top(t) && word(t)).or_else(|| tokens.clone().find(top))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_joined_before_they_are_summed() {
        let mut sums = Sums::default();
        sums.add(&["lemma ", "договор"]);
        sums.add(&["lemma договор"]);
        assert_eq!(sums.0, [crc32fast::hash("lemma договор".as_bytes()); 2]);
    }

    #[test]
    fn what_is_told_again_is_told_where() {
        // A headline of three tokens; the word is the twelfth, in a sentence of ten.
        let check = |tokens: &[usize], told: &[&str]| assert_eq!(places(12, tokens, &(10..20), 3), told, "{tokens:?}");
        check(&[12], &[]);
        check(&[2, 12], &["headline"]);
        check(&[3, 12], &["before"]);
        check(&[12, 19], &["beside"]);
        check(&[12, 20], &["after"]);
        check(&[0, 5, 10, 12, 30], &["headline", "before", "beside", "after"]);
        assert_eq!(places(1, &[1, 12], &(0..3), 3), ["after"], "the headline is not told again in itself");
    }

    #[test]
    fn steps_rise_and_end() {
        let steps: Vec<String> = [0, 3, 4, 40, 41, 9000].into_iter().map(step).collect();
        assert_eq!(steps, ["0", "3", "4", "8", "9", "9"]);
    }
}
