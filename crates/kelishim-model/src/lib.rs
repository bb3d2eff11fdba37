//! The nouns of Kelishim and what always holds of them: article, span, actor, statement, event, commitment, record.
//!
//! A [`Record`] is what one article becomes. Everything in it points into [`Article::text`] by [`Span`], in bytes;
//! [`Record::to_json`] writes the contract of `kelishim.record/1`, whose offsets count Unicode code points.

mod article;
mod codes;
mod date;
mod json;
mod record;
mod span;

pub use article::{Article, Dateline};
pub use codes::{ActorKind, Area, EventType, Modality, Mode, Sector, Stage, StatementKind};
pub use date::{DateError, Interval, PartialDate};
pub use json::SCHEMA;
pub use record::{
    Actor, ActorId, Commitment, Event, EventId, Gap, Quantity, Record, Speaker, Statement, StatementId, Versions,
};
pub use span::{CodePoints, Span};
