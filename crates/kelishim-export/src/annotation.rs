//! Rows as W3C Web Annotations, one JSON-LD object a line: the body is the row, the target the words it rests on.

use crate::facts::Facts;
use crate::jsonl::{json, write_line};
use crate::table::{Value, columns, each_line};
use crate::{Result, What};
use kelishim_store::ask::Filter;
use serde_json::{Map, Value as Json, json};
use std::io::Write;

pub fn write(facts: &Facts<'_>, kinds: &[What], filter: &Filter, out: &mut (dyn Write + Send)) -> Result<u64> {
    let mut rows = 0;
    for what in kinds {
        let names = columns(*what);
        rows += each_line(facts, *what, filter, |line| {
            let row: Map<String, Json> = names
                .iter()
                .zip(line)
                .filter(|(_, v)| is_known(v))
                .map(|((n, _), v)| ((*n).to_owned(), json(v)))
                .collect();
            write_line(out, &annotation(facts, *what, row)?)
        })?;
    }
    Ok(rows)
}

fn is_known(value: &Value) -> bool {
    match value {
        Value::Text(v) => v.is_some(),
        Value::Int(v) => v.is_some(),
        Value::Real(v) => v.is_some(),
        Value::Flag(_) => true,
        Value::Texts(v) => !v.is_empty(),
        Value::Ints(v) => !v.is_empty(),
        Value::Reals(v) => !v.is_empty(),
    }
}

fn annotation(facts: &Facts<'_>, what: What, row: Map<String, Json>) -> Result<Json> {
    let (class, anchor, code) = match what {
        What::Statements => ("Statement", "content", "kind"),
        What::Tellings => ("Event", "trigger", "type"),
        _ => ("Step", "action", "stage"),
    };
    let of = |name: &str| row.get(name).cloned().unwrap_or(Json::Null);
    let urn = |id: &str| format!("urn:kelishim:{}:{id}", facts.namespace);
    let article =
        facts.article(of("article").as_str().unwrap_or_default().trim_start_matches('a').parse().unwrap_or(0))?;
    let place = |name: &str| of(&format!("{anchor}_{name}")).as_u64().unwrap_or(0) as u32;
    let (start, end) = (place("start"), place("end"));
    let (prefix, suffix) = article.around(start, end);
    // What is no absolute address cannot stand as one.
    let address = article.url.clone().filter(|u| u.contains("://") && !u.contains(char::is_whitespace));
    let mut body = Map::new();
    body.insert("type".to_owned(), format!("kelishim:{class}").into());
    body.extend(row.iter().map(|(name, value)| (format!("kelishim:{name}"), value.clone())));
    Ok(json!({
        "@context": ["http://www.w3.org/ns/anno.jsonld", {"kelishim": "urn:kelishim:term:"}],
        "id": urn(&format!("{}:{}", of("id").as_str().unwrap_or_default(), of("version"))),
        "type": "Annotation",
        "motivation": "classifying",
        "created": of("learnt"),
        "generator": {
            "id": "urn:kelishim",
            "type": "Software",
            "name": "kelishim",
            "kelishim:model": article.versions[0],
            "kelishim:frames": article.versions[1],
        },
        "body": [
            {"type": "TextualBody", "purpose": "classifying", "format": "text/plain", "value": of(code)},
            body,
        ],
        "target": {
            "source": address.unwrap_or_else(|| urn(&article.id.to_string())),
            "selector": [
                {"type": "TextQuoteSelector", "exact": of(anchor), "prefix": prefix, "suffix": suffix},
                {"type": "TextPositionSelector", "start": start, "end": end},
            ],
        },
    }))
}
