//! Any lines as records for `ingest --records`: each is taken or refused by name, and what was taken is linked, listed, and sound.
//!
//! Mutations keep JSON whole and put values in each other's place, and spans are given the words they stand on: else nothing would
//! come past the first check.
#![no_main]

use kelishim_acquire::{Limits, json_lines};
use kelishim_link::Subjects;
use kelishim_store::ask::{Filter, find_words};
use kelishim_store::record::Record;
use kelishim_store::{Appended, Characters, Incoming, Register, StoreError};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use serde_json::{Map, Value};
use std::path::PathBuf;
use std::sync::LazyLock;

static FILE: LazyLock<PathBuf> =
    LazyLock::new(|| std::env::temp_dir().join(format!("kelishim-fuzz-{}.jsonl", std::process::id())));

static SUBJECTS: LazyLock<Subjects> = LazyLock::new(|| {
    Subjects::parse("fuzzed", "generic = []\n[[subject]]\nid = 'school'\nwords = ['школ*']").expect("sound")
});

fuzz_target!(|data: &[u8]| {
    std::fs::write(&*FILE, data).expect("a file");
    let mut incoming = vec![];
    for line in json_lines(&FILE.to_string_lossy(), &Limits::default()) {
        let Ok(line) = line else { continue };
        let Ok(mut json) = serde_json::from_str::<Value>(&line.text) else { continue };
        if line.number % 2 == 1 {
            let text = json["article"]["text"].as_str().unwrap_or_default().to_owned();
            mend(&mut json, &Characters::new(&text));
        }
        let Ok(record) = serde_json::from_value::<Record>(json) else { continue };
        let words = find_words(&record.article.text);
        incoming.push(Incoming { record, place: format!("x#{}", line.number), words, bytes: None });
    }
    if incoming.is_empty() {
        return;
    }
    let mut register = Register::in_memory().expect("memory");
    let mut taken = 0;
    for (day, one) in incoming.iter().enumerate() {
        let now = format!("2026-01-{:02}T00:00:00Z", day % 28 + 1);
        match register.transaction(|r| r.append(one, &now)) {
            Ok(Appended::New(_)) => {
                taken += 1;
                let again = register.transaction(|r| r.append(one, &now)).expect("what was taken");
                assert!(matches!(again, Appended::Known(_)));
            }
            Ok(_) => {}
            Err(StoreError::Record { place, .. }) => assert_eq!(place, one.place),
            Err(error) => panic!("{error}"),
        }
    }
    if taken == 0 {
        return;
    }
    register.link(&SUBJECTS, |_| {}).expect("what was taken can be linked");
    assert_eq!(register.check().expect("a sound file"), Vec::<String>::new());
    let all = Filter { limit: Some(100), ..Filter::default() };
    register.commitments(&all).expect("commitments");
    register.events(&all).expect("events");
    register.statements(&all).expect("statements");
    register.actors(&all).expect("actors");
    register.articles(&all).expect("articles");
    for pair in register.pairs(&all).expect("pairs") {
        register.pair(&pair.a, &pair.b, "2026-11-30").expect("a pair");
    }
    let past = Filter { as_of: Some("2026-01-01T12:00:00Z".to_owned()), ..all };
    register.commitments(&past).expect("commitments known then");
    register.events(&past).expect("events known then");
});

/// Gives each span the words that stand there.
fn mend(json: &mut Value, text: &Characters<'_>) {
    match json {
        Value::Array(list) => list.iter_mut().for_each(|v| mend(v, text)),
        Value::Object(fields) => {
            let place = |fields: &Map<String, Value>, name: &str| fields.get(name)?.as_u64()?.try_into().ok();
            if let (Some(start), Some(end)) = (place(fields, "start"), place(fields, "end")) {
                fields.insert("text".to_owned(), Value::from(text.slice(start, end)));
            }
            fields.values_mut().for_each(|v| mend(v, text));
        }
        _ => {}
    }
}

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut chance = Chance(u64::from(seed) | 1 << 40);
    let lines: Option<Vec<Value>> = std::str::from_utf8(&data[..size])
        .ok()
        .and_then(|text| text.lines().map(|line| serde_json::from_str(line).ok()).collect());
    let Some(mut lines) = lines.filter(|lines| !lines.is_empty() && chance.below(10) > 0) else {
        return fuzzer_mutate(data, size, max_size);
    };
    for _ in 0..=chance.below(3) {
        let at = chance.below(lines.len());
        if chance.below(20) == 0 {
            lines.push(lines[at].clone());
            continue;
        }
        let donor = lines[chance.below(lines.len())].clone();
        change(&mut lines[at], &donor, &mut chance);
    }
    let text = lines.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    if text.len() > max_size {
        return fuzzer_mutate(data, size, max_size);
    }
    data[..text.len()].copy_from_slice(text.as_bytes());
    text.len()
});

/// Changes one place of `json`, on the whole deep inside.
fn change(json: &mut Value, donor: &Value, chance: &mut Chance) {
    match json {
        Value::Object(fields) if !fields.is_empty() && chance.below(12) > 0 => {
            let name = fields.keys().nth(chance.below(fields.len())).expect("not empty").clone();
            if chance.below(12) == 0 {
                fields.shift_remove(&name);
            } else if let Some(value) = fields.get_mut(&name) {
                change(value, donor, chance);
            }
        }
        Value::Array(list) if !list.is_empty() && chance.below(8) > 0 => {
            let at = chance.below(list.len());
            match chance.below(8) {
                0 => drop(list.remove(at)),
                1 => list.push(list[at].clone()),
                _ => change(&mut list[at], donor, chance),
            }
        }
        Value::Number(_) if chance.below(4) > 0 => {
            *json = match chance.below(6) {
                0 => Value::from(u32::MAX),
                1 => Value::from(-1),
                2 => Value::from(1e300),
                3 => Value::from(0.5),
                _ => Value::from(chance.below(200)),
            }
        }
        Value::String(text) if chance.below(4) > 0 => {
            const PARTS: &[&str] = &[
                "",
                "|",
                "a|b",
                "\u{0}",
                "'",
                "\"",
                "ac1",
                "a1",
                "e1",
                "s1",
                "RUS",
                "KGZ",
                "2021-06",
                "2021-13-45",
                "0",
                "-1",
                "CONSULT",
                "delivered",
                "ё",
                "ﬃ",
                "\u{301}",
                "İ",
                "\u{202e}",
                " ",
                "NEAR(",
                "country",
                "person",
            ];
            let part = PARTS[chance.below(PARTS.len())];
            let cut = text.char_indices().map(|(at, _)| at).nth(chance.below(text.chars().count() + 1));
            match chance.below(3) {
                0 => *text = part.to_owned(),
                1 => text.insert_str(cut.unwrap_or(text.len()), part),
                _ => text.truncate(cut.unwrap_or(text.len())),
            }
        }
        _ => *json = within(donor, chance),
    }
}

/// Some value inside `json`.
fn within(json: &Value, chance: &mut Chance) -> Value {
    let inner: Vec<&Value> = match json {
        Value::Object(fields) => fields.values().collect(),
        Value::Array(list) => list.iter().collect(),
        _ => return json.clone(),
    };
    if inner.is_empty() || chance.below(6) == 0 {
        json.clone()
    } else {
        within(inner[chance.below(inner.len())], chance)
    }
}

/// Numbers from a seed (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    }
}
