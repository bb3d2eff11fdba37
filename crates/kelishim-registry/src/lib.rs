//! Known actors: states, places, bodies, offices and people, looked up by name, office and date.
//!
//! The files of `data/actors` come in as text and become one [`Registry`]; [`Registry::load`] refuses a file with an
//! unknown key, an unknown code or a name given to two actors, and says which file and line. Nothing here reads a disk.
//! Names are compared without case, ё and quotation marks; a Russian name is also found by its inflected forms.

mod body;
mod check;
mod error;
mod fold;
mod form;
mod index;
mod load;
mod office;
mod people;
mod person;
mod place;
mod registry;
mod state;
#[cfg(test)]
mod tests;

pub use body::{Body, GenericBody};
pub use error::{Flaw, RegistryError};
pub use office::{Office, Rank};
pub use person::{Person, Term};
pub use registry::{Naming, Registry};
pub use state::{Capital, State};
