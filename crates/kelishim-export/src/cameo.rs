//! Events as CAMEO pairs in the columns of the ICEWS coded event data, tab separated, with our citation behind.

use crate::code::planned;
use crate::facts::{Facts, article_id};
use crate::plover::days;
use crate::table::{citation_by, goldstein};
use crate::{Exported, Result};
use kelishim_model::EventType;
use kelishim_store::ask::{Filter, Known};
use kelishim_store::record::{Event, Row};
use std::collections::BTreeMap;
use std::io::Write;
use std::rc::Rc;

const COLUMNS: &[&str] = &[
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    // Ours.
    "Placename",
    "URL",
    "Happening",
    "Version",
    "Learnt",
    "Citation",
];

/// English names of states, as ICEWS writes them where it differs from CLDR.
const STATES: &str = include_str!("../../../data/actors/states.toml");
const ICEWS_NAMES: &[(&str, &str)] = &[("RUS", "Russian Federation")];

pub fn write(facts: &Facts<'_>, filter: &Filter, out: &mut (dyn Write + Send), done: &mut Exported) -> Result<u64> {
    let names = english_names();
    let country = |a: &Known| {
        let code = a.country.as_deref().unwrap_or_default();
        names.get(code).cloned().unwrap_or_else(|| code.to_owned())
    };
    let name = |a: &Known| if a.kind == "country" { country(a) } else { a.name.clone() };
    writeln!(out, "{}", COLUMNS.join("\t"))?;
    let mut rows = 0;
    facts.register.each_happening(filter, |h| {
        let stored = &h.tellings[h.first].stored;
        let Row::Event(e) = &stored.row else { return Ok(()) };
        let Some((date, _)) = days(stored, e) else {
            done.leave_out("without a date, which ICEWS requires");
            return Ok(());
        };
        let Some((code, intensity)) = coded(e) else {
            done.leave_out("not actual, or planned in a way that CAMEO has no code for");
            return Ok(());
        };
        let pairs = pairs(&facts.actors(&e.actors)?, &facts.actors(&e.recipients)?);
        if pairs.is_empty() {
            done.leave_out("without a target");
        }
        let id = h.id.to_string();
        let article = facts.article(stored.article)?;
        for (i, (source, target)) in pairs.iter().enumerate() {
            let cells = [
                format!("{id}-{}", i + 1),
                date.to_string(),
                name(source),
                sectors(source).to_owned(),
                country(source),
                label(&code).to_owned(),
                code.clone(),
                format!("{intensity:.1}"),
                name(target),
                sectors(target).to_owned(),
                country(target),
                article_id(stored.article),
                // Sentences are not numbered in the register; the place is in the tables.
                String::new(),
                article.source.clone().unwrap_or_default(),
                // What kind of place it is the register does not know.
                String::new(),
                String::new(),
                String::new(),
                String::new(),
                String::new(),
                String::new(),
                e.place.as_ref().map(|p| p.text.clone()).unwrap_or_default(),
                article.url.clone().unwrap_or_default(),
                id.clone(),
                stored.version.to_string(),
                stored.since.clone(),
                citation_by(&id, stored),
            ];
            writeln!(out, "{}", cells.map(|c| c.replace(['\t', '\n', '\r'], " ")).join("\t"))?;
            rows += 1;
        }
        Ok::<_, crate::ExportError>(())
    })?;
    Ok(rows)
}

/// Everyone with everyone: sources with targets; in a joint act, where there are no targets, both ways between the sides, as
/// CAMEO codes a meeting.
fn pairs(sources: &[Rc<Known>], targets: &[Rc<Known>]) -> Vec<(Rc<Known>, Rc<Known>)> {
    let joint = targets.is_empty();
    let targets = if joint { sources } else { targets };
    let side = |a: &Known| a.country.clone().unwrap_or_else(|| a.key.clone());
    let each = sources.iter().flat_map(|s| targets.iter().map(move |t| (s.clone(), t.clone())));
    each.filter(|(s, t)| s.id != t.id && (!joint || side(s) != side(t))).collect()
}

/// CAMEO code and intensity; `None` for what did not happen.
fn coded(e: &Event) -> Option<(String, f64)> {
    let kind = EventType::from_code(&e.kind)?;
    match e.modality.as_str() {
        "actual" => Some((e.cameo.clone().unwrap_or_else(|| kind.cameo().to_owned()), goldstein(e))),
        "planned" => {
            let code = match kind {
                EventType::Consult => "036",
                EventType::Aid => "033",
                EventType::Support => "032",
                EventType::Cooperate => "031",
                EventType::Concede | EventType::Retreat => "035",
                EventType::Agree => "03",
                _ => return None,
            };
            Some((code.to_owned(), f64::from(planned(kind)?.goldstein())))
        }
        _ => None,
    }
}

/// What a code is called; a code of three or four digits that is not listed goes by its root.
fn label(code: &str) -> &'static str {
    match code {
        "031" => "Express intent to engage in material cooperation",
        "032" => "Express intent to provide diplomatic cooperation",
        "033" => "Express intent to provide material aid",
        "035" => "Express intent to yield",
        "036" => "Express intent to meet or negotiate",
        "057" => "Sign formal agreement",
        _ => match code.get(..2).unwrap_or_default() {
            "01" => "Make statement",
            "02" => "Make an appeal or request",
            "03" => "Express intent to cooperate",
            "04" => "Consult",
            "05" => "Engage in diplomatic cooperation",
            "06" => "Engage in material cooperation",
            "07" => "Provide aid",
            "08" => "Yield",
            "09" => "Investigate",
            "10" => "Demand",
            "11" => "Criticize or denounce",
            "12" => "Reject",
            "13" => "Threaten",
            "14" => "Engage in political dissent",
            "15" => "Demonstrate military or police power",
            "16" => "Reduce relations",
            "17" => "Coerce",
            "18" => "Use unconventional violence",
            "19" => "Use conventional military force",
            "20" => "Use unconventional mass violence",
            _ => "",
        },
    }
}

/// The sector in words.
fn sectors(a: &Known) -> &'static str {
    match a.sector.as_deref().unwrap_or_default() {
        "GOV" => "Government",
        "LEG" => "Legislative / Parliamentary",
        "JUD" => "Judicial",
        "MIL" => "Military",
        "COP" => "Police",
        "SPY" => "State Intelligence",
        "PTY" => "Parties",
        "OPP" => "Opposition",
        "BUS" => "Business",
        "LAB" => "Labor",
        "EDU" => "Education",
        "MED" => "Medical / Health",
        "JRN" => "News",
        "REL" => "Religious",
        "REB" => "Rebel",
        "CRM" => "Criminals / Gangs",
        "IGO" => "International Government Organization",
        "NGO" => "Nongovernmental Organization",
        "CVL" => "Civilian",
        "ELI" => "Elite",
        _ => "",
    }
}

fn english_names() -> BTreeMap<String, String> {
    let file: toml::Table = STATES.parse().expect("the file is checked by the tests of kelishim-registry");
    let states = file.get("state").and_then(|s| s.as_array()).into_iter().flatten();
    let name = |s: &toml::Value| {
        Some((s.get("code")?.as_str()?.to_owned(), s.get("en")?.as_array()?.first()?.as_str()?.to_owned()))
    };
    let mut names: BTreeMap<String, String> = states.filter_map(name).collect();
    names.extend(ICEWS_NAMES.iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned())));
    names
}
