//! Bodies: ministries, parliaments, companies, unions of states, by name, by abbreviation, by a noun for one named before.

use super::MentionKind;
use super::body_class::BodyClass;
use super::body_key::{joined, key_words, name_part, one_in_other, short_stem};
use super::lookup::{KnownBody, same_words};
use super::resolve::context_state;
use super::scene::Scene;
use super::table::{Row, Table};
use super::words::{fold, is_mark, lemma, listed, text};
use kelishim_model::{ActorKind, Sector};
use std::ops::Range;

/// What is known of a body before it is led to a row.
struct Found {
    tokens: Range<usize>,
    head: usize,
    class: BodyClass,
    noun: String,
    // What the registry has under its name: one body, or one of a sort that each state has.
    known: Option<KnownBody>,
    common: Option<KnownBody>,
    // Whose it is by its own words; `None` when they leave it open or it is nobody's.
    country: Option<String>,
    // Whether it can have no state: it is of a union of states, of two states, of a person or "страна" without one.
    union: bool,
    stateless: bool,
    owned: bool,
    named: bool,
    words: String,
}

/// Leads a body to a row: to that of its registry key, its words, a name that says more or less, or a noun that takes
/// up one named before; else to a row of its own. A bare noun for what not each state has one of is passed over.
pub(super) fn resolve_body(scene: &Scene, table: &mut Table, tokens: Range<usize>, head: usize, owners: Vec<String>) {
    let mut body = describe(scene, table, tokens, head, &owners);
    let place = |table: &mut Table, row: usize, body: &Found| {
        table.mention(scene.reading, row, body.tokens.clone(), head, MentionKind::Body);
    };
    if let Some(row) = before_bracket(scene, table, body.tokens.start) {
        // "Евразийский банк развития (ЕАБР)", "(далее — Фонд)": another name of what stands before the bracket.
        name_keys(table, row, &body.words);
        return place(table, row, &body);
    }
    if let Some(row) = named_before(table, &body) {
        lengthen(scene, table, row, &body);
        if let Some(known) = &body.known {
            table.rows[row].actor.registry.get_or_insert(known.key.clone());
        }
        return place(table, row, &body);
    }
    let lower = is_common_noun(scene, head);
    if let Some(row) = taken_up(scene, table, &body, lower) {
        return place(table, row, &body);
    }
    if lower && !body.named && !body.owned && body.tokens.len() == 1 && !stands_alone(scene, &body) {
        return;
    }
    if body.country.is_none() && !body.stateless && !body.union && body.known.is_none() {
        body.country = context(scene, table, &body);
        if let Some(row) = named_before(table, &body) {
            return place(table, row, &body);
        }
    }
    let row = add_row(scene, table, &body);
    place(table, row, &body);
}

fn describe(scene: &Scene, table: &Table, tokens: Range<usize>, head: usize, owners: &[String]) -> Found {
    let reading = scene.reading;
    let found = scene.lookup.body(reading, &tokens, scene.bodies[head].as_ref(), head);
    let (common, known) = match found {
        Some(body) if body.is_common() => (Some(body), None),
        other => (None, other),
    };
    let mut inside = (head + 1..tokens.end).filter_map(|t| table.at_head(t));
    let inner = inside.find(|r| belongs(&table.rows[*r])).map(|r| &table.rows[r]);
    // "российско-казахстанский фонд" belongs to neither.
    let joint = owners.len() > 1;
    let own = owners.first().filter(|_| !joint).cloned();
    let mut country = own.clone().or_else(|| inner.and_then(|r| r.actor.country.clone()));
    // The ministry of that name that the registry lists is another state's.
    let known = known
        .filter(|k| !scene.lookup.grammar().agglutinative || own.is_none() || k.country.is_none() || k.country == own);
    // "правительство страны": the state that "страна" was led to, and none when it was not.
    let owner = if scene.lookup.grammar().agglutinative { tokens.start..head } else { head + 1..tokens.end };
    let back = owner.into_iter().find(|t| {
        matches!(
            &*lemma(reading, *t),
            "страна" | "республика" | "государство" | "country" | "republic" | "state" | "өлкө"
        )
    });
    if country.is_none()
        && let Some(back) = back
    {
        country = table.at_head(back).and_then(|r| table.rows[r].actor.country.clone());
    }
    let international = owners.is_empty()
        && known.is_none()
        && (tokens.start..head).any(|t| scene.lookup.grammar().begins("body.international", &lemma(reading, t)));
    let union = international || inner.is_some_and(|r| r.actor.kind == ActorKind::Intergovernmental);
    if let Some(known) = &known
        && (country.is_none() || known.kind == ActorKind::Intergovernmental)
    {
        country = known.country.clone();
    }
    let words = match &common {
        Some(body) => joined(body.names.first().map_or("", |n| n).split(' ').map(short_stem).collect()),
        None => key_words(scene, &name_part(scene, &tokens, head)),
    };
    // "местные власти" are not those of the article's home.
    let elsewhere = (tokens.start..head).any(|t| listed(reading, "body.elsewhere", t));
    Found {
        class: scene.body_class(head).unwrap_or(BodyClass::UNKNOWN),
        noun: lemma(reading, head),
        named: scene.bodies[head].is_some()
            || known.is_some()
            || common.is_some()
            || scene.lookup.grammar().agglutinative && super::words::capital(reading, tokens.start),
        owned: !owners.is_empty() || inner.is_some(),
        stateless: joint || elsewhere || back.is_some() || inner.is_some_and(Row::is_person),
        tokens,
        head,
        known,
        common,
        country,
        union,
        words,
    }
}

