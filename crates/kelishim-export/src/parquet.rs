//! Tables as Parquet, written column by column without Arrow.
//!
//! With its `arrow` feature the `parquet` crate takes twice to four times as long to build and gives nothing here: our columns
//! are texts, numbers and lists of them, and their levels are a dozen lines. A date keeps its text, since it may be a month or
//! a year; where it is a day, the column `..._day` beside it has it as a date. An instant has `..._at`.

use crate::facts::Facts;
use crate::table::{Holds, Value, columns, each_line};
use crate::{Result, What};
use kelishim_model::PartialDate;
use kelishim_store::ask::Filter;
use parquet::basic::{Compression, GzipLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use std::io::Write;
use std::sync::Arc;

/// Rows of a row group at most.
const ROWS: usize = 50_000;
/// Bytes of text in a row group, about.
const BYTES: usize = 32 << 20;

pub fn write(facts: &Facts<'_>, what: What, filter: &Filter, out: &mut (dyn Write + Send)) -> Result<u64> {
    let mut stripes: Vec<Stripe> = columns(what).into_iter().map(|(name, holds)| Stripe::new(name, holds)).collect();
    let schema = Arc::new(parse_message_type(&message(what, &stripes))?);
    let properties = WriterProperties::builder()
        .set_compression(Compression::GZIP(GzipLevel::default()))
        .set_created_by(concat!("kelishim version ", env!("CARGO_PKG_VERSION")).to_owned())
        .build();
    let mut writer = SerializedFileWriter::new(out, schema, Arc::new(properties))?;
    writer.append_key_value_metadata(KeyValue::new("kelishim.table".to_owned(), what.name().to_owned()));
    writer.append_key_value_metadata(KeyValue::new("kelishim.register".to_owned(), facts.namespace.clone()));
    let mut held = 0;
    let rows = each_line(facts, what, filter, |line| {
        for (value, stripe) in line.into_iter().zip(&mut stripes) {
            stripe.put(value)?;
        }
        held += 1;
        if held == ROWS || stripes.iter().map(|s| s.bytes).sum::<usize>() > BYTES {
            flush(&mut stripes, writer.next_row_group()?)?;
            held = 0;
        }
        Ok(())
    })?;
    if held > 0 {
        flush(&mut stripes, writer.next_row_group()?)?;
    }
    writer.close()?;
    Ok(rows)
}

/// A column of a table and what waits to be written of it.
struct Stripe {
    name: &'static str,
    holds: Holds,
    values: Values,
    definitions: Vec<i16>,
    repetitions: Vec<i16>,
    /// The same as a day or an instant, where it is one.
    beside: Option<(String, Values, Vec<i16>)>,
    bytes: usize,
}

/// Values by physical type.
enum Values {
    Text(Vec<ByteArray>),
    Int(Vec<i64>),
    Real(Vec<f64>),
    Flag(Vec<bool>),
    /// Days since 1970.
    Day(Vec<i32>),
    /// Milliseconds since 1970, UTC.
    At(Vec<i64>),
}

impl Stripe {
    fn new(name: &'static str, holds: Holds) -> Self {
        let values = match holds {
            Holds::Text | Holds::Date | Holds::Instant | Holds::Texts => Values::Text(vec![]),
            Holds::Int | Holds::Ints => Values::Int(vec![]),
            Holds::Real | Holds::Reals => Values::Real(vec![]),
            Holds::Flag => Values::Flag(vec![]),
        };
        let beside = match holds {
            Holds::Date => Some((format!("{name}_day"), Values::Day(vec![]), vec![])),
            Holds::Instant => Some((format!("{name}_at"), Values::At(vec![]), vec![])),
            _ => None,
        };
        Stripe { name, holds, values, definitions: vec![], repetitions: vec![], beside, bytes: 0 }
    }

    fn put(&mut self, value: Value) -> Result<()> {
        match (value, &mut self.values) {
            (Value::Text(v), Values::Text(values)) => {
                self.definitions.push(v.is_some().into());
                self.bytes += v.as_ref().map_or(0, String::len);
                match &mut self.beside {
                    Some((_, Values::Day(days), defined)) => {
                        let day = v.as_deref().and_then(day);
                        defined.push(day.is_some().into());
                        days.extend(day);
                    }
                    Some((_, Values::At(instants), defined)) => {
                        let at = v.as_deref().and_then(instant);
                        defined.push(at.is_some().into());
                        instants.extend(at);
                    }
                    _ => {}
                }
                values.extend(v.as_deref().map(ByteArray::from));
            }
            (Value::Int(v), Values::Int(values)) => {
                self.definitions.push(v.is_some().into());
                values.extend(v);
            }
            (Value::Real(v), Values::Real(values)) => {
                self.definitions.push(v.is_some().into());
                values.extend(v);
            }
            (Value::Flag(v), Values::Flag(values)) => {
                self.definitions.push(1);
                values.push(v);
            }
            (Value::Texts(v), Values::Text(values)) => {
                self.bytes += v.iter().flatten().map(String::len).sum::<usize>();
                levels(v.iter().map(|v| 1 + i16::from(v.is_some())), &mut self.definitions, &mut self.repetitions);
                values.extend(v.iter().flatten().map(|v| ByteArray::from(v.as_str())));
            }
            (Value::Ints(v), Values::Int(values)) => {
                levels(v.iter().map(|_| 1), &mut self.definitions, &mut self.repetitions);
                values.extend(v);
            }
            (Value::Reals(v), Values::Real(values)) => {
                levels(v.iter().map(|_| 1), &mut self.definitions, &mut self.repetitions);
                values.extend(v);
            }
            _ => return Err(ParquetError::General(format!("a value does not fit column {}", self.name)).into()),
        }
        Ok(())
    }
}

/// The schema in the notation of Parquet.
fn message(what: What, stripes: &[Stripe]) -> String {
    let mut out = format!("message {} {{\n", what.name());
    for s in stripes {
        let name = s.name;
        out += &match s.holds {
            Holds::Text | Holds::Date | Holds::Instant => format!("  optional binary {name} (STRING);\n"),
            Holds::Int => format!("  optional int64 {name};\n"),
            Holds::Real => format!("  optional double {name};\n"),
            Holds::Flag => format!("  optional boolean {name};\n"),
            Holds::Texts => list(name, "optional binary element (STRING)"),
            Holds::Ints => list(name, "required int64 element"),
            Holds::Reals => list(name, "required double element"),
        };
        out += &match &s.beside {
            Some((name, Values::Day(_), _)) => format!("  optional int32 {name} (DATE);\n"),
            Some((name, ..)) => format!("  optional int64 {name} (TIMESTAMP(MILLIS,true));\n"),
            None => String::new(),
        };
    }
    out + "}"
}

/// A list is never unknown, only empty.
fn list(name: &str, element: &str) -> String {
    format!("  required group {name} (LIST) {{ repeated group list {{ {element}; }} }}\n")
}

/// Levels of a list: each element's own definition; 0 for an empty list. All elements but the first repeat.
fn levels(elements: impl Iterator<Item = i16>, definitions: &mut Vec<i16>, repetitions: &mut Vec<i16>) {
    let mut repeats = 0;
    for definition in elements {
        definitions.push(definition);
        repetitions.push(repeats);
        repeats = 1;
    }
    if repeats == 0 {
        definitions.push(0);
        repetitions.push(0);
    }
}

/// Writes what the stripes hold as a row group and empties them.
fn flush<W: Write + Send>(
    stripes: &mut [Stripe],
    mut group: SerializedRowGroupWriter<'_, W>,
) -> std::result::Result<(), ParquetError> {
    for s in stripes {
        let repetitions = (!s.repetitions.is_empty()).then_some(&s.repetitions[..]);
        write_column(&mut group, &mut s.values, &s.definitions, repetitions)?;
        s.definitions.clear();
        s.repetitions.clear();
        s.bytes = 0;
        if let Some((_, values, defined)) = &mut s.beside {
            write_column(&mut group, values, defined, None)?;
            defined.clear();
        }
    }
    group.close()?;
    Ok(())
}

fn write_column<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &mut Values,
    definitions: &[i16],
    repetitions: Option<&[i16]>,
) -> std::result::Result<(), ParquetError> {
    fn next<T: DataType, W: Write + Send>(
        group: &mut SerializedRowGroupWriter<'_, W>,
        values: &mut Vec<T::T>,
        definitions: &[i16],
        repetitions: Option<&[i16]>,
    ) -> std::result::Result<(), ParquetError> {
        let short = || ParquetError::General("the schema has fewer columns than the table".to_owned());
        let mut column = group.next_column()?.ok_or_else(short)?;
        column.typed::<T>().write_batch(values, Some(definitions), repetitions)?;
        values.clear();
        column.close()
    }
    match values {
        Values::Text(v) => next::<ByteArrayType, W>(group, v, definitions, repetitions),
        Values::Int(v) | Values::At(v) => next::<Int64Type, W>(group, v, definitions, repetitions),
        Values::Real(v) => next::<DoubleType, W>(group, v, definitions, repetitions),
        Values::Flag(v) => next::<BoolType, W>(group, v, definitions, repetitions),
        Values::Day(v) => next::<Int32Type, W>(group, v, definitions, repetitions),
    }
}

