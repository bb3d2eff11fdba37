//! Persons: by name with their offices, by office alone, by pronoun.

use super::MentionKind;
use super::class::{OfficeClass, may_hold, office_sector};
use super::find::OfficeWords;
use super::lookup::same_words;
use super::name::{PersonName, same_word};
use super::resolve::{context_state, gender, group, is_single, possessor};
use super::scene::Scene;
use super::table::{Held, Row, Table};
use super::words::{feature, fold, lemma, lemmas};
use kelishim_model::ActorKind;
use std::ops::Range;

/// Ends of stems of surnames that a woman bears with another ending than a man.
pub(super) const SEXED: &[&str] = &["ов", "ев", "ин", "ын", "ск", "цк"];

/// Leads a name, with the offices at it, to a row.
pub(super) fn resolve_named(
    scene: &Scene,
    table: &mut Table,
    tokens: Range<usize>,
    head: usize,
    words: Range<usize>,
    offices: Vec<OfficeWords>,
) {
    let reading = scene.reading;
    let nominative = || words.clone().any(|t| feature(reading, t, "Case") == Some("Nom"));
    let sure =
        scene.lookup.grammar().has_agreement() && nominative() && kelishim_read::is_subject(reading, words.clone());
    let name = PersonName::parse(&scene.lookup.nominative_name(reading, words.clone()));
    if name == PersonName::default() {
        return;
    }
    let sex = gender(scene, &words);
    let body = offices.iter().find_map(|o| o.body).and_then(|b| table.at_head(b));
    let owner = offices.iter().find_map(|o| o.owners.first().cloned());
    let owner = owner.or_else(|| body.and_then(|b| table.rows[b].actor.country.clone()));
    let owner = owner.or_else(|| offices.iter().find_map(|o| possessor(scene, table, o.head)));
    let bracket = words.start > 0 && reading.form(words.start - 1) == "(";
    let before = bracket.then(|| table.mentions.iter().rev().find(|m| m.tokens.end + 1 == words.start)).flatten();
    let alias = before.map(|m| m.actor.0 as usize).filter(|r| table.rows[*r].is_person());
    if let Some(row) = alias.filter(|_| reading.form(words.start).is_ascii()) {
        // "Иванов (Ivanov)": the same name in another script.
        return table.mention(reading, row, tokens, head, MentionKind::Name);
    }
    let row = match same_person(table, &name, sex.as_deref(), owner.as_deref(), &offices) {
        Some(row) => row,
        None => match untitled(scene, table, &name, sex.as_deref(), owner.as_deref(), body, &offices) {
            Some(row) => row,
            None => table.add(Row::new(name.shown.clone(), ActorKind::Person, None, None)),
        },
    };
    let title = offices.first().map(|o| office_words(scene, o));
    // Of a surname alone the row knows more: whose it is, and of which state.
    let entry = &table.rows[row];
    let asked = entry.name.as_ref().filter(|n| n.is_full() && !name.is_full()).unwrap_or(&name);
    let state = owner.clone().or_else(|| entry.actor.country.clone());
    let known = if entry.actor.registry.is_some() {
        None
    } else {
        scene.lookup.person(asked, title.as_deref(), state.as_deref())
    };
    let entry = &mut table.rows[row];
    entry.take_name(name, sure);
    entry.gender = entry.gender.take().or(sex);
    if let Some(known) = known {
        entry.actor.registry.get_or_insert(known.key);
        // A surname alone of somebody known: the whole name says more to a reader. And the registry's nominative is
        // surer than one made of an oblique form.
        if entry.name.as_ref().is_some_and(|n| !n.is_full() || same_words(&n.shown, &known.name)) {
            entry.actor.name = known.name;
        }
        if owner.is_none() && entry.actor.country.is_none() {
            entry.actor.country = known.country;
        }
        for class in known.offices {
            if !entry.offices.iter().any(|o| o.class == class) {
                entry.offices.push(Held { class, noun: String::new(), rest: String::new() });
            }
        }
    }
    if entry.actor.country.is_none() {
        entry.actor.country = owner;
    }
    for office in &offices {
        entry.offices.push(Held::of(scene, office));
    }
    if entry.actor.sector.is_none() {
        let by_body = body.and_then(|b| table.rows[b].actor.sector);
        let loose = offices
            .iter()
            .all(|o| matches!(o.class, OfficeClass::Spokesperson | OfficeClass::Head | OfficeClass::Deputy));
        let by_office = offices.iter().find_map(|o| office_sector(o.class));
        table.rows[row].actor.sector = if loose { by_body.or(by_office) } else { by_office.or(by_body) };
    }
    if let Some(office) = offices.first() {
        let text = scene.lookup.nominative_phrase(reading, office.phrase.clone(), office.head);
        table.rows[row].actor.description.get_or_insert(text);
    }
    if table.rows[row].body.is_none() {
        table.rows[row].body = body;
    }
    if table.rows[row].actor.country.is_none()
        && let Some(office) = offices.first()
        && body.is_none_or(|b| table.rows[b].actor.kind != ActorKind::Intergovernmental)
        && is_domestic(office.class)
        && !of_company(scene, office)
    {
        let state = match scene.lookup.grammar().has_agreement() {
            true => context_state(scene, table, office.head).filter(|_| scene.lookup.home().is_some()),
            // Without a dateline an English report means the state of which it has just spoken.
            false => {
                let last = scene.lookup.grammar().analytic.then(|| table.latest(|r| r.named)).flatten();
                let last = last.and_then(|r| table.rows[r].actor.country.clone());
                scene.lookup.home().map(str::to_owned).or(last)
            }
        };
        table.rows[row].actor.country = state;
    }
    for office in offices.iter().filter(|o| o.phrase.start >= words.end) {
        table.mention(reading, row, office.phrase.clone(), office.head, MentionKind::Office);
    }
    table.mention(reading, row, tokens, head, MentionKind::Name);
}