/// The row of a body named before by this name or one that says more or less of it.
fn named_before(table: &mut Table, body: &Found) -> Option<usize> {
    if let Some(row) = body.known.as_ref().and_then(|k| table.get(&format!("registry:{}", k.key))) {
        return Some(row);
    }
    if body.words.is_empty() {
        return None;
    }
    let any = table.get(&format!("body:{}", body.words));
    match &body.country {
        Some(code) => {
            if let Some(row) = table.get(&format!("body:{}|{code}", body.words)) {
                return Some(row);
            }
            // "Сенат" in the headline, "Сенат США" below it.
            if let Some(row) = any
                && table.rows[row].actor.country.is_none()
                && body.class.of_state
                && !body.union
            {
                table.rows[row].actor.country = Some(code.clone());
                return Some(row);
            }
        }
        None if any.is_some() => return any,
        None => {}
    }
    // "сенат конгресса" after "Сенат США", "Совет Безопасности" after "Совет Безопасности ООН".
    let part = |r: &Row| {
        let same_noun = r.noun == body.noun && r.group == body.class.group;
        let country = r.actor.country == body.country || (!body.owned && body.country.is_none());
        !r.is_person() && !r.words.is_empty() && country && same_noun && one_in_other(&r.words, &body.words)
    };
    if body.named || body.owned { table.latest(part) } else { None }
}

/// "концерн", "российская компания", "румынское ведомство": the row of the last body that the noun fits.
fn taken_up(scene: &Scene, table: &Table, body: &Found, lower: bool) -> Option<usize> {
    let adjective = body.tokens.len() == 2 && body.tokens.start < body.head && scene.marks[body.tokens.start].is_some();
    let short = body.tokens.len() == 1 || adjective;
    if !(lower && short && scene.lookup.grammar().has("body.takes-up", &body.noun)) {
        return None;
    }
    let of_state = |r: &Row| r.may_be_of(body.country.as_deref()) && !r.is_person();
    let same = |r: &Row| r.group != 0 && r.group == body.class.group && of_state(r);
    let company = |r: &Row| {
        body.class.group == 11 && matches!(r.actor.kind, ActorKind::Company | ActorKind::Other) && of_state(r)
    };
    let by_noun = table.latest(|r| same(r) && r.noun == body.noun);
    // "The alliance" after NATO, whose name says no noun.
    let union = |r: &Row| body.class.group == 16 && r.actor.kind == ActorKind::Intergovernmental;
    by_noun.or_else(|| table.latest(same)).or_else(|| table.latest(company)).or_else(|| table.latest(union))
}

/// Whether a bare noun is enough to name what each state has one of: "правительство", "парламент".
fn stands_alone(scene: &Scene, body: &Found) -> bool {
    let office = ["администрация", "аппарат", "канцелярия", "руководство", "таможня", "department", "customs"];
    body.class.of_state
        && matches!(body.class.group, 1 | 2 | 4)
        && !scene.lookup.grammar().has("body.takes-up", &body.noun)
        && !office.contains(&&*body.noun)
}

