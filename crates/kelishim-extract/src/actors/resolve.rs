//! Who is meant: goes through the spots once, in order, and leads each to a row.

use super::body::resolve_body;
use super::find::{Spot, What, find_spots};
use super::person::{resolve_named, resolve_office};
use super::pronoun::resolve_pronoun;
use super::scene::Scene;
use super::table::{Row, Table};
use super::words::{feature, listed};
use super::{MentionKind, class};
use kelishim_model::{ActorKind, Sector};
use std::ops::Range;

/// The table of all rows and mentions of a scene.
pub(super) fn resolve(scene: &Scene) -> Table {
    let mut table = Table::default();
    for spot in find_spots(scene) {
        let Spot { tokens, head, what, .. } = spot;
        match what {
            What::State(codes, kind) => {
                for code in codes {
                    let row = state_row(scene, &mut table, &code);
                    if kind == MentionKind::State && !table.rows[row].named {
                        let words = super::words::text(scene.reading, &tokens);
                        table.rows[row].actor.name = scene.lookup.state_name(&code, words);
                        table.rows[row].named = true;
                    }
                    table.mention(scene.reading, row, tokens.clone(), head, kind);
                }
            }
            What::Group(codes) => group(scene, &mut table, tokens, head, codes),
            What::Body(owners) => resolve_body(scene, &mut table, tokens, head, owners),
            What::Person(name, offices) => resolve_named(scene, &mut table, tokens, head, name, offices),
            What::Office(office) => resolve_office(scene, &mut table, office),
            What::Pronoun => resolve_pronoun(scene, &mut table, head),
            What::Back => back(scene, &mut table, head),
        }
    }
    table
}

/// The row of a state.
pub(super) fn state_row(scene: &Scene, table: &mut Table, code: &str) -> usize {
    let key = format!("state:{code}");
    if let Some(row) = table.get(&key) {
        return row;
    }
    let mut row =
        Row::new(scene.lookup.state_name(code, ""), ActorKind::Country, Some(code.to_owned()), Some(Sector::Gov));
    row.actor.registry = Some(code.to_owned());
    let row = table.add(row);
    table.name_key(key, row);
    row
}

/// A row for people without an organisation, one for each wording and state.
pub(super) fn group(scene: &Scene, table: &mut Table, tokens: Range<usize>, head: usize, codes: Vec<String>) {
    let country = (codes.len() == 1).then(|| codes[0].clone());
    let demonym = scene.is_demonym(head) && tokens.len() == 1;
    let words = if demonym { String::new() } else { super::words::lemmas(scene.reading, tokens.clone()) };
    let key = format!("group:{words}|{}", codes.join("+"));
    let row = match table.get(&key) {
        Some(row) => row,
        None => {
            let name = scene.lookup.nominative_phrase(scene.reading, tokens.clone(), head);
            let sector = if listed(scene.reading, "noun.rebel", head) {
                Sector::Reb
            } else if listed(scene.reading, "noun.criminal", head) {
                Sector::Crm
            } else {
                Sector::Cvl
            };
            let office =
                scene.is_office(head).then(|| scene.office_class(head, &tokens, true)).and_then(class::office_sector);
            let row = table.add(Row::new(name, ActorKind::Group, country, office.or(Some(sector))));
            table.name_key(key, row);
            row
        }
    };
    table.mention(scene.reading, row, tokens, head, MentionKind::Body);
}

/// States that nobody calls "республика".
const NO_REPUBLICS: &[&str] = &[
    "RUS", "GBR", "JPN", "ESP", "NLD", "BEL", "SWE", "NOR", "DNK", "SAU", "ARE", "USA", "CAN", "AUS", "MAR", "JOR",
    "THA", "QAT", "KWT",
];

