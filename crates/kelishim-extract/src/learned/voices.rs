//! Who may be the speaker of a statement, and what speaks for and against each: where somebody stands as seen from the cue, who
//! spoke before, which of the words that name the speaker are words of his name or office.

use super::evidence::{Sums, capped, head_of, short, step};
use crate::actors::{Actors, Mention, MentionKind};
use crate::tree::Tree;
use kelishim_model::{Actor, ActorId, Speaker, Statement};
use std::collections::BTreeSet;
use std::ops::Range;

/// Somebody who may be the speaker of a statement, with the evidence for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// Who.
    pub speaker: Speaker,
    /// The head of the mention that stands nearest to the cue; none of whom no words name.
    pub mention: Option<usize>,
    /// Checksums.
    pub features: Vec<u32>,
}

/// Those who may be the speaker of a statement: first whom the rules take for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voices {
    /// The token by which the cue hangs.
    pub cue: usize,
    /// Everybody weighed.
    pub of: Vec<Voice>,
}

/// So many sentences before the cue's and behind it a speaker may be named, and so many are weighed.
const BACK: usize = 6;
const AHEAD: usize = 1;
const MOST: usize = 10;

/// Offers for each statement, in order of the cues, those who may be its speaker to `choose`, which answers with the number of one, and
/// makes that the speaker. Whose words are taken for those of him who spoke before, since their sentence does not name him, is so
/// again after the choice. Linear in statements times mentions.
pub fn choose_speakers(
    tree: &Tree<'_>,
    actors: &Actors,
    statements: &mut [Statement],
    mut choose: impl FnMut(usize, &Voices) -> usize,
) {
    let mut order: Vec<usize> = (0..statements.len()).collect();
    order.sort_by_key(|i| (statements[*i].cue.start(), *i));
    let first: Vec<Speaker> = statements.iter().map(|s| s.speaker.clone()).collect();
    for (place, &i) in order.iter().enumerate() {
        let before = place.checked_sub(1).map(|p| order[p]);
        if let Some(b) = before.filter(|b| first[*b] == first[i] && !names(tree, actors, &statements[i])) {
            statements[i].speaker = statements[b].speaker.clone();
        }
        let Some(floor) = Floor::new(tree, actors, statements, &order[..place], i) else { continue };
        let voices = floor.voices();
        let chosen = voices.of[choose(i, &voices)].speaker.clone();
        let s = &mut statements[i];
        if s.via.is_some_and(|via| chosen == Speaker::Actor(via)) {
            s.via = None;
        }
        s.speaker = chosen;
    }
}

/// Whether the sentence of a cue names the speaker, by more than a pronoun and not in what is said.
fn names(tree: &Tree<'_>, actors: &Actors, s: &Statement) -> bool {
    let Speaker::Actor(id) = s.speaker else { return true };
    let Some(cue) = head_of(tree, s.cue) else { return true };
    let here = tree.reading.tokens[cue].sentence;
    actors.mentions_of(id).any(|m| {
        m.kind != MentionKind::Pronoun && tree.reading.tokens[m.head].sentence == here && !s.content.contains(m.span)
    })
}

/// A statement about to get its speaker.
struct Floor<'a> {
    tree: &'a Tree<'a>,
    actors: &'a Actors,
    statements: &'a [Statement],
    /// Those whose cues stand before, in order.
    before: &'a [usize],
    s: &'a Statement,
    cue: usize,
    sentence: usize,
    content: Range<usize>,
    /// What names the speaker by the tree: subject, owner of the words, the text or body in which it is said.
    subject: Option<usize>,
    /// Beginnings of the words of its phrase.
    asked: BTreeSet<String>,
}

impl<'a> Floor<'a> {
    fn new(
        tree: &'a Tree<'a>,
        actors: &'a Actors,
        statements: &'a [Statement],
        before: &'a [usize],
        i: usize,
    ) -> Option<Self> {
        let s = &statements[i];
        let cue = head_of(tree, s.cue)?;
        let subject = tree.subject(cue).or_else(|| tree.child_in(cue, &["nsubj", "nmod", "obl", "obj"]));
        let phrase = subject.map_or(vec![], |t| tree.subtree(t, &[]));
        let word = |t: &&usize| matches!(tree.pos(**t), "NOUN" | "PROPN" | "ADJ");
        let asked = phrase.iter().filter(word).take(8).map(|t| short(&tree.lemma(*t).to_lowercase())).collect();
        Some(Floor {
            sentence: tree.reading.tokens[cue].sentence,
            content: tree.reading.tokens_in(s.content),
            tree,
            actors,
            statements,
            before,
            s,
            cue,
            subject,
            asked,
        })
    }

