//! One file a verb.

pub mod actors;
pub mod analyse;
pub mod ask;
pub mod correct;
pub mod demo;
pub mod eval;
pub mod export;
pub mod frames;
pub mod ingest;
pub mod lessons;
pub mod maintain;
pub mod pair;
pub mod read;
pub mod serve;
pub mod show;
pub mod watch;
pub mod withdraw;
