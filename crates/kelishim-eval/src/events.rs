//! Events: found by type and sentence of the trigger, then judged by their parties and circumstances.
//!
//! Measures: `type`, `parties` (all states and bodies, whoever acted), `roles` (those who acted and those acted upon each
//! agree: a joint act told as one side acting on the other is wrong), `names` (the roles, and who they are), `full` (the
//! roles, time, modality and, of a CONSULT, mode).

use crate::calibration::Calibration;
use crate::figures::Figures;
use crate::names::words;
use crate::pairing::pair_up;
use crate::parties::{found_key, gold_key, keys_equal, names_equal};
use crate::record::{Record, field, rows, scored, span_text, stretch, strings, when};
use crate::score::{clip, note, show_parties};
use crate::text::{Stretch, Text};
use serde_json::Value;

/// A trigger longer than this, in words, points at nothing.
const LONGEST_TRIGGER: usize = 6;
const SIDES: [&str; 2] = ["actors", "recipients"];

pub(crate) fn score(
    name: &str,
    text: &Text,
    gold: &Value,
    record: &Record,
    figures: &mut Figures,
    calibration: &mut Calibration,
    errors: &mut Vec<String>,
) {
    let (golds, founds) = (rows(gold, "events"), rows(record.value, "events"));
    let at: Vec<_> = golds.iter().map(|g| trigger_of_gold(g, text)).collect();
    let mark: Vec<_> = founds.iter().map(trigger_of_found).collect();
    let near = |i: usize, j: usize| {
        let Some((g, f)) = at[i].zip(mark[j]) else { return 0.0 };
        if field(&golds[i], "type") != field(&founds[j], "type") || text.sentence_at(g.start).overlap(f) == 0 {
            return 0.0;
        }
        // Two events of one type in one sentence: the shared trigger decides, then the parties.
        let (same_words, same_parties) = (g.overlap(f) > 0, parties_agree(&golds[i], &founds[j], record));
        1.0 + if same_words { 2.0 } else { 0.0 } + if same_parties { 0.5 } else { 0.0 }
    };
    let pairs = pair_up(golds.len(), founds.len(), near);
    let (right, wrong): (Vec<_>, Vec<_>) =
        pairs.iter().copied().partition(|(i, j)| roles_agree(&golds[*i], &founds[*j], record));

    let count = |pairs: &[(usize, usize)], test: &dyn Fn(&Value, &Value) -> bool| {
        pairs.iter().filter(|(i, j)| test(&golds[*i], &founds[*j])).count()
    };
    let mut add = |measure, right| figures.add(measure, right, golds.len(), founds.len());
    add("event.type", pairs.len());
    add("event.parties", count(&pairs, &|g, f| parties_agree(g, f, record)));
    add("event.roles", right.len());
    add(
        "event.names",
        count(&pairs, &|g, f| SIDES.iter().all(|side| names_equal(&strings(g, side), &record.who(f, side)))),
    );
    add("event.full", count(&right, &circumstances_agree));
    calibration.add(golds.len(), scored(founds, &right));

    let gold_sides = |g: &Value| SIDES.map(|side| strings(g, side).join(", ")).join(" -> ");
    let found_sides = |f: &Value| SIDES.map(|side| show_parties(record, f, side)).join(" -> ");
    let kind = |row: &Value| field(row, "type").unwrap_or("?").to_owned();
    let show_gold = |i: usize| {
        let g = &golds[i];
        format!("{} {} «{}»", kind(g), gold_sides(g), clip(field(g, "in").unwrap_or_default(), 80))
    };
    let show_found = |j: usize| {
        let f = &founds[j];
        format!(
            "{} {} «{}» {}",
            kind(f),
            found_sides(f),
            span_text(f, "trigger"),
            field(f, "frame").unwrap_or("no frame")
        )
    };
    note(errors, name, "event", (golds.len(), founds.len()), &pairs, show_gold, show_found);
    errors.extend(wrong.iter().map(|(i, j)| {
        let (g, f) = (&golds[*i], &founds[*j]);
        format!("{name} roles: {} {} taken for {}", kind(g), gold_sides(g), found_sides(f))
    }));
}

/// The trigger within the words that gold quotes around it, else those words.
fn trigger_of_gold(gold: &Value, text: &Text) -> Option<Stretch> {
    let around = text.find(field(gold, "in").unwrap_or_default(), 0)?;
    text.find(field(gold, "trigger").unwrap_or_default(), around.start).or(Some(around))
}

fn trigger_of_found(found: &Value) -> Option<Stretch> {
    let at = stretch(found.get("trigger"))?;
    (words(span_text(found, "trigger")).len() <= LONGEST_TRIGGER).then_some(at)
}

fn gold_keys(gold: &Value, sides: &[&str]) -> Vec<String> {
    sides.iter().flat_map(|side| strings(gold, side)).map(gold_key).collect()
}

fn found_keys(found: &Value, sides: &[&str], record: &Record) -> Vec<String> {
    sides.iter().flat_map(|side| record.who(found, side)).map(found_key).collect()
}

