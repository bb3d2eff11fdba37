//! Whether the parties of a row are those of gold: as states and bodies, and by who they are.
//!
//! Gold writes a party as a state (`KGZ`), as a name with its state (`Министерство|KGZ`) or as a name alone. An actor of
//! the output is the state it belongs to or, without one, its words.

use crate::names::{name_parts, same_name};
use crate::record::field;
use serde_json::Value;
use std::collections::BTreeSet;

// Before a key made of words; no state begins so.
const WORDS: char = '~';

/// What a party of gold is compared by: its state, else its words.
pub(crate) fn gold_key(party: &str) -> String {
    match party.split_once('|') {
        Some((_, code)) if !code.is_empty() => code.to_owned(),
        _ if is_state(party) => party.to_owned(),
        _ => word_key(party),
    }
}

/// What an actor of the output is compared by.
pub(crate) fn found_key(actor: &Value) -> String {
    match field(actor, "country") {
        Some(code) if !code.is_empty() => code.to_owned(),
        _ => word_key(field(actor, "name").unwrap_or_default()),
    }
}

fn is_state(party: &str) -> bool {
    party.len() == 3 && party.bytes().all(|b| b.is_ascii_uppercase())
}

fn word_key(name: &str) -> String {
    let parts = name_parts(name);
    let all: BTreeSet<&str> = parts.stems.iter().map(String::as_str).chain(parts.states).collect();
    format!("{WORDS}{}", Vec::from_iter(all).join(" "))
}

/// Whether two sets of keys agree. Bodies without a state agree when at least half of their words do.
pub(crate) fn keys_equal(gold: &[String], found: &[String]) -> bool {
    let (gold, found): (BTreeSet<_>, BTreeSet<_>) = (gold.iter().collect(), found.iter().collect());
    let mut left: Vec<&String> = found.difference(&gold).copied().collect();
    let rest: Vec<&String> = gold.difference(&found).copied().collect();
    rest.len() == left.len()
        && rest.iter().all(|g| {
            let hit = left.iter().position(|f| words_agree(g, f));
            hit.map(|at| left.remove(at)).is_some()
        })
}

fn words_agree(gold: &str, found: &str) -> bool {
    let (Some(g), Some(f)) = (gold.strip_prefix(WORDS), found.strip_prefix(WORDS)) else { return false };
    let (g, f): (BTreeSet<&str>, BTreeSet<&str>) = (g.split_whitespace().collect(), f.split_whitespace().collect());
    2 * g.intersection(&f).count() >= g.union(&f).count()
}

/// Whether each party of gold has an actor of its own, and none is left over: named parties by name, states as a state
/// or its government.
pub(crate) fn names_equal(gold: &[&str], found: &[&Value]) -> bool {
    let mut left: Vec<&Value> = found.to_vec();
    gold.iter().all(|party| {
        let hit = left.iter().position(|actor| is_the_party(party, actor));
        hit.map(|at| left.remove(at)).is_some()
    }) && left.is_empty()
}

fn is_the_party(party: &str, actor: &Value) -> bool {
    let country = field(actor, "country");
    match party.split_once('|') {
        Some((name, code)) if !code.is_empty() => {
            country.is_none_or(|c| c == code) && same_name(name, field(actor, "name").unwrap_or_default())
        }
        _ if is_state(party) => {
            country == Some(party) && matches!(field(actor, "kind"), Some("country" | "government"))
        }
        _ => keys_equal(&[gold_key(party)], &[found_key(actor)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn keys(parties: &[&str]) -> Vec<String> {
        parties.iter().map(|p| gold_key(p)).collect()
    }

    #[test]
    fn a_party_is_its_state_or_its_words() {
        assert_eq!(keys(&["KGZ", "Асан Усенов|KGZ", "Банк развития"]), ["KGZ", "KGZ", "~банк разви"]);
        assert_eq!(found_key(&json!({"name": "ОДКБ", "country": null})), gold_key("ОДКБ"));
        assert_eq!(found_key(&json!({"name": "МИД", "country": "RUS"})), "RUS");
    }

    #[test]
    fn parties_are_sets() {
        assert!(keys_equal(&keys(&["KGZ", "A|KGZ", "RUS"]), &keys(&["RUS", "KGZ"])));
        assert!(!keys_equal(&keys(&["KGZ"]), &keys(&["KGZ", "RUS"])));
        assert!(!keys_equal(&keys(&["KGZ", "RUS"]), &keys(&["KGZ", "UZB"])));
        assert!(keys_equal(&[], &[]));
    }

    #[test]
    fn bodies_agree_by_half_of_their_words() {
        assert!(keys_equal(&keys(&["Евразийский банк развития"]), &keys(&["Банк развития"])));
        assert!(!keys_equal(&keys(&["Евразийский банк развития"]), &keys(&["Банк"])));
        assert!(!keys_equal(&keys(&["Евразийский банк развития"]), &keys(&["RUS"])));
    }

    #[test]
    fn names_ask_for_the_person_or_the_state_itself() {
        let person = json!({"name": "Асан Усенов", "country": "KGZ", "kind": "person"});
        let state = json!({"name": "Кыргызстан", "country": "KGZ", "kind": "country"});
        assert!(names_equal(&["Асан Усенов|KGZ"], &[&person]));
        assert!(!names_equal(&["Асан Усенов|RUS"], &[&person]));
        assert!(!names_equal(&["KGZ"], &[&person]));
        assert!(names_equal(&["Асан Усенов|KGZ", "KGZ"], &[&state, &person]));
        assert!(!names_equal(&["KGZ"], &[&state, &person]));
        assert!(names_equal(&["Банк развития"], &[&json!({"name": "Банк развития", "country": null})]));
    }
}