    fn voices(&self) -> Voices {
        let mut near: Vec<(usize, usize, &Mention)> = self
            .actors
            .mentions
            .iter()
            .filter(|m| m.kind != MentionKind::Adjective)
            .filter_map(|m| Some((self.distance(m)?, m.head.abs_diff(self.cue), m)))
            .collect();
        near.sort_by_key(|(far, tokens, m)| (*far, *tokens, m.actor));
        let mut speakers = vec![self.s.speaker.clone()];
        for (.., m) in &near {
            let speaker = Speaker::Actor(m.actor);
            if speakers.len() <= MOST && !speakers.contains(&speaker) {
                speakers.push(speaker);
            }
        }
        let mut kinds: Vec<String> = vec![];
        let many = capped(speakers.len(), 6);
        let voice = |(i, speaker): (usize, &Speaker)| {
            let id = if let Speaker::Actor(id) = speaker { Some(*id) } else { None };
            let row = id.and_then(|id| self.actors.row(id));
            let mention = id.and_then(|id| near.iter().find(|(.., m)| m.actor == id).map(|(.., m)| *m));
            let kind = row.map_or("none".to_owned(), |r| format!("{:?}", r.kind));
            let nearer = capped(kinds.iter().filter(|k| **k == kind).count(), 4);
            if i > 0 || mention.is_some() {
                kinds.push(kind.clone());
            }
            let mut out = Sums::default();
            self.is(row, &kind, i == 0, &mut out);
            out.add(&["among ", &kind, " ", &nearer, if i == 0 { " rule" } else { "" }]);
            out.add(&["of ", &many, if i == 0 { " rule" } else { "" }]);
            self.stands(mention, &kind, &mut out);
            if let Some(id) = id {
                self.spoke(id, &kind, &mut out);
            }
            Voice { speaker: speaker.clone(), mention: mention.map(|m| m.head), features: out.0 }
        };
        let of = speakers.iter().enumerate().map(voice).collect();
        Voices { cue: self.cue, of }
    }

    /// How far away a mention is: in the sentence, in those before it, behind it, in what is said.
    fn distance(&self, m: &Mention) -> Option<usize> {
        let sentence = self.tree.reading.tokens[m.head].sentence;
        if self.content.contains(&m.head) {
            return Some(BACK + 2);
        }
        match sentence.checked_sub(self.sentence) {
            Some(0) => Some(0),
            Some(ahead) => (ahead <= AHEAD).then_some(BACK + 1),
            None => Some(self.sentence - sentence).filter(|back| *back <= BACK),
        }
    }

    /// What somebody is, beside cue and construction; how the words that name the speaker fit his own.
    fn is(&self, row: Option<&Actor>, kind: &str, rule: bool, out: &mut Sums) {
        let tree = self.tree;
        let subject = self.subject.map_or("-", |t| tree.lemma(t));
        let cue = tree.lemma(self.cue);
        if rule {
            out.add(&["rule"]);
            out.add(&["rule ", &self.s.frame, " ", kind]);
            out.add(&["rule ", subject]);
        }
        let sector = row.map_or(String::new(), |r| format!("{:?}", r.sector));
        out.add(&["is ", kind, " ", &sector]);
        out.add(&["is ", kind, " ", &self.s.frame]);
        out.add(&["is ", kind, " ", cue]);
        out.add(&["is ", kind, " asked ", subject]);
        out.add(&["is ", kind, " ", &sector, " asked ", subject]);
        out.add(&["is ", kind, " ", self.s.kind.code()]);
        let own = row.map_or(BTreeSet::new(), words);
        let shared = self.asked.intersection(&own).count();
        let named = self.subject.is_some_and(|t| own.contains(&short(&tree.lemma(t).to_lowercase())));
        let fits = format!("{}{}", capped(shared, 3), if named { " noun" } else { "" });
        out.add(&["words ", &fits, " ", kind]);
        out.add(&["words ", &fits, " of ", &capped(self.asked.len(), 3)]);
    }