fn parties_agree(gold: &Value, found: &Value, record: &Record) -> bool {
    keys_equal(&gold_keys(gold, &SIDES), &found_keys(found, &SIDES, record))
}

fn roles_agree(gold: &Value, found: &Value, record: &Record) -> bool {
    SIDES.iter().all(|side| keys_equal(&gold_keys(gold, &[side]), &found_keys(found, &[side], record)))
}

fn circumstances_agree(gold: &Value, found: &Value) -> bool {
    let known = |row: &Value, key: &str| field(row, key).filter(|v| !v.is_empty()).map(str::to_owned);
    let modality = |row: &Value| known(row, "modality").unwrap_or_else(|| "actual".to_owned());
    (field(gold, "type") != Some("CONSULT") || known(gold, "mode") == known(found, "mode"))
        && modality(gold) == modality(found)
        && when(gold.get("time")) == when(found.get("time"))
}

#[cfg(test)]
mod tests {
    use crate::score::tests::{article, check, span};
    use serde_json::{Value, json};

    const TEXT: &str = "Министры встретились в Бишкеке и обсудили газ. Москва прислала муку.";

    fn actors() -> Value {
        json!([{"id": "a1", "name": "Кыргызстан", "country": "KGZ", "kind": "country"},
               {"id": "a2", "name": "Россия", "country": "RUS", "kind": "country"},
               {"id": "a3", "name": "Асан Усенов", "country": "KGZ", "kind": "person"}])
    }

    fn gold() -> Value {
        json!({"events": [{"type": "CONSULT", "mode": null, "actors": ["KGZ", "RUS"], "recipients": [], "modality": "actual",
                           "time": "2021-03", "trigger": "встретились", "in": "Министры встретились в Бишкеке"}]})
    }

    fn found(change: &[(&str, Value)]) -> Value {
        let mut row = json!({"type": "CONSULT", "mode": null, "actors": ["a1", "a2"], "recipients": [], "modality": "actual",
                             "time": {"from": "2021-03", "to": "2021-03"}, "trigger": span(TEXT, "встретились")});
        for (key, value) in change {
            row[*key] = value.clone();
        }
        article(TEXT, actors(), json!({"events": [row]}))
    }

    fn measures(kind: usize, parties: usize, roles: usize, names: usize, full: usize) -> [(&'static str, usize); 5] {
        [
            ("event.type", kind),
            ("event.parties", parties),
            ("event.roles", roles),
            ("event.names", names),
            ("event.full", full),
        ]
    }

    #[test]
    fn an_event_is_found_by_type_and_sentence() {
        check(gold(), found(&[]), &measures(1, 1, 1, 1, 1));
        check(gold(), found(&[("trigger", span(TEXT, "обсудили"))]), &measures(1, 1, 1, 1, 1));
        check(gold(), found(&[("trigger", span(TEXT, "прислала"))]), &measures(0, 0, 0, 0, 0));
        check(gold(), found(&[("type", json!("AID"))]), &measures(0, 0, 0, 0, 0));
    }

    #[test]
    fn a_trigger_of_more_than_six_words_finds_nothing() {
        check(
            gold(),
            found(&[("trigger", span(TEXT, "Министры встретились в Бишкеке и обсудили"))]),
            &measures(1, 1, 1, 1, 1),
        );
        check(
            gold(),
            found(&[("trigger", span(TEXT, "Министры встретились в Бишкеке и обсудили газ"))]),
            &measures(0, 0, 0, 0, 0),
        );
    }

    #[test]
    fn a_joint_act_told_as_one_side_acting_on_the_other_has_wrong_roles() {
        let one_sided = found(&[("actors", json!(["a1"])), ("recipients", json!(["a2"]))]);
        check(gold(), one_sided, &measures(1, 1, 0, 0, 0));
    }

    #[test]
    fn the_right_state_may_still_be_the_wrong_party() {
        check(gold(), found(&[("actors", json!(["a3", "a2"]))]), &measures(1, 1, 1, 0, 1));
    }

    #[test]
    fn full_asks_for_mode_modality_and_time() {
        check(gold(), found(&[("mode", json!("visit"))]), &measures(1, 1, 1, 1, 0));
        check(gold(), found(&[("modality", json!("planned"))]), &measures(1, 1, 1, 1, 0));
        check(gold(), found(&[("modality", Value::Null)]), &measures(1, 1, 1, 1, 1));
        check(gold(), found(&[("time", Value::Null)]), &measures(1, 1, 1, 1, 0));
    }

    #[test]
    fn of_two_events_in_a_sentence_the_one_with_the_trigger_is_taken() {
        let row = |word: &str, actors: Value| json!({"type": "CONSULT", "actors": actors, "trigger": span(TEXT, word)});
        let rows = json!([row("обсудили", json!(["a1", "a2"])), row("встретились", json!(["a2"]))]);
        check(gold(), article(TEXT, actors(), json!({"events": rows})), &measures(1, 0, 0, 0, 0));
    }
}
