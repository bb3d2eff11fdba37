//! Facts of factRuEval-2016 against records, as far as both say the same.
//!
//! - Meeting, of two participants or more, is a CONSULT two of whose parties are among them; held against are all
//!   CONSULT events that name two parties who are no states.
//! - Deal, of two participants or more, is an agreement or what follows from one: an AGREE, COOPERATE or AID event or a commitment
//!   two of whose parties are among them; held against are all sets of parties of such rows, each set once an article.
//! - Occupation is a person with an office: an actor of kind `person` whose description has the position's words; held against
//!   are all persons with a description. Where the office is held is not asked.
//!
//! Ownership is no row of a record. The corpus is general news and annotates facts between any parties, the record only what
//! concerns relations between states: recall says how much of the former is the latter.
//!
//! Measures: `fact.meeting`, `fact.deal`, `fact.occupation`.

use crate::figures::Figures;
use crate::names::name_parts;
use crate::pairing::pair_up;
use crate::record::{Record, field, rows};
use crate::score::note;
use serde_json::Value;
use std::collections::BTreeSet;

/// One fact of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fact {
    /// "Meeting", "Deal", "Occupation".
    pub kind: String,
    /// Fields in order, each with all its spellings: "Who", "Лужков Юрий".
    pub fields: Vec<(String, Vec<String>)>,
}

impl Fact {
    fn of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [String]> {
        self.fields.iter().filter(move |(n, _)| n == name).map(|(_, spellings)| spellings.as_slice())
    }

    fn participants(&self) -> Vec<&[String]> {
        self.of("Participant").collect()
    }
}

/// Why a file is no list of facts: a line outside a fact or without a value.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: a fact is a line \"ID KIND\" and lines \"FIELD obj1 NAME | NAME\", then an empty one")]
pub struct FactsError {
    line: usize,
}

/// Facts in order of a `.facts` file. Fields of the fact itself ("Модальность будущее") are kept without a name of an object.
///
/// # Errors
/// A line outside a fact.
pub fn read_facts(text: &str) -> Result<Vec<Fact>, FactsError> {
    let mut facts: Vec<Fact> = vec![];
    let mut inside = false;
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            inside = false;
            continue;
        }
        let (first, rest) = line.split_once(' ').ok_or(FactsError { line: number + 1 })?;
        if !inside {
            facts.push(Fact { kind: rest.trim().to_owned(), fields: vec![] });
            inside = true;
        } else if let Some(fact) = facts.last_mut() {
            let spellings = rest.split(" | ").map(|s| without_id(s.trim()).to_owned()).collect();
            fact.fields.push((first.to_owned(), spellings));
        }
    }
    Ok(facts)
}

/// "obj48 Лужков Юрий" without the object's number.
fn without_id(value: &str) -> &str {
    let numbered = |w: &str| {
        let digits = w.strip_prefix("obj").or_else(|| w.strip_prefix("span"));
        digits.is_some_and(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()))
    };
    value.split_once(' ').filter(|(id, _)| numbered(id)).map_or(value, |(_, name)| name)
}

/// Figures of all texts, and what was missed and invented; `records` has the record of each text in order.
pub fn score_facts(gold: &[(String, Vec<Fact>)], records: &[Value]) -> (Figures, Vec<String>) {
    let (mut figures, mut errors) = (Figures::default(), vec![]);
    for ((name, facts), record) in gold.iter().zip(records) {
        let record = Record::new(record);
        let of = |kind: &str| -> Vec<&Fact> { facts.iter().filter(|f| f.kind == kind).collect() };
        let meetings = of("Meeting").into_iter().filter(|f| f.participants().len() > 1).collect();
        between("fact.meeting", name, meetings, &consultations(&record), &mut figures, &mut errors);
        let deals = of("Deal").into_iter().filter(|f| f.participants().len() > 1).collect();
        between("fact.deal", name, deals, &agreements(&record), &mut figures, &mut errors);
        occupations(name, &of("Occupation"), &record, &mut figures, &mut errors);
    }
    (figures, errors)
}

/// The row of an actor.
type Party<'a> = &'a Value;