/// Days since 1970 of a date that is known to the day.
///
/// Source: Hinnant, chrono-compatible low-level date algorithms.
fn day(date: &str) -> Option<i32> {
    let date: PartialDate = date.parse().ok()?;
    let (m, d) = (i32::from(date.month()?), i32::from(date.day()?));
    let y = i32::from(date.year()) - i32::from(m <= 2);
    let era = y.div_euclid(400);
    let of_era = y - era * 400;
    let of_year = (153 * (m + if m > 2 { -3 } else { 9 }) + 2) / 5 + d - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// Milliseconds since 1970 of `2026-11-24T10:00:00Z`, a fraction of the second cut.
fn instant(text: &str) -> Option<i64> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let mut parts = time.split(':').map(|p| p.split('.').next().and_then(|p| p.parse::<i64>().ok()));
    let (h, m, s) = (parts.next()??, parts.next()??, parts.next()??);
    Some((i64::from(day(date)?) * 86_400 + h * 3600 + m * 60 + s) * 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_instants_are_counted_from_1970() {
        assert_eq!(day("1970-01-01"), Some(0));
        assert_eq!(day("2000-02-29"), Some(11_016));
        assert_eq!(day("2021-06"), None);
        assert_eq!(instant("1970-01-02T00:00:01Z"), Some(86_401_000));
        assert_eq!(instant("2021-06-01T10:00:00+06:00"), None);
    }

    #[test]
    fn levels_tell_an_empty_list_from_one_with_an_unknown_element() {
        let (mut definitions, mut repetitions) = (vec![], vec![]);
        levels([2, 1].into_iter(), &mut definitions, &mut repetitions);
        levels([].into_iter(), &mut definitions, &mut repetitions);
        levels([1].into_iter(), &mut definitions, &mut repetitions);
        assert_eq!((definitions, repetitions), (vec![2, 1, 0, 1], vec![0, 1, 0, 0]));
    }
}