    /// Where the nearest mention stands.
    fn stands(&self, mention: Option<&Mention>, kind: &str, out: &mut Sums) {
        let tree = self.tree;
        let Some(m) = mention else {
            out.add(&["nowhere ", kind]);
            return;
        };
        let named = format!("{:?}", m.kind);
        let feature = |t: usize, name: &str| tree.reading.tokens[t].feats.get(name).unwrap_or("-").to_owned();
        let said = self.content.contains(&m.head);
        let place = if said { "said" } else { "around" };
        let sentence = tree.reading.tokens[m.head].sentence;
        if sentence == self.sentence {
            let path = tree.path(self.cue, m.head);
            let way = if m.head < self.cue { "before" } else { "after" };
            let case = feature(m.head, "Case");
            out.add(&["path ", &path]);
            out.add(&["path ", &path, " ", kind, " ", place]);
            out.add(&["path ", &path, " ", &self.s.frame]);
            out.add(&["near ", way, &step(m.head.abs_diff(self.cue)), " ", kind, " ", place]);
            let preposition = tree.preposition(m.head).unwrap_or("-");
            out.add(&["stands ", tree.relation(m.head), " ", preposition, &case, " ", kind, " ", place]);
            out.add(&["stands ", &case, " ", way, " ", &self.s.frame, " ", place]);
        } else {
            let way = if sentence > self.sentence { "ahead" } else { "back" };
            let far = capped(sentence.abs_diff(self.sentence), BACK);
            out.add(&[way, &far, " ", kind, " ", place]);
            out.add(&[way, &far, " ", &named, " ", tree.relation(m.head)]);
            out.add(&[way, " ", kind, " asked ", self.subject.map_or("-", |t| tree.lemma(t))]);
            let paragraph = |s: usize| tree.reading.sentences[s].paragraph;
            out.add(&[
                way,
                " paragraph ",
                &capped(paragraph(sentence).abs_diff(paragraph(self.sentence)), 3),
                " ",
                kind,
            ]);
        }
        for name in ["Gender", "Number"] {
            let (verb, noun) = (feature(self.cue, name), feature(m.head, name));
            let fits = if verb == "-" || noun == "-" {
                "?"
            } else if verb == noun {
                "yes"
            } else {
                "no"
            };
            out.add(&["agrees ", name, fits, " ", kind]);
        }
        out.add(&["named ", &capped(self.actors.mentions_of(m.actor).count(), 5), " ", kind]);
        let lead = self.actors.mentions_of(m.actor).map(|m| tree.reading.tokens[m.head].sentence).min();
        out.add(&["first ", &capped(lead.unwrap_or(0), 3), " ", kind]);
    }

    /// What he said before.
    fn spoke(&self, id: ActorId, kind: &str, out: &mut Sums) {
        let his = |i: &&usize| self.statements[**i].speaker == Speaker::Actor(id);
        out.add(&["spoke ", &capped(self.before.iter().filter(his).count(), 3), " ", kind]);
        let Some(place) = self.before.iter().rposition(|i| his(&i)) else { return };
        let since = capped(self.before.len() - 1 - place, 3);
        let at = head_of(self.tree, self.statements[self.before[place]].cue);
        let back = at.map_or(0, |t| self.sentence.saturating_sub(self.tree.reading.tokens[t].sentence));
        let subject = self.subject.map_or("-", |t| self.tree.lemma(t));
        out.add(&["last ", &since, " ", kind]);
        out.add(&["last ", &since, " ", &self.s.frame]);
        out.add(&["last ", &since, " asked ", subject]);
        out.add(&["last ", &since, " back ", &capped(back, 4)]);
    }
}

/// Beginnings of the words of somebody's name and office.
fn words(row: &Actor) -> BTreeSet<String> {
    let all = [Some(row.name.as_str()), row.description.as_deref()];
    let all = all.into_iter().flatten().flat_map(|s| s.split(|c: char| !c.is_alphanumeric()));
    all.filter(|w| w.chars().count() > 1).map(|w| short(&w.to_lowercase())).collect()
}
