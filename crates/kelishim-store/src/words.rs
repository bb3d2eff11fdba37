//! Words of an article, and those of a row that linking compares.

use crate::record::Row;
use crate::same::Characters;

/// A word of an article: its lemma, and where it stands in code points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The form in lower case.
    pub form: String,
    /// The lemma in lower case.
    pub lemma: String,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// A mention, as linking passes over it: states and persons everywhere, others (a body that is the matter itself: an air
/// defence system, a fund) only in rows that they are parties of.
pub(crate) struct Named {
    pub start: u32,
    pub end: u32,
    pub actor: String,
    pub always: bool,
}

/// Lemmas that linking compares: those of the anchor, a tab, those of its sentence and of the evidence, a tab, those of the
/// sentence before ("Документ подписали вчера" is about what went before). Names of actors say nothing about the matter.
pub(crate) fn linking_words(row: &Row, text: &Characters<'_>, words: &[Word], named: &[Named]) -> String {
    let anchor = row.anchor();
    let (mut from, mut to) = text.sentence(anchor.start, anchor.end);
    match row {
        Row::Statement(_) => return String::new(),
        Row::Event(_) => {}
        Row::Step(s) => {
            from = s.evidence.iter().map(|e| e.start).fold(from, u32::min);
            to = s.evidence.iter().map(|e| e.end).fold(to, u32::max);
        }
    }
    let (first, second) = row.parties();
    let is_name = |w: &Word| {
        let over = |m: &&Named| m.start < w.end && w.start < m.end;
        named
            .iter()
            .filter(over)
            .any(|m| m.always || first.contains(&m.actor.as_str()) || second.contains(&m.actor.as_str()))
    };
    let tells = |w: &&Word| !is_name(w) && w.lemma.chars().any(char::is_alphanumeric);
    let start = words.partition_point(|w| w.end <= from);
    let end = words.partition_point(|w| w.start < to);
    let near = &words[start..end.max(start)];
    let inside = |w: &&Word| anchor.start < w.end && w.start < anchor.end;
    let join = |list: Vec<&Word>| list.iter().map(|w| w.lemma.as_str()).collect::<Vec<_>>().join(" ");
    let own = join(near.iter().filter(inside).filter(tells).collect());
    let around = join(near.iter().filter(|w| !inside(w)).filter(tells).collect());
    let earlier = text.sentence(from.saturating_sub(2), from.saturating_sub(2)).0;
    let before = words[words.partition_point(|w| w.end <= earlier)..start].iter().filter(tells).collect();
    format!("{own}\t{around}\t{}", join(before))
}