/// "республика" and "страна": the one state that can be meant.
fn back(scene: &Scene, table: &mut Table, head: usize) {
    let reading = scene.reading;
    let republic = listed(reading, "noun.republic", head);
    let here = reading.tokens[head].sentence;
    let mut seen: Vec<usize> = vec![];
    // This sentence, then two before it: the first that names a fitting state decides.
    for sentence in (here.saturating_sub(2)..=here).rev() {
        let range = &reading.sentences[sentence].tokens;
        for mention in table.mentions.iter().rev().take_while(|m| m.tokens.end + 200 > range.start) {
            let row = mention.actor.0 as usize;
            let actor = &table.rows[row].actor;
            let fits = actor.kind == ActorKind::Country
                && range.contains(&mention.tokens.start)
                && mention.tokens.start < head
                && (mention.kind != MentionKind::Adjective || seen.is_empty())
                && !(republic && actor.country.as_deref().is_some_and(|c| NO_REPUBLICS.contains(&c)));
            if fits && !seen.contains(&row) {
                seen.push(row);
            }
        }
        if !seen.is_empty() {
            break;
        }
    }
    let home = scene.lookup.home().and_then(|code| table.get(&format!("state:{code}")));
    let row = match (&seen[..], home) {
        ([one], _) => Some(*one),
        ([], Some(home)) | ([_, ..], Some(home)) if republic && (seen.is_empty() || seen.contains(&home)) => {
            let code = table.rows[home].actor.country.clone().unwrap_or_default();
            (!NO_REPUBLICS.contains(&&*code)).then_some(home)
        }
        _ => None,
    };
    if let Some(row) = row {
        table.mention(reading, row, head..head + 1, head, MentionKind::State);
    }
}

/// The state that a domestic body or office without a state belongs to: the one whose officials alone its sentence has named
/// ("Премьер Хорватии прибыл в Киев, сообщила пресс-служба кабмина"), the one that an article speaks of which has not named its
/// home, else the article's home, else the state named last.
pub(super) fn context_state(scene: &Scene, table: &Table, head: usize) -> Option<String> {
    if scene.lookup.grammar().has_agreement()
        && let Some(state) = possessor(scene, table, head)
            .or_else(|| host(scene, table, head))
            .or_else(|| subject(scene, table, head))
            .or_else(|| elsewhere(scene, table))
    {
        return Some(state);
    }
    scene.lookup.home().map(str::to_owned).or_else(|| {
        if scene.lookup.grammar().analytic {
            return state_named_most(table);
        }
        let row = table.latest(|r| r.actor.kind == ActorKind::Country)?;
        table.rows[row].actor.country.clone()
    })
}

/// The state that "его", "её" or "их" at an office or body stands for: that of the subject before, in the sentence or in the one before it.
pub(super) fn possessor(scene: &Scene, table: &Table, head: usize) -> Option<String> {
    let reading = scene.reading;
    let own = |t: &usize| {
        matches!(&*super::words::fold(reading.form(*t)), "его" | "ее" | "их") && reading.tokens[*t].head == Some(head)
    };
    let here = reading.tokens[head].sentence;
    let first = reading.sentences[here].tokens.start;
    let pronoun = (first..head).rev().take(4).find(own)?;
    let sex = match &*super::words::fold(reading.form(pronoun)) {
        "его" => Some("Masc"),
        "ее" => Some("Fem"),
        _ => None,
    };
    let fits =
        |r: &Row| r.actor.country.is_some() && (sex.is_none() || r.gender.is_none() || r.gender.as_deref() == sex);
    (here.saturating_sub(1)..=here).rev().find_map(|s| {
        let sentence = &reading.sentences[s].tokens;
        let subjects = table.mentions.iter().filter(|m| {
            sentence.contains(&m.head) && m.head < pronoun && super::words::relation(reading, m.head) == "nsubj"
        });
        subjects.map(|m| &table.rows[m.actor.0 as usize]).find(|r| fits(r)).and_then(|r| r.actor.country.clone())
    })
}

