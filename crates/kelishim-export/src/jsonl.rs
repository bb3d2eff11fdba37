//! Tables as lines of JSON: every column in every line, what is not known as null.

use crate::facts::Facts;
use crate::table::{Value, columns, each_line};
use crate::{Result, What};
use kelishim_store::ask::Filter;
use serde_json::Value as Json;
use std::io::Write;

pub fn write(facts: &Facts<'_>, what: What, filter: &Filter, out: &mut (dyn Write + Send)) -> Result<u64> {
    let columns = columns(what);
    each_line(facts, what, filter, |line| {
        let object: serde_json::Map<String, Json> =
            columns.iter().zip(line).map(|((name, _), value)| ((*name).to_owned(), json(value))).collect();
        write_line(out, &Json::Object(object))
    })
}

/// A value as JSON.
pub fn json(value: Value) -> Json {
    match value {
        Value::Text(v) => v.into(),
        Value::Int(v) => v.into(),
        Value::Real(v) => v.into(),
        Value::Flag(v) => v.into(),
        Value::Texts(v) => v.into(),
        Value::Ints(v) => v.into(),
        Value::Reals(v) => v.into(),
    }
}

/// One object on one line.
pub fn write_line(out: &mut (dyn Write + Send), object: &Json) -> Result<()> {
    writeln!(out, "{object}")?;
    Ok(())
}