/// Whether the office is one of a company, bank or fund, which may be of any state.
fn of_company(scene: &Scene, office: &OfficeWords) -> bool {
    let inside = office.head + 1..office.phrase.end;
    inside
        .into_iter()
        .filter_map(|t| scene.body_class(t))
        .any(|class| !class.of_state && class.kind != ActorKind::Government)
}

/// Whether an office without a state is read as one of the article's home.
fn is_domestic(class: OfficeClass) -> bool {
    use OfficeClass::*;
    matches!(class, HeadOfState | HeadOfGovernment | ForeignMinister | Minister | Deputy | Legislator)
}

/// The row of a person named before whom the name can mean.
fn same_person(
    table: &Table,
    name: &PersonName,
    sex: Option<&str>,
    owner: Option<&str>,
    offices: &[OfficeWords],
) -> Option<usize> {
    let agrees = |r: &Row| {
        let same_sex = match (r.gender.as_deref(), sex) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        r.is_person()
            && r.name.as_ref().is_some_and(|n| n.may_be(name))
            && (same_sex || r.name.as_ref().is_some_and(|n| one_surname(n, name)) || name.is_full() && alike(r, name))
    };
    // Of two with one surname, the office or state decides, then who was named last.
    let held = |r: &Row| {
        offices.is_empty()
            || offices.iter().any(|o| r.offices.iter().any(|h| may_hold(h.class, h.is_foreign(), o.class, &h.noun)))
    };
    table
        .latest(|r| agrees(r) && name.is_full() && exact(r, name))
        .or_else(|| table.latest(|r| agrees(r) && r.may_be_of(owner) && held(r)))
        .or_else(|| table.latest(|r| agrees(r) && r.may_be_of(owner)))
}

/// Whether two surnames whose ending tells man from woman are one: "Рахматова" is a woman, whatever the model says of either.
fn one_surname(a: &PersonName, b: &PersonName) -> bool {
    let surname = fold(&a.surname);
    surname == fold(&b.surname) && SEXED.iter().any(|s| super::name::stem(&surname).ends_with(s))
}

/// Whether both full names are one but for the given name's ending: then a gender that differs is a mistake of the model.
fn alike(row: &Row, name: &PersonName) -> bool {
    row.name
        .as_ref()
        .is_some_and(|n| n.is_full() && fold(&n.surname) == fold(&name.surname) && same_word(&n.given, &name.given))
}

fn exact(row: &Row, name: &PersonName) -> bool {
    row.name.as_ref().is_some_and(|n| fold(&n.shown) == fold(&name.shown))
}

/// The row of an office named before without a name, which this name now fills: by the office that stands at the name,
/// or, when none does, by what the registry knows of the name.
fn untitled(
    scene: &Scene,
    table: &Table,
    name: &PersonName,
    sex: Option<&str>,
    owner: Option<&str>,
    body: Option<usize>,
    offices: &[OfficeWords],
) -> Option<usize> {
    let known = if offices.is_empty() { scene.lookup.person(name, None, owner) } else { None };
    let (classes, country) = match (known, offices.first()) {
        (Some(known), _) => (known.offices, known.country),
        (None, Some(office)) if !office.former => (vec![office.class], owner.map(str::to_owned)),
        _ => return None,
    };
    // A body of several states has one head, as a state has.
    let at_head = |class: OfficeClass| is_single(class) || class == OfficeClass::Head;
    table.latest(|r| {
        let same_sex = r.gender.is_none() || sex.is_none() || r.gender.as_deref() == sex;
        let of_state = || {
            country.is_some()
                && r.actor.country == country
                && r.offices.iter().any(|o| is_single(o.class) && classes.contains(&o.class))
        };
        let of_body = || {
            body.is_some()
                && r.body == body
                && r.actor.country.is_none()
                && r.offices.iter().any(|o| at_head(o.class) && classes.contains(&o.class))
        };
        r.is_person()
            && r.name.is_none()
            && same_sex
            && (of_state() || of_body() || announced(scene, r, country.as_deref(), &classes))
    })
}