/// The state that is the subject of the sentence before `head`, when the sentence does not name the article's home: "Британия ввела
/// санкции, сообщило министерство иностранных дел".
fn subject(scene: &Scene, table: &Table, head: usize) -> Option<String> {
    let sentence = &scene.reading.sentences[scene.reading.tokens[head].sentence].tokens;
    let before = || table.mentions.iter().filter(|m| sentence.contains(&m.head) && m.tokens.end <= head);
    let state = |m: &super::Mention| table.rows[m.actor.0 as usize].actor.country.clone();
    if before().any(|m| state(m).as_deref() == scene.lookup.home()) {
        return None;
    }
    let mut subjects =
        before().filter(|m| m.kind == MentionKind::State && super::words::relation(scene.reading, m.head) == "nsubj");
    subjects.next().and_then(state)
}

/// The one state whose officials the sentence names before `head`, unless it names the article's home too. An envoy does not tell:
/// he is called in by the ministry of another state; nor does an army, which the ministry of its enemy tells of.
fn host(scene: &Scene, table: &Table, head: usize) -> Option<String> {
    let sentence = &scene.reading.sentences[scene.reading.tokens[head].sentence].tokens;
    let before = table.mentions.iter().filter(|m| sentence.contains(&m.head) && m.tokens.end <= head);
    let rows = before.map(|m| &table.rows[m.actor.0 as usize]);
    let home = scene.lookup.home();
    let mut state = None;
    for row in rows.filter(|r| r.actor.country.is_some()) {
        use class::OfficeClass::{Diplomat, Envoy};
        let told_by_others =
            row.offices.iter().any(|o| matches!(o.class, Envoy | Diplomat)) || row.actor.kind == ActorKind::ArmedForce;
        let country = row.actor.country.as_deref();
        if country == home || told_by_others {
            return None;
        }
        let official = row.is_person() && !row.offices.is_empty() || row.actor.kind == ActorKind::Government;
        if official && *state.get_or_insert(country) != country {
            return None;
        }
    }
    state.flatten().map(str::to_owned)
}

/// The state of more than half of the mentions of states and of what belongs to them, two at least, in an article that has not
/// yet named its home.
fn elsewhere(scene: &Scene, table: &Table) -> Option<String> {
    let home = scene.lookup.home()?;
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    for mention in &table.mentions {
        let row = &table.rows[mention.actor.0 as usize];
        if row.actor.kind != ActorKind::Media
            && let Some(country) = row.actor.country.as_deref()
        {
            *counts.entry(country).or_default() += 1;
        }
    }
    let total: usize = counts.values().sum();
    let (state, most) = counts.iter().max_by_key(|(_, n)| **n)?;
    (!counts.contains_key(home) && *most >= 2 && 2 * most > total).then(|| (*state).to_owned())
}

/// The state named most so far, the later of two: English reports leave their own state out.
fn state_named_most(table: &Table) -> Option<String> {
    let named = |r: &usize| table.mentions.iter().filter(|m| m.actor.0 as usize == *r).count();
    let states = (0..table.rows.len()).filter(|r| table.rows[*r].actor.kind == ActorKind::Country);
    let most = states.max_by_key(|r| (named(r), table.rows[*r].last))?;
    table.rows[most].actor.country.clone()
}

/// Gender of a person's name as far as its words tell; a foreign surname alone tells nothing.
pub(super) fn gender(scene: &Scene, name: &Range<usize>) -> Option<String> {
    let form = super::words::fold(scene.reading.form(name.start));
    let slavic = super::person::SEXED.iter().any(|s| super::name::stem(&form).ends_with(s));
    if name.len() == 1 && !slavic {
        return None;
    }
    name.clone().find_map(|t| feature(scene.reading, t, "Gender")).filter(|g| *g != "Neut").map(str::to_owned)
}

/// Whether the office is one that a state fills with one holder at a time.
pub(super) fn is_single(class: class::OfficeClass) -> bool {
    use class::OfficeClass::*;
    matches!(class, HeadOfState | HeadOfGovernment | ForeignMinister)
}