/// Facts between participants against sets of parties.
fn between(
    measure: &str,
    name: &str,
    facts: Vec<&Fact>,
    found: &[Vec<Party<'_>>],
    figures: &mut Figures,
    errors: &mut Vec<String>,
) {
    let met = |fact: &Fact, parties: &[Party<'_>]| {
        let participants = fact.participants();
        let all = (0..participants.len()).flat_map(|i| (0..parties.len()).map(move |j| (i, j)));
        let same: Vec<(usize, usize)> = all.filter(|(i, j)| is_named(parties[*j], participants[*i])).collect();
        // Two participants by two parties: "Орлов" answers for one of the brothers alone.
        let two = same.iter().any(|(i, j)| same.iter().any(|(p, q)| i != p && j != q));
        if two { 1.0 } else { 0.0 }
    };
    let pairs = pair_up(facts.len(), found.len(), |i, j| met(facts[i], &found[j]));
    figures.add(measure, pairs.len(), facts.len(), found.len());
    let show_gold = |i: usize| facts[i].participants().iter().map(|p| p.join("/")).collect::<Vec<_>>().join(", ");
    let show_found = |j: usize| found[j].iter().map(|a| field(a, "name").unwrap_or("?")).collect::<Vec<_>>().join(", ");
    note(errors, name, measure, (facts.len(), found.len()), &pairs, show_gold, show_found);
}

/// Whether an actor is called so: half of the words agree.
fn is_named(actor: Party<'_>, spellings: &[String]) -> bool {
    let own = field(actor, "name").unwrap_or_default();
    spellings.iter().any(|spelling| share_half(spelling, own))
}

fn share_half(a: &str, b: &str) -> bool {
    let (a, b) = (name_parts(a), name_parts(b));
    let words = |p: &crate::names::NameParts| -> BTreeSet<String> {
        p.stems.iter().cloned().chain(p.states.iter().map(|s| (*s).to_owned())).collect()
    };
    let (a, b) = (words(&a), words(&b));
    let shared = a.intersection(&b).count();
    shared > 0 && 2 * shared >= a.union(&b).count()
}

fn parties<'a>(record: &Record<'a>, row: &Value, sides: [&str; 2]) -> Vec<Party<'a>> {
    sides.iter().flat_map(|side| record.who(row, side)).collect()
}

/// Parties of meetings between persons or bodies.
fn consultations<'a>(record: &Record<'a>) -> Vec<Vec<Party<'a>>> {
    let events = rows(record.value, "events").iter().filter(|e| field(e, "type") == Some("CONSULT"));
    let all = events.map(|e| parties(record, e, ["actors", "recipients"]));
    let named = |p: &Vec<Party<'_>>| p.iter().filter(|a| field(a, "kind") != Some("country")).count() > 1;
    all.filter(named).collect()
}

/// Parties of agreements and of what follows from them, each pair once.
fn agreements<'a>(record: &Record<'a>) -> Vec<Vec<Party<'a>>> {
    let events = rows(record.value, "events").iter();
    let events = events.filter(|e| field(e, "type").is_some_and(|t| ["AGREE", "COOPERATE", "AID"].contains(&t)));
    let events = events.map(|e| parties(record, e, ["actors", "recipients"]));
    let commitments =
        rows(record.value, "commitments").iter().map(|c| parties(record, c, ["committer", "beneficiary"]));
    let mut seen: BTreeSet<Vec<&str>> = BTreeSet::new();
    let mut all = vec![];
    for set in events.chain(commitments).filter(|p| p.len() > 1) {
        let mut ids: Vec<&str> = set.iter().filter_map(|a| field(a, "id")).collect();
        ids.sort_unstable();
        if seen.insert(ids) {
            all.push(set);
        }
    }
    all
}

