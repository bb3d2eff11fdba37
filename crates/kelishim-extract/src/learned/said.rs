//! What the head of acts is told of a statement, so that it can say whether the statement is on relations: how it was found, who
//! speaks, which sides its words name, what the frames told in it and in the article.

use super::evidence::{Sums, capped, step};
use crate::actors::Actors;
use crate::bind::Scene;
use crate::focus::{Side, side_of};
use crate::rows::{Rows, headline};
use kelishim_model::{Speaker, Statement};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A statement and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidEvidence {
    /// Tokens of what is said.
    pub content: Range<usize>,
    /// Checksums of what speaks for and against it.
    pub features: Vec<u32>,
}

/// Evidence of every statement of the scene, in order; `rows` are what the frames tell. Linear in statements times mentions.
pub fn gather_said(scene: &Scene<'_>, actors: &Actors, rows: &Rows) -> Vec<SaidEvidence> {
    let reading = scene.tree.reading;
    let sentences = reading.sentences.len().max(1);
    let density = step(10 * rows.events.len() / sentences);
    let mut by_sentence = BTreeMap::<usize, BTreeSet<Side>>::new();
    for m in &actors.mentions {
        if let Some(side) = side_of(actors, m.actor) {
            by_sentence.entry(reading.tokens[m.head].sentence).or_default().insert(side);
        }
    }
    let all: BTreeSet<&Side> = by_sentence.values().flatten().collect();
    let several = by_sentence.values().filter(|sides| sides.len() >= 2).count();
    let shared = step(10 * several / sentences);
    let headline = headline(scene).map_or(0, |h| reading.tokens_in(h).end);
    let evidence = |s: &Statement| {
        let content = reading.tokens_in(s.content);
        let sides = sides_in(actors, &content);
        let speaker = side_of_speaker(actors, s);
        let other = sides.iter().filter(|side| Some(*side) != speaker.as_ref()).count();
        let told = rows.events.iter().filter(|(e, _)| s.content.overlaps(e.trigger)).count();
        let undertaken = rows.commitments.iter().filter(|(c, _)| s.content.overlaps(c.action)).count();
        let (kind, sector) = match s.speaker {
            Speaker::Actor(id) => {
                let row = &actors.rows[id.0 as usize];
                (format!("{:?}", row.kind), format!("{:?}", row.sector))
            }
            Speaker::Unnamed(None) => ("nobody".into(), String::new()),
            Speaker::Unnamed(Some(_)) => ("unnamed".into(), String::new()),
        };
        let own = if speaker.is_some() { "of a side" } else { "of none" };
        let named = format!("{} {}", capped(sides.len(), 3), capped(other, 2));
        let around = by_sentence.get(&reading.tokens[content.start].sentence).map_or(0, BTreeSet::len);
        let verdict = if concerns_relations(scene, actors, rows, s) { "yes" } else { "no" };
        let mut out = Sums::default();
        out.add(&["frame ", &s.frame]);
        out.add(&["kind ", s.kind.code()]);
        out.add(&["rule ", verdict]);
        out.add(&["rule ", verdict, " ", &s.frame]);
        out.add(&["words ", &step(content.len())]);
        out.add(&["sides ", &named]);
        out.add(&["sides ", &named, " ", own]);
        out.add(&["around ", &capped(around, 3), " ", &capped(sides.len(), 3)]);
        out.add(&["told ", &capped(told, 2), " ", &capped(undertaken, 2)]);
        out.add(&["speaker ", &kind]);
        out.add(&["speaker ", &kind, " ", &sector, " ", own]);
        out.add(&["speaker ", own, " ", &capped(other, 2), " ", &shared]);
        out.add(&["density ", &density]);
        out.add(&["density ", &density, " ", own, " ", &capped(other, 2)]);
        out.add(&["shared ", &shared]);
        out.add(&["all ", &capped(all.len(), 6)]);
        out.add(&["all ", &capped(all.len(), 6), " ", &capped(other, 2)]);
        out.add(&["about ", if scene.focus.is_about_two() { "two" } else { "many" }]);
        out.add(&["sentence ", &capped(reading.tokens[content.start].sentence, 3)]);
        if content.start < headline {
            out.add(&["in headline"]);
        }
        if s.via.is_some() {
            out.add(&["via"]);
        }
        for t in reading.tokens_in(s.cue) {
            out.add(&["cue ", scene.tree.lemma(t)]);
        }
        SaidEvidence { content, features: out.0 }
    };
    scene.statements.iter().map(evidence).collect()
}

/// The sides named in a stretch.
fn sides_in(actors: &Actors, tokens: &Range<usize>) -> BTreeSet<Side> {
    let inside = actors.mentions.iter().filter(|m| tokens.contains(&m.head));
    inside.filter_map(|m| side_of(actors, m.actor)).collect()
}

/// The side that a statement's speaker speaks for; who speaks for a body of several states speaks as its side.
fn side_of_speaker(actors: &Actors, s: &Statement) -> Option<Side> {
    let Speaker::Actor(id) = s.speaker else { return None };
    side_of(actors, id).or_else(|| {
        let body = actors.row(id)?.affiliation?;
        side_of(actors, body)
    })
}

/// A statement belongs, as far as rules can tell, when it speaks of another side than its speaker's, of two sides, or tells an
/// event or commitment of the record. In an article whose events make it one about relations, all that is said by its sides belongs.
pub fn concerns_relations(scene: &Scene<'_>, actors: &Actors, rows: &Rows, s: &Statement) -> bool {
    let mut sides: BTreeSet<_> = s.about.iter().filter_map(|a| side_of(actors, *a)).collect();
    let speaker = side_of_speaker(actors, s);
    sides.extend(speaker.clone());
    let told = rows.events.iter().any(|(e, _)| s.content.overlaps(e.trigger))
        || rows.commitments.iter().any(|(c, _)| s.content.overlaps(c.action));
    if sides.len() >= 2 || told {
        return true;
    }
    // One event in ten sentences: a report on other matters mentions relations more rarely.
    rows.events.len() * 10 >= scene.tree.reading.sentences.len() && (scene.focus.is_about_two() || speaker.is_some())
}