/// Whether an office without a name stands in the headline alone, is of the class and may be of the state: who bears it is named
/// below.
fn announced(scene: &Scene, row: &Row, country: Option<&str>, classes: &[OfficeClass]) -> bool {
    let reading = scene.reading;
    let Some(first) = reading.paragraphs.first().filter(|_| reading.paragraphs.len() > 1) else { return false };
    let open = !first.of(&reading.article.text).ends_with(['.', '!', '?', '…', ':']);
    let inside = row.actor.mentions.iter().all(|m| first.contains(*m));
    let specific = |o: &Held| !matches!(o.class, OfficeClass::Loose | OfficeClass::Other) && classes.contains(&o.class);
    open && inside && row.may_be_of(country) && row.offices.iter().any(specific)
}

/// Leads an office without a name to a row: somebody named before, the registry's holder, or a row of its own.
pub(super) fn resolve_office(scene: &Scene, table: &mut Table, office: OfficeWords) {
    let reading = scene.reading;
    if scene.is_plural(office.head) {
        return resolve_plural(scene, table, office);
    }
    let body = office.body.and_then(|b| table.at_head(b));
    let owner = office.owners.first().cloned().or_else(|| body.and_then(|b| table.rows[b].actor.country.clone()));
    let owner = owner.or_else(|| possessor(scene, table, office.head));
    if let Some(row) = holder(scene, table, &office, owner.as_deref(), body) {
        if is_single(office.class) && !office.former && table.rows[row].actor.country.is_none() {
            // "президент Асанов" first, "президент Киргизии" later.
            table.rows[row].actor.country = owner;
        }
        table.mention(reading, row, office.phrase.clone(), office.head, MentionKind::Office);
    }
}

/// "президенты России и Казахстана": the holder of each; "министры Казахстана": a group.
fn resolve_plural(scene: &Scene, table: &mut Table, office: OfficeWords) {
    match office.owners.len() {
        0 => {
            let body = office.body.and_then(|b| table.at_head(b)).filter(|b| !table.rows[*b].is_person());
            if let Some(body) = body {
                let codes = table.rows[body].actor.country.clone().into_iter().collect();
                group(scene, table, office.phrase, office.head, codes);
            }
        }
        1 => group(scene, table, office.phrase, office.head, office.owners),
        _ => {
            for owner in office.owners.clone() {
                if let Some(row) = holder(scene, table, &office, Some(&owner), None) {
                    table.mention(scene.reading, row, office.phrase.clone(), office.head, MentionKind::Office);
                }
            }
        }
    }
}

