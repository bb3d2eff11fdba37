//! The register on pages: a server that renders them from the store's answers, in three languages, and works without a script.
//!
//! It alone knows HTTP. Not for deciding what a row says or which rows belong together.

mod api;
mod asked;
mod assets;
mod chart;
mod dates;
mod escape;
mod headers;
mod kept;
mod language;
mod limits;
mod network;
mod page;
mod pages;
mod pool;
mod problem;
mod quote;
mod router;
mod serve;
mod site;
mod texts;
mod visitor;
mod words;

pub use api::{Reader, Told, Unread};
pub use limits::{Limits, Log, Network};
/// All that is answered, without a network: `fuzz/` asks it.
#[doc(hidden)]
pub use router::router;
pub use serve::{bind, serve};
pub use site::{Contents, Site};
pub use texts::Texts;

pub(crate) use language::Language;
pub(crate) use problem::Problem;
pub(crate) use site::SAMPLE;
