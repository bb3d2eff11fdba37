//! The world outside becomes pages: what was received, and the text a reader of it sees.
//!
//! [`receive`] fetches bytes, and nothing else, from whatever holds pages: files, folders, lines of JSON, exports,
//! archives, feeds, servers; [`read_file`] and [`read_stdin`] do so for one page. [`open_page`] is the rest: it
//! recognises text and HTML by content, decodes them, and cuts the report out of a web page together with its title,
//! date, source, address and language. It does no I/O and asks no clock, so the same bytes make the same page
//! everywhere.
//!
//! Not for: sentences, datelines, the language of the text. Those belong to the read stage.

mod binary;
mod charset;
mod html;
mod page;
mod receive;
mod sources;

pub use page::{About, Page, PageError, PageGap, RawPage, TOO_LONG, open_page};
pub use receive::{MAX_BYTES, ReadError, read_file, read_stdin};
pub use sources::{
    Failure, FieldNames, Lasting, Limits, Line, Received, RobotsCache, SourceOptions, Validator, json_lines, post,
    receive,
};
