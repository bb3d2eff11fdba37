//! The register from outside: what it promises about order, ids, decisions, time and faults.

mod again;
mod asked;
mod build;
mod contract;
mod decisions;
mod faults;
mod formats;
mod news;
mod order;
mod past;
mod soundness;
mod withdrawn;
