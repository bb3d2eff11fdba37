//! Entities as brat's standoff lines, the format of NEREL: <https://brat.nlplab.org/standoff.html>.

use crate::Reading;
use kelishim_model::CodePoints;
use std::fmt::Write;

/// One line an entity: `T1<tab>PERSON 0 12<tab>the words`, offsets in code points of the article's text.
///
/// A line break inside an entity divides its stretch in two, as brat does: `T2<tab>CITY 5 8;9 12<tab>two parts`.
pub fn write_brat(reading: &Reading) -> String {
    let text = &reading.article.text;
    let points = CodePoints::new(text);
    let mut out = String::new();
    for (i, entity) in reading.entities.iter().enumerate() {
        let mut stretches = Vec::new();
        let mut words = Vec::new();
        let mut at = entity.span.start();
        for line in entity.span.of(text).split(['\n', '\r']) {
            if !line.trim().is_empty() {
                stretches.push(format!("{} {}", points.at(at), points.at(at + line.len())));
                words.push(line);
            }
            at += line.len() + 1;
        }
        let _ = writeln!(out, "T{}\t{} {}\t{}", i + 1, entity.kind, stretches.join(";"), words.join(" "));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Entity, parse_conllu};
    use kelishim_model::Span;

    #[test]
    fn offsets_count_characters_and_lines_are_divided() {
        let mut reading = parse_conllu("");
        reading.article.text = "😀 Нур Али\r\nуулу тут".into();
        let end = reading.article.text.find(" тут").unwrap_or_default();
        reading.entities = vec![Entity { span: Span::new(5, end), kind: "PERSON".into(), tokens: 0..0, score: 1.0 }];
        assert_eq!(write_brat(&reading), "T1\tPERSON 2 9;11 15\tНур Али уулу\n");
    }
}
