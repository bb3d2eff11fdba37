//! Commitments: found by the words of the action, then judged by stage, parties, quantities and dates.
//!
//! Measures: `found` (the stretches share at least half of their union), `stage`, `parties`, `parties+stage`, `quantity`
//! (values, over all rows), `due` and `made` (dates, over the rows that have one; counted only in reports whose gold
//! speaks of them at all).

use crate::calibration::Calibration;
use crate::figures::Figures;
use crate::pairing::pair_up;
use crate::parties::{found_key, gold_key, keys_equal};
use crate::record::{Record, field, rows, scored, span_text, stretch, strings, when};
use crate::score::{clip, note, show_parties};
use crate::statements::SAME;
use crate::text::{Stretch, Text};
use serde_json::Value;

const SIDES: [&str; 2] = ["committer", "beneficiary"];

pub(crate) fn score(
    name: &str,
    text: &Text,
    gold: &Value,
    record: &Record,
    figures: &mut Figures,
    calibration: &mut Calibration,
    errors: &mut Vec<String>,
) {
    let (golds, founds) = (rows(gold, "commitments"), rows(record.value, "commitments"));
    let proof: Vec<_> = golds.iter().map(|g| text.find(field(g, "evidence").unwrap_or_default(), 0)).collect();
    let at: Vec<_> = golds.iter().zip(&proof).map(|(g, proof)| action_of_gold(g, *proof, text)).collect();
    let body: Vec<_> = founds.iter().map(|f| stretch(f.get("action"))).collect();
    let close = |i: usize, j: usize| {
        let lap = at[i].zip(body[j]).map_or(0.0, |(g, f)| g.iou(f));
        let shares = |e| proof[i].zip(stretch(Some(e))).is_some_and(|(p, e)| p.overlap(e) > 0);
        // The same words may occur twice in a report; the evidence tells which is meant.
        let shown = rows(&founds[j], "evidence").iter().any(shares);
        if lap < SAME { 0.0 } else { lap + if shown { 0.1 } else { 0.0 } }
    };
    let pairs = pair_up(golds.len(), founds.len(), close);
    let (staged, wrong): (Vec<_>, Vec<_>) =
        pairs.iter().copied().partition(|(i, j)| field(&golds[*i], "stage") == field(&founds[*j], "stage"));
    let parties =
        |pairs: &[(usize, usize)]| pairs.iter().filter(|(i, j)| parties_agree(&golds[*i], &founds[*j], record)).count();

    let mut add = |measure, right| figures.add(measure, right, golds.len(), founds.len());
    add("commitment.found", pairs.len());
    add("commitment.stage", staged.len());
    add("commitment.parties", parties(&pairs));
    add("commitment.parties+stage", parties(&staged));
    let right: Vec<_> =
        staged.iter().copied().filter(|(i, j)| parties_agree(&golds[*i], &founds[*j], record)).collect();
    calibration.add(golds.len(), scored(founds, &right));
    let hits = pairs.iter().map(|(i, j)| shared(quantities(&golds[*i]), quantities(&founds[*j]))).sum();
    let total = |side: &[Value]| side.iter().map(|row| rows(row, "quantity").len()).sum();
    figures.add("commitment.quantity", hits, total(golds), total(founds));
    for (key, measure) in [("due", "commitment.due"), ("made", "commitment.made")] {
        if golds.iter().any(|g| g.get(key).is_some()) {
            let date = |row: &Value| when(row.get(key));
            let right = pairs
                .iter()
                .filter(|(i, j)| date(&golds[*i]).is_some() && date(&golds[*i]) == date(&founds[*j]))
                .count();
            let dated = |side: &[Value]| side.iter().filter(|row| date(row).is_some()).count();
            figures.add(measure, right, dated(golds), dated(founds));
        }
    }

    let stage = |row: &Value| field(row, "stage").unwrap_or("?").to_owned();
    let show_gold = |i: usize| {
        let sides = SIDES.map(|side| strings(&golds[i], side).join(", ")).join(" -> ");
        format!("{} {sides} {}", stage(&golds[i]), clip(field(&golds[i], "action").unwrap_or_default(), 80))
    };
    let show_found = |j: usize| {
        let sides = SIDES.map(|side| show_parties(record, &founds[j], side)).join(" -> ");
        format!("{} {sides} {}", stage(&founds[j]), clip(span_text(&founds[j], "action"), 80))
    };
    note(errors, name, "commitment", (golds.len(), founds.len()), &pairs, show_gold, show_found);
    errors.extend(wrong.iter().map(|(i, j)| {
        let action = clip(field(&golds[*i], "action").unwrap_or_default(), 50);
        format!("{name} stage: {action}: {} taken for {}", stage(&golds[*i]), stage(&founds[*j]))
    }));
}