/// Whether the head is written as a common noun: in lower case, or first in its sentence and no name of the model's.
fn is_common_noun(scene: &Scene, head: usize) -> bool {
    let reading = scene.reading;
    let start = reading.sentences[reading.tokens[head].sentence].tokens.start;
    let first = (start..head).all(|t| is_mark(reading, t)) && scene.bodies[head].is_none();
    first || reading.form(head).chars().next().is_some_and(char::is_lowercase)
}

/// The state of a body whose words name none.
fn context(scene: &Scene, table: &Table, body: &Found) -> Option<String> {
    if let Some(row) = table.get(&format!("body:{}", body.words)) {
        return table.rows[row].actor.country.clone();
    }
    let home = scene.lookup.home().map(str::to_owned);
    if !body.class.of_state && body.common.is_none() {
        return None;
    }
    match body.class.group {
        // "Верховная палата": a name of its own says nothing of the nearest state.
        4 if body.tokens.len() > 1 => home,
        0..9 => context_state(scene, table, body.head),
        _ if body.common.is_some() => context_state(scene, table, body.head),
        _ => home.filter(|_| body.named),
    }
}

fn add_row(scene: &Scene, table: &mut Table, body: &Found) -> usize {
    let listed = body.known.as_ref().or(body.common.as_ref());
    let mut kind = listed.map_or(body.class.kind, |k| k.kind);
    let mut sector = listed.map(|k| k.sector).or(body.class.sector);
    let mut country = body.country.clone();
    if body.union {
        (kind, sector, country) = (ActorKind::Intergovernmental, Some(Sector::Igo), None);
    } else if kind == ActorKind::Intergovernmental && body.known.is_none() && country.is_some() {
        (kind, sector) = (ActorKind::Other, None);
    }
    let mut row = Row::new(shown(scene, body), kind, country, sector);
    row.group = body.class.group;
    row.noun.clone_from(&body.noun);
    row.words.clone_from(&body.words);
    row.actor.registry = body.known.as_ref().map(|k| k.key.clone());
    let row = table.add(row);
    if let Some(known) = &body.known {
        table.name_key(format!("registry:{}", known.key), row);
    }
    name_keys(table, row, &body.words);
    row
}

fn name_keys(table: &mut Table, row: usize, words: &str) {
    let country = table.rows[row].actor.country.clone().unwrap_or_default();
    table.name_key(format!("body:{words}|{country}"), row);
    table.name_key(format!("body:{words}"), row);
}

/// The name to show: the registry's nominative of the words that stand there, else the words made nominative.
fn shown(scene: &Scene, body: &Found) -> String {
    let part = name_part(scene, &body.tokens, body.head);
    let words = text(scene.reading, &part);
    let listed = body.known.as_ref().and_then(|k| k.names.iter().find(|n| same_words(n, words)));
    let head = if part.contains(&body.head) { body.head } else { part.start };
    listed.cloned().unwrap_or_else(|| scene.lookup.body_name(scene.reading, part, head))
}

/// Takes the fuller of two names of a body.
fn lengthen(scene: &Scene, table: &mut Table, row: usize, body: &Found) {
    let name = shown(scene, body);
    let count = |s: &str| s.split_whitespace().count();
    let old = &table.rows[row].actor.name;
    // "Минобороны" says more than "военное ведомство".
    let described = |name: &str| fold(name).split(' ').any(|w| w == "ведомство");
    let better = match (described(old), described(&name)) {
        (true, false) => true,
        (false, true) => false,
        _ => count(&name) > count(old),
    };
    if better {
        table.rows[row].actor.name = name;
    }
}

/// Whether a row inside a body's phrase tells to whom the body belongs.
fn belongs(row: &Row) -> bool {
    row.is_person()
        || row.actor.kind == ActorKind::Intergovernmental
        || (row.actor.country.is_some() && row.actor.kind != ActorKind::Country)
}

/// The body whose name ends right before "(" or "(далее —" at the left of `start`.
fn before_bracket(scene: &Scene, table: &Table, start: usize) -> Option<usize> {
    let reading = scene.reading;
    let sentence = reading.sentences.get(reading.tokens.get(start)?.sentence)?.tokens.start;
    let mut at = start;
    while at > sentence && (is_mark(reading, at - 1) || fold(reading.form(at - 1)) == "далее") {
        at -= 1;
        if reading.form(at) == "(" {
            let before = table.mentions.iter().rev().find(|m| m.tokens.end == at && m.kind == MentionKind::Body)?;
            return Some(before.actor.0 as usize);
        }
    }
    None
}
