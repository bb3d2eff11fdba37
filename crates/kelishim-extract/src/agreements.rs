//! The agreements that an article speaks of, in order, so that "документ" and "по его условиям" find theirs.

use crate::action::Action;
use kelishim_model::{ActorId, Interval, Stage};

/// An agreement with what is known of it where it was named.
#[derive(Debug, Clone)]
pub struct Agreement {
    /// Token of the row that named it.
    pub token: usize,
    /// How far it had got.
    pub stage: Stage,
    /// Its parties.
    pub parties: Vec<ActorId>,
    /// When that step happened.
    pub made: Option<Interval>,
    /// What it is about, when the text has said so.
    pub about: Vec<Action>,
}

/// All agreements so far, in order of the text.
#[derive(Debug, Default)]
pub struct Agreements(Vec<Agreement>);

impl Agreements {
    /// Notes one.
    pub fn add(&mut self, agreement: Agreement) {
        self.0.push(agreement);
    }

    /// What the last agreement before `token` that told its subject is about.
    pub fn about_before(&self, token: usize) -> Option<&Agreement> {
        self.0.iter().rev().find(|a| a.token <= token && !a.about.is_empty())
    }

    /// The last one named before `token`.
    pub fn last_before(&self, token: usize) -> Option<&Agreement> {
        self.0.iter().rev().find(|a| a.token <= token)
    }
}
