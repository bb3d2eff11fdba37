//! The pair in focus: which two sides "стороны", "две страны" and an unnamed other side stand for.

use crate::actors::Actors;
use kelishim_model::{ActorId, ActorKind};
use kelishim_read::{Reading, Sentence};
use std::collections::BTreeMap;

/// Where each side is named, in order of the text, and which two sides the article is about.
pub struct Focus {
    // (token, side), one an actor mention that has a side.
    named: Vec<(usize, Side)>,
    pair: Option<(Side, Side)>,
    // The two sides named most, wherever they stand.
    about: Option<(Side, Side)>,
}

/// A party to relations: a state by its code, or a body of several states by its row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// ISO 3166-1 alpha-3.
    State(String),
    /// An intergovernmental body.
    Body(ActorId),
}

/// The side that an actor belongs to: its state, or itself for a body of several states.
pub fn side_of(actors: &Actors, id: ActorId) -> Option<Side> {
    let row = &actors.rows[id.0 as usize];
    match (&row.country, row.kind) {
        (Some(code), _) => Some(Side::State(code.clone())),
        (None, ActorKind::Intergovernmental) => Some(Side::Body(id)),
        _ => None,
    }
}

/// Full sentences in which a report says what it is about.
const LEAD: usize = 2;

impl Focus {
    /// Looks at all mentions once.
    ///
    /// The article's pair are the two sides named most, when together they make up most of what is named, both stand in the
    /// lead and the second is no passing mention.
    ///
    /// `home` is the state of the dateline's town: it stands in the lead without being named.
    pub fn find(reading: &Reading, actors: &Actors, home: Option<&str>) -> Focus {
        let mut named: Vec<(usize, Side)> =
            actors.mentions.iter().filter_map(|m| Some((m.head, side_of(actors, m.actor)?))).collect();
        named.sort();
        named.dedup();
        let mut counts: BTreeMap<&Side, usize> = BTreeMap::new();
        let first = reading.sentences.first().map_or(0, |s| s.tokens.end);
        for (token, side) in &named {
            // The first sentence of a report says what it is about.
            *counts.entry(side).or_default() += if *token < first { 3 } else { 1 };
        }
        let total: usize = counts.values().sum();
        let mut ranked: Vec<(usize, &Side)> = counts.iter().map(|(s, n)| (*n, *s)).collect();
        ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        // A headline, a caption or a line of crumbs above the text has no stop.
        let full =
            |s: &&Sentence| s.span.of(&reading.article.text).trim_end().ends_with(['.', '!', '?', '…', '»', '"', ')']);
        let lead = reading
            .sentences
            .iter()
            .filter(full)
            .nth(LEAD - 1)
            .or(reading.sentences.last())
            .map_or(0, |s| s.tokens.end);
        let at_home = |side: &Side| matches!(side, Side::State(code) if home == Some(code.as_str()));
        let leads = |side: &Side| at_home(side) || named.iter().any(|(t, s)| s == side && *t < lead);
        let often = |side: &Side| named.iter().filter(|(_, s)| s == side).count() * 6 >= named.len();
        let about = match ranked[..] {
            [(m, a), (n, b), ..] if (m + n) * 10 >= total * 6 => Some((a.clone(), b.clone())),
            _ => None,
        };
        let pair = about.clone().filter(|(a, b)| leads(a) && leads(b) && often(b));
        Focus { named, pair, about }
    }

    /// The two sides that "стороны" at `token` stands for: the last two named before it, this sentence first, at most
    /// three sentences back; else the article's pair.
    pub fn pair_at(&self, reading: &Reading, token: usize) -> Option<(Side, Side)> {
        let here = reading.tokens[token].sentence;
        let from = reading.sentences[here.saturating_sub(3)].tokens.start;
        let before = self.named.partition_point(|(t, _)| *t < token);
        let mut seen: Vec<&Side> = vec![];
        for (t, side) in self.named[..before].iter().rev() {
            if *t < from || seen.len() == 2 {
                break;
            }
            if !seen.contains(&side) {
                seen.push(side);
            }
        }
        if let Some((a, b)) = &self.pair {
            // What the article is about wins unless the last two named are two others.
            if seen.len() < 2 || seen.iter().any(|s| *s == a || *s == b) {
                return Some((a.clone(), b.clone()));
            }
        }
        match seen[..] {
            [b, a] => Some((a.clone(), b.clone())),
            _ => None,
        }
    }

    /// The other side, seen from `side` at `token`: the one other side that the sentence names, else the partner in the
    /// article's pair. The second value says whether the sentence named it.
    pub fn other(&self, reading: &Reading, token: usize, side: &Side) -> Option<(Side, bool)> {
        let sentence = &reading.sentences[reading.tokens[token].sentence].tokens;
        let mut others: Vec<&Side> =
            self.named.iter().filter(|(t, s)| sentence.contains(t) && s != side).map(|(_, s)| s).collect();
        others.sort();
        others.dedup();
        if let [one] = others[..] {
            return Some((one.clone(), true));
        }
        let (a, b) = self.pair.as_ref()?;
        let partner = if side == a {
            b
        } else if side == b {
            a
        } else {
            return None;
        };
        (others.is_empty() || others.contains(&partner)).then(|| (partner.clone(), !others.is_empty()))
    }

    /// The article's pair.
    pub fn pair(&self) -> Option<&(Side, Side)> {
        self.pair.as_ref()
    }

    /// Whether two sides make up most of what is named.
    pub fn is_about_two(&self) -> bool {
        self.about.is_some()
    }
}
