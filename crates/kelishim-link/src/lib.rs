//! What belongs together in reports of many days: one happening told twice, the steps of one undertaking, one report printed
//! by ten outlets.
//!
//! Everything here is a function of the rows given, in whatever order they arrived: callers hand them over in a canonical
//! order ([`Step`] and [`Happening`] say which), and ties fall to the earlier row. No I/O, no clock, no hash order.

mod cluster;
mod happening;
mod reprint;
mod subject;
mod undertaking;

pub use happening::{Told, link_happenings};
pub use reprint::{ALIKE, BANDS, Signature};
pub use subject::{SubjectError, Subjects};
pub use undertaking::{Step, link_steps};

/// Where a row belongs, how sure that is and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Group of the row; groups are numbered from 0 in the order of their first rows.
    pub group: usize,
    /// Likeness to the nearest other row of the group, 0 to 1; 1 for a row alone.
    pub score: f32,
    /// What the two share, in words; empty for a row alone.
    pub reason: String,
}