fn holder(
    scene: &Scene,
    table: &mut Table,
    office: &OfficeWords,
    owner: Option<&str>,
    body: Option<usize>,
) -> Option<usize> {
    let reading = scene.reading;
    let noun = lemma(reading, office.head);
    let rest = Held::of(scene, office).rest;
    let demonym = scene.is_demonym(office.head);
    let sex = feature(reading, office.head, "Gender").filter(|g| *g == "Fem").map(str::to_owned);
    let holds = |r: &Row| {
        let same_office = r.offices.iter().any(|held| {
            let said = rest.is_empty() || body.is_some() || is_single(office.class) || held.rest == rest;
            said && match office.class {
                OfficeClass::Other => held.noun == noun,
                OfficeClass::Head => held.class == OfficeClass::Head && (held.noun == noun || body.is_some()),
                class => may_hold(held.class, held.is_foreign(), class, &noun),
            }
        });
        let same_body = match (body, r.body) {
            (Some(a), Some(b)) => a == b || !matches!(office.class, OfficeClass::Head | OfficeClass::Minister),
            (Some(_), None) => {
                is_single(office.class) || matches!(office.class, OfficeClass::Loose | OfficeClass::Minister)
            }
            _ => true,
        };
        r.is_person()
            && r.may_be_of(owner)
            && !(owner.is_some() && r.actor.country.is_none() && r.name.is_none())
            && same_body
            && (r.name.is_some() || office.class != OfficeClass::Loose)
            && (same_office
                || (demonym && office.phrase.len() == 1 && owner.is_some() && r.actor.country.as_deref() == owner))
            && (sex.is_none() || r.gender.is_none() || r.gender == sex || noun != "королева")
    };
    if !office.former
        && let Some(row) = table.latest(holds)
    {
        return Some(row);
    }
    // A former office is taken up by a former office only.
    if office.former
        && let Some(row) = table.latest(|r| holds(r) && r.actor.description.as_deref().is_some_and(same_former))
    {
        return Some(row);
    }
    let state = owner.map(str::to_owned).or_else(|| {
        let domestic = is_single(office.class) || office.class == OfficeClass::Minister;
        let home = || match scene.lookup.grammar().has_agreement() && scene.lookup.home().is_some() {
            true => context_state(scene, table, office.head),
            false => scene.lookup.home().map(str::to_owned),
        };
        (domestic && body.is_none()).then(home).flatten()
    });
    if !office.former
        && is_single(office.class)
        && let Some(known) = state.as_deref().and_then(|s| scene.lookup.holder(s, office.class))
    {
        let key = format!("registry:{}", known.key);
        if let Some(row) = table.get(&key) {
            return Some(row);
        }
        let name = PersonName::parse(&known.name);
        if let Some(row) =
            table.latest(|r| r.name.as_ref().is_some_and(|n| n.may_be(&name)) && r.may_be_of(state.as_deref()))
        {
            return Some(row);
        }
        let mut row = Row::new(name.shown.clone(), ActorKind::Person, state, office_sector(office.class));
        row.actor.registry = Some(known.key);
        row.actor.description = Some(scene.lookup.nominative_phrase(reading, office.phrase.clone(), office.head));
        row.name = Some(name);
        row.offices = vec![Held::of(scene, office)];
        row.body = body;
        let row = table.add(row);
        table.name_key(key, row);
        return Some(row);
    }
    own_row(scene, table, office, state, body)
}

fn same_former(description: &str) -> bool {
    let text = fold(description);
    ["экс-", "бывш", "тогдашн", "прежн", "former ", "ex-"].iter().any(|w| text.contains(w))
}

/// A row for an office whose holder nobody names.
fn own_row(
    scene: &Scene,
    table: &mut Table,
    office: &OfficeWords,
    state: Option<String>,
    body: Option<usize>,
) -> Option<usize> {
    let reading = scene.reading;
    // "эксперт", "студент" without anything that says whose or which.
    let bare = office.phrase.len() == 1 && office.owners.is_empty();
    if bare && !(is_single(office.class) && state.is_some()) {
        return None;
    }
    if office.class == OfficeClass::Other && office.owners.is_empty() && body.is_none() {
        return None;
    }
    // "собеседник агентства" is whoever has just spoken to it.
    if scene.lookup.grammar().has("office.met", &lemma(reading, office.head)) {
        return None;
    }
    let words =
        if office.owners.len() > 1 { lemma(reading, office.head) } else { lemmas(reading, office.phrase.clone()) };
    let key = format!("office:{words}|{}", state.as_deref().unwrap_or(""));
    if let Some(row) = table.get(&key) {
        return Some(row);
    }
    let name = match office.owners.len() {
        2.. => one_of(scene, office, state.as_deref()),
        _ => scene.lookup.nominative_phrase(reading, office.phrase.clone(), office.head),
    };
    let mut row = Row::new(name.clone(), ActorKind::Person, state, office_sector(office.class));
    row.actor.description = Some(name);
    row.offices = vec![Held::of(scene, office)];
    row.body = body;
    let row = table.add(row);
    table.name_key(key, row);
    Some(row)
}

/// One of "президенты России и Казахстана": "президент России".
fn one_of(scene: &Scene, office: &OfficeWords, state: Option<&str>) -> String {
    let reading = scene.reading;
    let noun = lemma(reading, office.head);
    let of_state =
        |t: &usize| scene.marks[*t].as_ref().is_some_and(|m| m.codes.iter().any(|c| Some(c.as_str()) == state));
    match office.phrase.clone().find(of_state) {
        Some(t) if t < office.head => format!("{} {noun}", reading.tokens[t].lemma),
        Some(t) => format!("{noun} {}", reading.form(t)),
        None => noun,
    }
}

/// The title as the registry lists it: the phrase in the nominative, from its noun on.
fn office_words(scene: &Scene, office: &OfficeWords) -> String {
    scene.lookup.nominative_phrase(scene.reading, office.head..office.phrase.end, office.head)
}