fn occupations(name: &str, facts: &[&Fact], record: &Record<'_>, figures: &mut Figures, errors: &mut Vec<String>) {
    let one = |fact: &&&Fact| fact.of("Who").next().is_some() && fact.of("Position").next().is_some();
    let golds: Vec<&Fact> = facts.iter().filter(one).copied().collect();
    let in_office =
        |a: &&Value| field(a, "kind") == Some("person") && field(a, "description").is_some_and(|d| !d.is_empty());
    let founds: Vec<&Value> = rows(record.value, "actors").iter().filter(in_office).collect();
    let holds = |fact: &Fact, actor: &Value| {
        let description = name_parts(field(actor, "description").unwrap_or_default());
        // The position stands in the text's case, the description in the nominative: beginnings of words are compared.
        let said = |position: &String| {
            let position = name_parts(position);
            !position.stems.is_empty() && position.stems.is_subset(&description.stems)
        };
        fact.of("Who").any(|who| is_named(actor, who)) && fact.of("Position").any(|p| p.iter().any(said))
    };
    let pairs = pair_up(golds.len(), founds.len(), |i, j| if holds(golds[i], founds[j]) { 1.0 } else { 0.0 });
    figures.add("fact.occupation", pairs.len(), golds.len(), founds.len());
    let first = |fact: &Fact, key: &str| fact.of(key).next().and_then(|s| s.first()).cloned().unwrap_or_default();
    let show_gold = |i: usize| format!("{}: {}", first(golds[i], "Who"), first(golds[i], "Position"));
    let words = |j: usize, key: &str| field(founds[j], key).unwrap_or_default().to_owned();
    let show_found = |j: usize| format!("{}: {}", words(j, "name"), words(j, "description"));
    note(errors, name, "fact.occupation", (golds.len(), founds.len()), &pairs, show_gold, show_found);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const FACTS: &str = "1-0 Meeting
Participant obj1 Усенов Асан
Participant obj2 Орлов Артём | Артём Орлов
Модальность будущее

1-1 Occupation
Who obj1 Усенов Асан
Position span7 министра
Where obj3 Кыргызстан

1-2 Deal
Participant obj4 Завод «Луч»
Participant obj5 Россия
Type займ

1-3 Deal
Participant obj4 Завод «Луч»
";

    fn check(record: Value, expected: [(usize, usize, usize); 3]) {
        let facts = read_facts(FACTS).expect("the facts are whole");
        let (figures, _) = score_facts(&[("1".to_owned(), facts)], &[record]);
        let counts: Vec<_> = figures.iter().map(|(_, t)| (t.right, t.gold, t.found)).collect();
        assert_eq!(counts, expected);
    }

    fn actors() -> Value {
        json!([
            {"id": "a1", "name": "Асан Усенов", "kind": "person", "description": "министр энергетики"},
            {"id": "a2", "name": "Артем Орлов", "kind": "person", "description": ""},
            {"id": "a3", "name": "завод «Луч»", "kind": "company"},
            {"id": "a4", "name": "РФ", "kind": "country", "country": "RUS"},
        ])
    }

    #[test]
    fn facts_have_fields_with_all_their_spellings() {
        let facts = read_facts(FACTS).expect("the facts are whole");
        assert_eq!(
            facts.iter().map(|f| f.kind.as_str()).collect::<Vec<_>>(),
            ["Meeting", "Occupation", "Deal", "Deal"]
        );
        assert_eq!(
            facts[0].participants(),
            [&["Усенов Асан".to_owned()][..], &["Орлов Артём".to_owned(), "Артём Орлов".to_owned()]]
        );
        assert_eq!(facts[0].fields[2], ("Модальность".to_owned(), vec!["будущее".to_owned()]));
        assert!(read_facts("Participant\n").is_err());
    }

    #[test]
    fn facts_are_answered_by_rows_of_the_same_parties() {
        let rows = json!({
            "actors": actors(),
            "events": [
                {"type": "CONSULT", "actors": ["a1", "a2"], "recipients": []},
                {"type": "CONSULT", "actors": ["a1"], "recipients": ["a4"]},
                {"type": "AID", "actors": ["a4"], "recipients": ["a3"]},
            ],
            "commitments": [
                {"committer": ["a4"], "beneficiary": ["a3"]},
                {"committer": ["a1"], "beneficiary": ["a2"]},
            ],
        });
        check(rows, [(1, 1, 1), (1, 1, 2), (1, 1, 1)]);
    }

    #[test]
    fn one_party_answers_for_one_participant() {
        let facts = "1-0 Meeting\nParticipant obj1 Усенов Асан\nParticipant obj2 Усенов\n";
        let facts = read_facts(facts).expect("the facts are whole");
        let met = |who: [&str; 2]| {
            let events = json!([{"type": "CONSULT", "actors": who, "recipients": []}]);
            let people = json!([
                {"id": "a1", "name": "Асан Усенов", "kind": "person"},
                {"id": "a2", "name": "Артем Орлов", "kind": "person"},
                {"id": "a3", "name": "Усенов", "kind": "person"},
            ]);
            let record = json!({"actors": people, "events": events});
            let (figures, _) = score_facts(&[("1".to_owned(), facts.clone())], &[record]);
            figures.iter().map(|(_, t)| t.right).next()
        };
        assert_eq!(met(["a1", "a2"]), Some(0), "who is called by both names has not met himself");
        assert_eq!(met(["a1", "a3"]), Some(1));
        assert_eq!(met(["a3", "a1"]), Some(1), "whoever answers for whom");
    }

    #[test]
    fn other_parties_and_offices_answer_nothing() {
        let mut people = actors();
        people[0]["description"] = json!("посол");
        let rows = json!({"actors": people, "events": [{"type": "CONSULT", "actors": ["a1", "a3"], "recipients": []}]});
        check(rows, [(0, 1, 1), (0, 1, 0), (0, 1, 1)]);
        check(json!({}), [(0, 1, 0), (0, 1, 0), (0, 1, 0)]);
    }
}
