//! The register: one SQLite file that keeps articles, their rows with every earlier version, what links them, and what people
//! decided about them.
//!
//! Three times are kept apart: when something happened, when it was published, when the register learnt of it. The clock is an
//! argument. Not for reading or extracting, and not for deciding what belongs together: that is `kelishim-link`.

mod actors;
mod append;
pub mod ask;
mod check;
mod contract;
mod correct;
mod error;
mod fetched;
mod id;
mod link;
mod listed;
mod patience;
pub mod record;
mod register;
mod reprints;
mod same;
mod state;
mod stored;
mod thread;
mod withdraw;
mod words;

pub use append::{Appended, Changes, Incoming};
pub use correct::{Author, Correction, Kept};
pub use error::{Result, StoreError};
pub use id::{Id, Kind};
pub use link::Linked;
pub use patience::Patience;
pub use register::Register;
pub use same::Characters;
pub use state::state_of;
pub use stored::Stored;
pub use words::Word;
