//! "Он" and "она": the one person who can be meant.

use super::MentionKind;
use super::scene::Scene;
use super::table::Table;
use super::words::{fold, is_quote, listed, relation};
use crate::grammar::Grammar;
use kelishim_read::Reading;

/// Who could be meant in one sentence.
#[derive(Default)]
struct Candidates {
    // (how deep in the tree, row), subjects and sources outside quotation marks and inside.
    outside: Vec<(usize, usize)>,
    inside: Vec<(usize, usize)>,
    named: Vec<usize>,
}

/// Leads a pronoun to a person of its gender: a subject or source ("по словам ...") of its own sentence before it, else
/// of the nearest of the two sentences before; failing that, the only one named there. Of several the one nearest the
/// root, in the author's words rather than in a quotation. Nobody when none is sure.
pub(super) fn resolve_pronoun(scene: &Scene, table: &mut Table, t: usize) {
    let reading = scene.reading;
    let she = Grammar::of_reading(reading).has("pronoun.she", &fold(reading.form(t)));
    let sex = if she { "Fem" } else { "Masc" };
    let here = reading.tokens[t].sentence;
    for sentence in (here.saturating_sub(2)..=here).rev() {
        let found = candidates(reading, table, sentence, t, sex);
        let own = sentence == here;
        let row = match (&found.outside[..], &found.inside[..], &found.named[..]) {
            ([one], ..) => Some(one.1),
            ([_, ..], ..) if !own => nearest_root(&found.outside),
            ([], [_, ..], _) if !own => nearest_root(&found.inside),
            ([], [], [one]) if !own => Some(*one),
            _ => None,
        };
        if let Some(row) = row {
            return table.mention(reading, row, t..t + 1, t, MentionKind::Pronoun);
        }
    }
}

fn nearest_root(found: &[(usize, usize)]) -> Option<usize> {
    found.iter().min_by_key(|(depth, _)| *depth).map(|(_, row)| *row)
}

fn candidates(reading: &Reading, table: &Table, sentence: usize, t: usize, sex: &str) -> Candidates {
    let range = &reading.sentences[sentence].tokens;
    let grammar = Grammar::of_reading(reading);
    // "Ал" is he and she.
    let sexless = grammar.agglutinative;
    let mut found = Candidates::default();
    // Mentions stand nearly in order; a phrase is never longer than its sentence.
    let near = table.mentions.iter().rev().take_while(|m| m.tokens.end + 200 > range.start);
    for mention in near.filter(|m| range.contains(&m.head) && m.tokens.end <= t) {
        let row = mention.actor.0 as usize;
        let entry = &table.rows[row];
        if !entry.is_person()
            || !sexless && entry.gender.as_deref().is_some_and(|g| g != sex)
            // Names do not tell who is a woman where words have no gender.
            || entry.gender.is_none() && sex != "Masc" && grammar.has_agreement()
        {
            continue;
        }
        if !found.named.contains(&row) {
            found.named.push(row);
        }
        let source = reading.tokens[mention.head].head.is_some_and(|h| listed(reading, "speech.source-noun", h));
        if relation(reading, mention.head) != "nsubj" && !source {
            continue;
        }
        let quoted = is_quoted(reading, range.start, mention.tokens.start);
        let list = if quoted { &mut found.inside } else { &mut found.outside };
        if !list.iter().any(|(_, r)| *r == row) {
            list.push((reading.ancestors(mention.head).count(), row));
        }
    }
    found
}

/// Whether a quotation that began in the sentence is open before `t`.
fn is_quoted(reading: &Reading, start: usize, t: usize) -> bool {
    let mut open = false;
    for i in start..t {
        open = match reading.form(i) {
            "«" | "“" | "„" => true,
            "»" | "”" => false,
            _ if is_quote(reading, i) => !open,
            _ => open,
        };
    }
    open
}
