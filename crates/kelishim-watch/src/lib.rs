//! Following the press: feeds are polled and read into the register, and whoever wants to know is told what is new.
//!
//! Work is done in turns, each of which can be cut anywhere and is gone on with by the next. What was noticed is written down in
//! one transaction with the place it was noticed up to, and sent afterwards: nothing is missed and nothing is noticed twice. The
//! clock is an argument. Not for serving anything: a server follows the register by itself.

mod clock;
mod error;
mod mail;
mod notice;
mod plan;
mod schedule;
mod sign;
mod smtp;
mod state;
mod turn;
mod webhook;

pub use error::WatchError;
pub use plan::{Feed, Mail, On, Plan, Rule, Webhook};
pub use sign::signature;
pub use state::State;
pub use turn::{Turn, Watch};
