//! Records against gold, report by report: the counts, and every miss in words.

use crate::calibration::Calibration;
use crate::figures::Figures;
use crate::pairing::unpaired;
use crate::parties::found_key;
use crate::record::{Record, defect, field};
use crate::text::Text;
use crate::{commitments, events, statements};
use serde_json::Value;

/// What [`score_records`] found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scores {
    /// Counts by measure: "statement.content", "event.roles", "commitment.stage" ...
    pub figures: Figures,
    /// Scores of statements, which are right when their content is.
    pub statements: Calibration,
    /// Scores of events, which are right when type and roles are.
    pub events: Calibration,
    /// Scores of commitments, which are right when found with stage and parties.
    pub commitments: Calibration,
    /// Every row missed, invented or taken for another, a line each, by report.
    pub errors: Vec<String>,
    /// Reports without a record fit to be scored, with the reason.
    pub failed: Vec<String>,
    /// Reports scored, failed ones included.
    pub articles: usize,
}

/// Counts how far records agree with gold.
///
/// `gold` holds name and annotation of each report; `records`, in the same order, what was read from it or why nothing
/// was. A report whose record is missing, names a span that is no slice of its text, names an unknown actor or lacks words
/// of gold fails: it counts as having found nothing. Gold that annotates no statements is skipped. Matching is one to one
/// and by position, so the quadratic work is in the rows of one report.
pub fn score_records(gold: &[(String, Value)], records: &[Result<Value, String>]) -> Scores {
    let mut scores = Scores::default();
    let missing = Err("no record".to_owned());
    for (at, (name, gold)) in gold.iter().enumerate() {
        if gold.get("statements").is_none() {
            continue;
        }
        scores.articles += 1;
        let fit = match records.get(at).unwrap_or(&missing) {
            Ok(record) => defect(record, gold).map_or(Ok(record), Err),
            Err(why) => Err(why.clone()),
        };
        let record = fit.unwrap_or_else(|why| {
            scores.failed.push(format!("{name}: {why}"));
            &Value::Null
        });
        score_article(name, gold, record, &mut scores);
    }
    scores
}

fn score_article(name: &str, gold: &Value, record: &Value, scores: &mut Scores) {
    let text = Text::new(record.get("article").and_then(|a| field(a, "text")).unwrap_or_default());
    let record = Record::new(record);
    let Scores { figures, statements: said, events: of_events, commitments: of_commitments, errors, .. } = scores;
    statements::score(name, &text, gold, &record, figures, said, errors);
    events::score(name, &text, gold, &record, figures, of_events, errors);
    commitments::score(name, &text, gold, &record, figures, of_commitments, errors);
}

/// Notes what was missed and what was invented. `rows` counts gold and output.
pub(crate) fn note(
    errors: &mut Vec<String>,
    name: &str,
    kind: &str,
    rows: (usize, usize),
    pairs: &[(usize, usize)],
    show_gold: impl Fn(usize) -> String,
    show_found: impl Fn(usize) -> String,
) {
    let (missed, invented) = unpaired(rows.0, rows.1, pairs);
    errors.extend(missed.into_iter().map(|i| format!("{name} missed {kind}: {}", show_gold(i))));
    errors.extend(invented.into_iter().map(|j| format!("{name} invented {kind}: {}", show_found(j))));
}

/// The first `n` code points.
pub(crate) fn clip(text: &str, n: usize) -> String {
    text.chars().take(n).collect()
}

/// Actors of one side of a found row, by what they are compared by, as one line.
pub(crate) fn show_parties(record: &Record, row: &Value, side: &str) -> String {
    record.who(row, side).into_iter().map(found_key).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use serde_json::json;

    /// Scores one report; its gold may leave kinds out.
    fn score(mut gold: Value, record: Result<Value, String>) -> Scores {
        if gold.get("statements").is_none() {
            gold["statements"] = json!([]);
        }
        score_records(&[("r".to_owned(), gold)], &[record])
    }

    /// Scores one record and compares the right rows of the measures named.
    pub(crate) fn check(gold: Value, record: Value, right: &[(&str, usize)]) {
        let scores = score(gold, Ok(record));
        assert_eq!(scores.failed, Vec::<String>::new());
        let got: Vec<(&str, usize)> =
            right.iter().map(|(m, _)| (*m, scores.figures.get(m).unwrap_or_default().right)).collect();
        assert_eq!(got, right, "{:#?}", scores.errors);
    }

    /// A record with these actors and kinds of rows.
    pub(crate) fn article(text: &str, actors: Value, kinds: Value) -> Value {
        let mut record = json!({"article": {"text": text}, "actors": actors});
        for (kind, rows) in kinds.as_object().into_iter().flatten() {
            record[kind.as_str()] = rows.clone();
        }
        record
    }

    /// The span of the first occurrence of `words`.
    pub(crate) fn span(text: &str, words: &str) -> Value {
        let start = text[..text.find(words).expect("the words stand in the text")].chars().count();
        json!({"start": start, "end": start + words.chars().count(), "text": words})
    }

    fn gold() -> Value {
        json!({"statements": [{"speaker": "Асан Усенов", "content": "Школа готова", "kind": "indirect"}]})
    }

    #[test]
    fn a_failed_report_counts_as_having_found_nothing() {
        let scores = score(gold(), Err("exit 2".into()));
        assert_eq!(scores.failed, ["r: exit 2"]);
        let tally = scores.figures.get("statement.content").unwrap_or_default();
        assert_eq!((tally.right, tally.gold, tally.found), (0, 1, 0));
        let unfit = article(
            "Школа готова.",
            json!([]),
            json!({"statements": [{"content": {"start": 0, "end": 5, "text": "школа"}}]}),
        );
        let scores = score(gold(), Ok(unfit));
        assert_eq!((scores.failed.len(), scores.figures.get("statement.content").map(|t| t.found)), (1, Some(0)));
    }

    #[test]
    fn a_report_without_a_record_fails_and_gold_without_rows_is_skipped() {
        let reports = [("links".to_owned(), json!([])), ("r".to_owned(), gold())];
        let scores = score_records(&reports, &[]);
        assert_eq!((scores.articles, scores.failed), (1, vec!["r: no record".to_owned()]));
    }

    #[test]
    fn every_miss_is_told() {
        let text = "Школа готова. Вуз закрыт, сказал Асан Усенов.";
        let row = json!({"content": span(text, "Вуз закрыт"), "speaker": null});
        let scores = score(gold(), Ok(article(text, json!([]), json!({"statements": [row]}))));
        assert_eq!(
            scores.errors,
            ["r missed statement: Асан Усенов: Школа готова", "r invented statement: nobody: Вуз закрыт"]
        );
    }
}
