//! Statements: found by the words said, then judged by who is said to have said them.
//!
//! Measures: `content` (the stretches share at least half of their union), `exact` (nine tenths), `attributed` (the
//! speaker agrees in name and state), `kind` (that, and direct or indirect too).

use crate::calibration::Calibration;
use crate::figures::Figures;
use crate::names::same_name;
use crate::pairing::pair_up;
use crate::record::{Record, field, rows, scored, span_text, stretch};
use crate::score::{clip, note};
use crate::text::Text;
use serde_json::Value;

/// Least shared part of the union for two stretches to be the same.
pub(crate) const SAME: f64 = 0.5;
const EXACT: f64 = 0.9;

pub(crate) fn score(
    name: &str,
    text: &Text,
    gold: &Value,
    record: &Record,
    figures: &mut Figures,
    calibration: &mut Calibration,
    errors: &mut Vec<String>,
) {
    let (golds, founds) = (rows(gold, "statements"), rows(record.value, "statements"));
    let at: Vec<_> = golds.iter().map(|g| text.find(field(g, "content").unwrap_or_default(), 0)).collect();
    let body: Vec<_> = founds.iter().map(|f| stretch(f.get("content"))).collect();
    let lap = |i: usize, j: usize| at[i].zip(body[j]).map_or(0.0, |(g, f)| g.iou(f));
    let pairs = pair_up(golds.len(), founds.len(), |i, j| if lap(i, j) >= SAME { lap(i, j) } else { 0.0 });
    let (good, bad): (Vec<_>, Vec<_>) =
        pairs.iter().copied().partition(|(i, j)| speaker_agrees(&golds[*i], &founds[*j], record));

    calibration.add(golds.len(), scored(founds, &pairs));
    let mut add = |measure, right| figures.add(measure, right, golds.len(), founds.len());
    add("statement.content", pairs.len());
    add("statement.exact", pairs.iter().filter(|(i, j)| lap(*i, *j) >= EXACT).count());
    add("statement.attributed", good.len());
    add("statement.kind", good.iter().filter(|(i, j)| field(&golds[*i], "kind") == field(&founds[*j], "kind")).count());

    let said = |g: &Value| field(g, "speaker").unwrap_or("?").to_owned();
    let taken = |f: &Value| speaker_of(f, record).and_then(|a| field(a, "name")).unwrap_or("nobody").to_owned();
    let show_gold =
        |i: usize| format!("{}: {}", said(&golds[i]), clip(field(&golds[i], "content").unwrap_or_default(), 90));
    let show_found = |j: usize| format!("{}: {}", taken(&founds[j]), clip(span_text(&founds[j], "content"), 90));
    note(errors, name, "statement", (golds.len(), founds.len()), &pairs, show_gold, show_found);
    errors.extend(
        bad.iter().map(|(i, j)| format!("{name} speaker: {} taken for {}", said(&golds[*i]), taken(&founds[*j]))),
    );
}

fn speaker_of<'a>(found: &Value, record: &Record<'a>) -> Option<&'a Value> {
    record.actor(field(found, "speaker"))
}

/// The states must not contradict each other; the name may stand in the actor's name, its description or, for a speaker
/// who is no actor, the words of the text.
fn speaker_agrees(gold: &Value, found: &Value, record: &Record) -> bool {
    let actor = speaker_of(found, record);
    let known = |country: &&str| !country.is_empty();
    let gold_country = field(gold, "speaker_country").filter(known);
    let found_country = actor.and_then(|a| field(a, "country")).filter(known);
    if gold_country.zip(found_country).is_some_and(|(g, f)| g != f) {
        return false;
    }
    let names = [
        actor.and_then(|a| field(a, "name")),
        field(found, "speaker_text"),
        actor.and_then(|a| field(a, "description")),
    ];
    names.into_iter().flatten().any(|n| same_name(field(gold, "speaker").unwrap_or_default(), n))
}

#[cfg(test)]
mod tests {
    use crate::score::tests::{article, check, span};
    use serde_json::{Value, json};

    const TEXT: &str = "Школа откроется осенью, сообщил Асан Усенов.";

    fn gold() -> Value {
        json!({"statements": [{"speaker": "Асан Усенов", "speaker_country": "KGZ", "kind": "indirect",
                               "content": "Школа откроется осенью"}]})
    }

    fn found(content: &str, actor: Value, kind: &str) -> Value {
        let rows = json!([{"content": span(TEXT, content), "speaker": "a1", "kind": kind}]);
        article(TEXT, json!([actor]), json!({"statements": rows}))
    }

    fn person(country: &str) -> Value {
        json!({"id": "a1", "name": "Асан Усенов", "country": country})
    }

    fn measures(content: usize, exact: usize, attributed: usize, kind: usize) -> [(&'static str, usize); 4] {
        [
            ("statement.content", content),
            ("statement.exact", exact),
            ("statement.attributed", attributed),
            ("statement.kind", kind),
        ]
    }

    #[test]
    fn a_statement_is_found_by_half_of_the_union_of_its_words() {
        check(gold(), found("Школа откроется осенью", person("KGZ"), "indirect"), &measures(1, 1, 1, 1));
        check(gold(), found("Школа откроется", person("KGZ"), "indirect"), &measures(1, 0, 1, 1));
        check(gold(), found("Школа", person("KGZ"), "indirect"), &measures(0, 0, 0, 0));
    }

    #[test]
    fn the_speaker_must_agree_in_name_and_state() {
        let said = "Школа откроется осенью";
        check(gold(), found(said, person("RUS"), "indirect"), &measures(1, 1, 0, 0));
        check(gold(), found(said, json!({"id": "a1", "name": "Темир Усенов"}), "indirect"), &measures(1, 1, 0, 0));
        let described = json!({"id": "a1", "name": "министр", "description": "Асан Усенов"});
        check(gold(), found(said, described, "indirect"), &measures(1, 1, 1, 1));
    }

    #[test]
    fn the_kind_counts_only_with_the_right_speaker() {
        check(gold(), found("Школа откроется осенью", person("KGZ"), "direct"), &measures(1, 1, 1, 0));
    }

    #[test]
    fn one_row_of_gold_is_answered_by_one_row() {
        let rows =
            json!([{"content": span(TEXT, "Школа откроется")}, {"content": span(TEXT, "Школа откроется осенью")}]);
        check(gold(), article(TEXT, json!([]), json!({"statements": rows})), &measures(1, 1, 0, 0));
    }

    #[test]
    fn a_speaker_who_is_no_actor_is_taken_from_the_words() {
        let rows =
            json!([{"content": span(TEXT, "Школа откроется осенью"), "speaker": null, "speaker_text": "Асан Усенов"}]);
        check(gold(), article(TEXT, json!([]), json!({"statements": rows})), &measures(1, 1, 1, 0));
    }
}
