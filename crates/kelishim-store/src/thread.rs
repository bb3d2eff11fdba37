//! Where a thread stands, from its steps.

use crate::record::{Span, Step};
use kelishim_model::Stage;
use std::collections::BTreeSet;

/// A step as its thread sees it.
pub(crate) struct Member<'a> {
    pub step: &'a Step,
    pub date: &'a str,
    pub published: &'a str,
    pub report: i64,
    pub committer: &'a [String],
    pub beneficiary: &'a [String],
}

/// What the steps of a thread add up to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct State {
    pub title: String,
    pub committer: Vec<String>,
    pub beneficiary: Vec<String>,
    pub areas: Vec<String>,
    pub stage: String,
    pub first_date: String,
    pub last_date: String,
    pub reported: String,
    pub due: Option<String>,
    pub steps: i64,
    pub reports: i64,
}

/// The state of a thread; `members` in canonical order, at least one.
///
/// Its stage is that of the last step by date, of several on one date the furthest. Its due date is that of the last step that
/// has one. Its parties are those of the last step, its title the summary of the first step that says enough, else the words
/// that its first step rests on.
pub(crate) fn state(members: &[Member<'_>]) -> State {
    let furthest = |m: &&Member<'_>| (m.date.to_owned(), Stage::from_code(&m.step.stage));
    let last = members.iter().max_by_key(furthest).expect("a thread has steps");
    let summaries = || members.iter().filter_map(|m| m.step.summary.as_deref()).filter(|s| !s.is_empty());
    let telling = |s: &&str| (20..=110).contains(&s.chars().count());
    let title = match summaries().find(telling) {
        Some(summary) => summary.to_owned(),
        // "условия" says nothing by itself: its sentence does.
        None => sentence(&members[0].step.evidence)
            .or_else(|| summaries().next().map(str::to_owned))
            .unwrap_or_else(|| members[0].step.action.text.clone()),
    };
    let due = members.iter().rev().find_map(|m| m.step.due.as_ref()).and_then(|d| d.to.clone().or(d.from.clone()));
    State {
        title,
        committer: last.committer.to_vec(),
        beneficiary: last.beneficiary.to_vec(),
        areas: members.iter().flat_map(|m| m.step.areas.clone()).collect::<BTreeSet<_>>().into_iter().collect(),
        stage: last.step.stage.clone(),
        first_date: members[0].date.to_owned(),
        last_date: last.date.to_owned(),
        reported: members.iter().map(|m| day(m.published)).max().unwrap_or_default().to_owned(),
        due,
        steps: members.len() as i64,
        reports: members.iter().map(|m| m.report).collect::<BTreeSet<_>>().len() as i64,
    }
}

/// The first words of the evidence, cut at a word.
fn sentence(evidence: &[Span]) -> Option<String> {
    const MOST: usize = 110;
    let text = evidence.first()?.text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() || text.chars().count() <= MOST {
        return (!text.is_empty()).then_some(text);
    }
    let cut: String = text.chars().take(MOST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    Some(format!("{}…", cut[..end].trim_end_matches([',', ';', ':', ' '])))
}

/// The day of a date and time.
fn day(published: &str) -> &str {
    published.split(['T', ' ']).next().unwrap_or_default()
}