/// The action's words at or after the sentence of its evidence, else anywhere.
fn action_of_gold(gold: &Value, proof: Option<Stretch>, text: &Text) -> Option<Stretch> {
    let action = field(gold, "action").unwrap_or_default();
    let sentence = text.sentence_at(proof.map_or(0, |p| p.start));
    text.find(action, sentence.start).or_else(|| text.find(action, 0))
}

fn parties_agree(gold: &Value, found: &Value, record: &Record) -> bool {
    SIDES.iter().all(|side| {
        let wanted: Vec<String> = strings(gold, side).into_iter().map(gold_key).collect();
        let given: Vec<String> = record.who(found, side).into_iter().map(found_key).collect();
        keys_equal(&wanted, &given)
    })
}

/// Values to three decimals: gold writes `[value, unit]`, a record `{"value": ..}`.
fn quantities(row: &Value) -> Vec<String> {
    let value = |q: &Value| match q.get(0).or_else(|| q.get("value")) {
        Some(Value::String(s)) => s.trim().parse().unwrap_or(0.0),
        other => other.and_then(Value::as_f64).unwrap_or(0.0),
    };
    rows(row, "quantity").iter().map(|q| format!("{:.3}", value(q))).collect()
}

/// Values that both lists hold, each as often as in the list that holds it less often.
fn shared(gold: Vec<String>, mut found: Vec<String>) -> usize {
    let mut take = |value: &String| found.iter().position(|f| f == value).map(|at| found.swap_remove(at)).is_some();
    gold.iter().filter(|value| take(value)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::tests::{article, check, span};
    use serde_json::json;

    const TEXT: &str = "Россия обещала построить девять школ к 2027 году. Россия обещала прислать 150 учителей.";

    fn actors() -> Value {
        json!([{"id": "a1", "name": "Россия", "country": "RUS"}, {"id": "a2", "name": "Кыргызстан", "country": "KGZ"}])
    }

    fn gold() -> Value {
        json!({"commitments": [{"committer": ["RUS"], "beneficiary": ["KGZ"], "action": "построить девять школ", "stage": "agreed",
            "quantity": [[9, "школа"], [9, "место"]], "due": "/2027", "made": null,
            "evidence": "Россия обещала построить девять школ"}]})
    }

    fn found(change: &[(&str, Value)]) -> Value {
        let mut row = json!({"committer": ["a1"], "beneficiary": ["a2"], "action": span(TEXT, "построить девять школ"),
            "stage": "agreed", "quantity": [{"value": 9.0}], "due": {"from": null, "to": "2027"}, "made": null,
            "evidence": [span(TEXT, "Россия обещала построить девять школ к 2027 году.")]});
        for (key, value) in change {
            row[*key] = value.clone();
        }
        article(TEXT, actors(), json!({"commitments": [row]}))
    }

    fn measures(found: usize, stage: usize, parties: usize, both: usize) -> [(&'static str, usize); 4] {
        [
            ("commitment.found", found),
            ("commitment.stage", stage),
            ("commitment.parties", parties),
            ("commitment.parties+stage", both),
        ]
    }

    #[test]
    fn a_commitment_is_found_by_half_of_the_union_of_its_action() {
        check(gold(), found(&[]), &measures(1, 1, 1, 1));
        check(gold(), found(&[("action", span(TEXT, "девять школ"))]), &measures(1, 1, 1, 1));
        check(gold(), found(&[("action", span(TEXT, "школ"))]), &measures(0, 0, 0, 0));
    }

    #[test]
    fn stage_and_parties_are_judged_apart_and_together() {
        check(gold(), found(&[("stage", json!("signed"))]), &measures(1, 0, 1, 0));
        check(gold(), found(&[("beneficiary", json!([]))]), &measures(1, 1, 0, 0));
        let joint = [("committer", json!(["a1", "a2"])), ("beneficiary", json!([]))];
        check(gold(), found(&joint), &measures(1, 1, 0, 0));
    }

    #[test]
    fn each_value_counts_as_often_as_both_sides_have_it() {
        check(gold(), found(&[]), &[("commitment.quantity", 1)]);
        check(
            gold(),
            found(&[("quantity", json!([{"value": 9}, {"value": 9}, {"value": 9}]))]),
            &[("commitment.quantity", 2)],
        );
        check(
            gold(),
            found(&[("quantity", json!([{"value": 9.0004}, {"value": null}]))]),
            &[("commitment.quantity", 1)],
        );
    }

    #[test]
    fn a_date_counts_when_gold_has_one() {
        check(gold(), found(&[]), &[("commitment.due", 1), ("commitment.made", 0)]);
        check(gold(), found(&[("due", json!({"from": "2027", "to": "2027"}))]), &[("commitment.due", 0)]);
    }

    #[test]
    fn words_that_occur_twice_are_told_apart_by_the_evidence() {
        let text = Text::new("Россия обещала муку. Россия обещала муку.");
        let gold = json!({"action": "муку", "evidence": "Россия обещала муку"});
        let at = action_of_gold(&gold, text.find("Россия", 5), &text);
        assert_eq!(at.map(|a| a.start), Some(36));
    }
}
