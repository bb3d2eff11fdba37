//! Questions: lists by pair, actor, area, stage, time, source and words, the newest first.

mod articles;
mod commitments;
mod due;
mod each;
mod filter;
mod lists;
mod news;
mod overview;
mod pair;
mod past;
mod people;
mod search;
mod show;
mod tally;
mod within;

pub use articles::{ActorLine, ArticleLine, CoverageLine, FailureLine, Stats};
pub use commitments::CommitmentLine;
pub use each::{Grouped, Happened, Known, Received, Thread};
pub use filter::{After, Filter, Order};
pub use lists::{EventLine, StatementLine, StepLine, TimelineLine};
pub use news::{Interest, News};
pub use overview::{Counts, PairLine, StageLine};
pub use pair::{AreaLine, MonthLine, Pair};
pub use people::{CompanyLine, OfficeLine, SpeakerLine};
pub use search::{Hit, find_words};
pub use show::{Shown, ShownRow};
pub use tally::Tally;
pub use within::Placed;
