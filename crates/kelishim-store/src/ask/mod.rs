//! Questions: lists by pair, actor, area, stage, time, source and words, the newest first.

mod articles;
mod commitments;
mod each;
mod filter;
mod lists;
mod pair;
mod past;
mod search;
mod show;

pub use articles::{ActorLine, ArticleLine, CoverageLine, FailureLine, Stats};
pub use commitments::CommitmentLine;
pub use each::{Grouped, Happened, Known, Received, Thread};
pub use filter::Filter;
pub use lists::{EventLine, StatementLine, StepLine, TimelineLine};
pub use pair::{AreaLine, MonthLine, Pair};
pub use search::{Hit, find_words};
pub use show::{Shown, ShownRow};
