//! The OpenAPI 3.1 document, made from the tables that requests are checked by.

use super::export;
use super::fault::KINDS;
use super::lists::names;
use super::read::MOST;
use super::resource::{BETWEEN, COMMITMENT, EVENT, FEED, Field, Holds, LISTS, Param, READ, Resource, STEP};
use super::stream;
use crate::Site;
use kelishim_export::Format;
use serde_json::{Map, Value, json};

/// Answers of the demo, one a path: `tests/stories/api.rs` writes and compares them.
const EXAMPLES: &str = include_str!("examples.json");

/// A date as the register writes one; stricter than need be, so that every value of it is a day.
const DATE: &str = "^(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?$";

/// The document for a site, made when it is first asked for: sides are those that the site's registry knows.
pub fn document(site: &Site) -> &Value {
    site.desk.document.get_or_init(|| made(site))
}

fn made(site: &Site) -> Value {
    let examples: Value = serde_json::from_str(EXAMPLES).unwrap_or_default();
    let mut paths = Map::new();
    for list in LISTS {
        paths.insert(path(list.name), of_list(list, &examples));
    }
    let line = |schema: &str| json!({"$ref": format!("#/components/schemas/{schema}")});
    let plain = |name: &str, id: &str, about: &str, params: &[&Param], required: Option<&str>, schema: Value| {
        let example = &examples[path(name)];
        json!({"get": {
            "operationId": id, "summary": about, "parameters": parameters(params, &[], required),
            "responses": responses("application/json", schema, example, &["400", "404"]),
        }})
    };
    paths.insert(
        path("pair"),
        plain(
            "pair",
            "pair",
            "The state of a partnership: areas, open and overdue commitments, meetings, index by month.",
            &[&BETWEEN],
            Some("between"),
            line("Pair"),
        ),
    );
    paths.insert(path("stats"), plain("stats", "stats", "Counts of everything.", &[], None, line("Stats")));
    let id = json!({
        "name": "id", "in": "path", "required": true, "description": "Permanent id: s12 statement, e12 one report's telling of an event, st12 step, c12 commitment, h12 event, a12 article, ac12 actor",
        "schema": {"type": "string", "pattern": "^(s|e|st|c|h|a|ac)[1-9][0-9]{0,8}$"}, "example": "c1",
    });
    let row = json!({"get": {
        "operationId": "row", "summary": "Everything about one row: what it says, the words it rests on, its history, what people decided.",
        "parameters": [id],
        "responses": responses("application/json", line("Row"), &examples[path("rows/{id}")], &["400", "404"]),
    }});
    paths.insert(path("rows/{id}"), row);
    paths.insert(path("exports/{format}"), exports());
    for (name, id, kind, about) in [
        ("feed.atom", "atom", "application/atom+xml", "New steps as an Atom feed, the last learnt first."),
        ("feed.json", "jsonFeed", "application/feed+json", "New steps as a JSON Feed, the last learnt first."),
        ("due.ics", "due", "text/calendar", "What is due of open commitments, as a calendar to subscribe to."),
    ] {
        let schema = if name == "feed.json" {
            json!({"type": "object", "required": ["version", "title", "items"]})
        } else {
            json!({"type": "string"})
        };
        paths.insert(
            path(name),
            json!({"get": {
                "operationId": id, "summary": about, "parameters": parameters(FEED, &[], None),
                "responses": responses(kind, schema, &Value::Null, &["400", "404"]),
            }}),
        );
    }
    paths.insert(path("stream"), streamed());
    paths.insert(path("read"), reading(&examples));
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Kelishim",
            "version": "1",
            "description": "A register of what states said, did and undertook, read from news; every row is tied to the words it came from. Fields may be added; none is renamed or taken away under /api/v1.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": schemas(site)},
    })
}

fn path(name: &str) -> String {
    format!("/api/v1/{name}")
}

fn of_list(list: &Resource, examples: &Value) -> Value {
    let fields = names(list.fields);
    let required = (list.name == "search").then_some("text");
    let line = json!({"$ref": format!("#/components/schemas/{}", list.line)});
    // With `fields` a line has those alone; the others are none of its own.
    let schema = json!({
        "type": "object", "required": ["data", "next"], "additionalProperties": false,
        "properties": {
            "data": {"type": "array", "items": line},
            "next": {"type": ["string", "null"], "description": "Address of the next lines; null behind the last"},
        },
    });
    json!({"get": {
        "operationId": list.name, "summary": list.about, "parameters": parameters(list.params, &fields, required),
        "responses": responses("application/json", schema, &examples[path(list.name)], &["400", "403"]),
    }})
}

fn exports() -> Value {
    let mut parameters = parameters(export::PARAMS, &[], None);
    if let Some(list) = parameters.as_array_mut() {
        let formats: Vec<&str> = Format::ALL.iter().map(|f| f.name()).collect();
        list.insert(0, json!({"name": "format", "in": "path", "required": true, "schema": {"type": "string", "enum": formats}, "example": "csv"}));
    }
    let mut content = Map::new();
    for format in Format::ALL {
        let kind = export::media(*format).split(';').next().unwrap_or_default();
        content.insert(kind.to_owned(), json!({"schema": {"type": "string"}}));
    }
    let mut answers = refusals(&["400", "403", "404", "503"]);
    answers.insert("200".to_owned(), json!({"description": "The rows", "content": content}));
    json!({"get": {
        "operationId": "export",
        "summary": "Rows in formats of others (docs/formats/export.md), written while they are sent.",
        "parameters": parameters, "responses": answers,
    }})
}

fn streamed() -> Value {
    let mut answers = refusals(&["400", "404", "503"]);
    answers.insert("200".to_owned(), json!({
        "description": "Events `step` whose data is an object with place, learnt, sides and step; their id is the place to go on from",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }));
    let mut parameters = parameters(stream::PARAMS, &[], None);
    if let Some(list) = parameters.as_array_mut() {
        list.push(json!({"name": "Last-Event-ID", "in": "header", "required": false, "schema": {"type": "string", "pattern": "^[0-9]{1,15}$"}}));
    }
    json!({"get": {
        "operationId": "stream", "summary": "New steps as the register learns of them (server-sent events).",
        "parameters": parameters, "responses": answers,
    }})
}

fn reading(examples: &Value) -> Value {
    let example = examples["text"].as_str().unwrap_or_default();
    let text = json!({"schema": {"type": "string", "minLength": 1}, "example": example});
    json!({"post": {
        "operationId": "read",
        "summary": format!("A report in, its record out (docs/formats/record.md); nothing is kept. At most {MOST} bytes."),
        "parameters": parameters(READ, &[], None),
        "requestBody": {"required": true, "content": {"text/plain": text, "text/html": {"schema": {"type": "string", "minLength": 1}}}},
        "responses": responses("application/json", json!({"type": "object", "required": ["schema", "article", "actors", "statements", "events", "commitments", "gaps"]}), &Value::Null, &["400", "404", "408", "413", "415", "422", "503"]),
    }})
}

/// A good answer, "not modified", and refusals.
fn responses(kind: &str, schema: Value, example: &Value, refused: &[&str]) -> Value {
    let mut body = json!({"schema": schema});
    if !example.is_null() {
        body["example"] = example.clone();
    }
    let mut answers = refusals(refused);
    answers.insert("200".to_owned(), json!({"description": "The answer", "content": {kind: body}}));
    answers.insert("304".to_owned(), json!({"description": "Nothing changed since the ETag in If-None-Match"}));
    Value::Object(answers)
}

fn refusals(statuses: &[&str]) -> Map<String, Value> {
    let content = json!({"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}});
    let all = statuses.iter().chain(&["405", "414", "429", "500", "503"]);
    all.map(|s| ((*s).to_owned(), json!({"description": "Refused; the body says what to change", "content": content})))
        .collect()
}

fn parameters(params: &[&Param], fields: &[&str], required: Option<&str>) -> Value {
    params
        .iter()
        .map(|param| {
            let mut out = json!({
                "name": param.name, "in": "query", "required": required == Some(param.name), "description": param.about,
                "schema": schema_of(&param.holds, fields),
            });
            if matches!(param.holds, Holds::Sides | Holds::SomeOf(_) | Holds::Fields) {
                out["explode"] = json!(false);
                out["style"] = json!("form");
                let parts: Vec<&str> = param.example.split(',').filter(|p| !p.is_empty()).collect();
                if !parts.is_empty() {
                    out["example"] = json!(parts);
                }
            } else if let Holds::Limit(_) | Holds::Place = param.holds {
                out["example"] = json!(param.example.parse::<i64>().unwrap_or_default());
            } else if let Holds::Flag = param.holds {
                out["example"] = json!(param.example == "true");
            } else if !param.example.is_empty() {
                out["example"] = json!(param.example);
            }
            out
        })
        .collect()
}

fn schema_of(holds: &Holds, fields: &[&str]) -> Value {
    match holds {
        // What is trimmed away is no name.
        Holds::Name(most) => {
            json!({"type": "string", "minLength": 1, "maxLength": most, "pattern": r"^[^\s\x00-\x1f\x7f-\x9f]([^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f])?$"})
        }
        Holds::Words => {
            json!({"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[^\x00-\x1f\x7f-\x9f]*[0-9A-Za-zА-Яа-я][^\x00-\x1f\x7f-\x9f]*$"})
        }
        Holds::Date => json!({"type": "string", "pattern": DATE}),
        Holds::Sides => {
            json!({"type": "array", "minItems": 2, "maxItems": 2, "uniqueItems": true, "items": {"$ref": "#/components/schemas/Side"}})
        }
        Holds::OneOf(all) => json!({"type": "string", "enum": all()}),
        Holds::SomeOf(all) => json!({"type": "array", "minItems": 1, "items": {"type": "string", "enum": all()}}),
        Holds::Flag => json!({"type": "boolean"}),
        Holds::Limit(most) => json!({"type": "integer", "minimum": 1, "maximum": most, "default": 50}),
        Holds::Cursor => json!({"type": "string", "pattern": "^[A-Za-z0-9_-]{4,400}$", "x-given": true}),
        Holds::Fields => json!({"type": "array", "minItems": 1, "items": {"type": "string", "enum": fields}}),
        Holds::Address => {
            json!({"type": "string", "pattern": "^https?://[a-z0-9]{1,30}\\.example(/[a-z0-9/]{0,60})?$"})
        }
        Holds::Place => json!({"type": "integer", "minimum": 0}),
        Holds::Language => json!({"type": "string", "pattern": "^[a-z]{2}(-[A-Z]{2})?$"}),
    }
}

/// Schemas of lines; without `required`, since `fields` may leave any out.
fn schemas(site: &Site) -> Value {
    let mut out = Map::new();
    for list in LISTS {
        out.insert(list.line.to_owned(), object(list.fields, false));
    }
    out.insert("Step".to_owned(), object(STEP, true));
    // A side's page may name it otherwise; these are the names that never mean another.
    let registry = &site.contents.registry;
    let bodies = registry.bodies().iter().filter(|b| b.country.is_none()).map(|b| b.key.as_str());
    let sides: Vec<&str> = registry.states().iter().map(|s| s.code.as_str()).chain(bodies).collect();
    out.insert("Side".to_owned(), json!({"type": "string", "enum": sides}));
    let span = json!({"type": "object", "required": ["start", "end", "text"], "properties": {
        "start": {"type": "integer", "description": "First code point of the article's text"},
        "end": {"type": "integer", "description": "One past the last"}, "text": {"type": "string"},
    }});
    out.insert("Span".to_owned(), span);
    let text = json!({"type": ["string", "null"]});
    let span = json!({"oneOf": [{"$ref": "#/components/schemas/Span"}, {"type": "null"}]});
    out.insert("When".to_owned(), json!({"type": "object", "description": "Dates at the precision given, both ends inclusive", "properties": {"from": text, "to": text, "text": span}}));
    out.insert("Quantity".to_owned(), json!({"type": "object", "required": ["value"], "properties": {"value": {"type": "number"}, "unit": text, "currency": text, "text": span}}));
    out.insert(
        "Problem".to_owned(),
        json!({
            "type": "object", "required": ["type", "title", "status", "detail"], "properties": {
                "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
                "detail": {"type": "string", "description": "What to change"},
                "parameter": {"type": "string", "description": "The parameter that is wrong"},
                "nearest": {"type": "string", "description": "What was probably meant"},
                "allowed": {"type": "array", "items": {"type": "string"}},
            }, "x-kinds": KINDS.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(),
        }),
    );
    let count = json!({"type": "integer"});
    let stats = [
        "articles",
        "reports",
        "actors",
        "statements",
        "events",
        "happenings",
        "steps",
        "commitments",
        "corrections",
        "failures",
    ];
    out.insert("Stats".to_owned(), json!({
        "type": "object", "required": stats, "properties": stats.iter().map(|s| ((*s).to_owned(), count.clone())).collect::<Map<_, _>>(),
    }));
    let many = |schema: Value| json!({"type": "array", "items": schema});
    let line = |schema: &str| json!({"$ref": format!("#/components/schemas/{schema}")});
    out.insert("Pair".to_owned(), json!({
        "type": "object",
        "required": ["sides", "areas", "months", "meetings", "open", "overdue", "commitments", "happenings", "statements"],
        "properties": {
            "sides": many(json!({"type": "string"})),
            "areas": many(json!({"type": "object", "properties": {
                "area": {"type": "string"}, "commitments": count, "open": count, "happenings": count,
                "last": {"type": ["array", "null"], "description": "Stage and date of the last step", "items": {"type": "string"}},
            }})),
            "months": many(json!({"type": "object", "properties": {
                "month": {"type": "string"}, "index": {"type": "number", "description": "Mean Goldstein value of the month's events"},
                "happenings": count, "reports": count,
            }})),
            "meetings": many(line("Event")), "open": many(line("Commitment")), "overdue": many(line("Commitment")),
            "commitments": count, "happenings": count, "statements": count,
        },
    }));
    out.insert("Row".to_owned(), json!({
        "type": "object", "required": ["kind"], "properties": {
            "kind": {"type": "string", "enum": ["statement", "telling", "step", "commitment", "event", "article", "actor"]},
            "commitment": object(COMMITMENT, false), "steps": many(line("Step")), "event": object(EVENT, false),
            "tellings": many(json!({"type": "object"})), "values": {"type": "object"},
            "sentence": {"type": "string", "description": "The words it rests on in their sentence, in ‹ ›"},
            "citation": {"type": "string"}, "status": {"type": "string"},
        },
    }));
    Value::Object(out)
}

fn object(fields: &[Field], required: bool) -> Value {
    let properties: Map<String, Value> = fields
        .iter()
        .map(|(name, shape, about)| {
            let mut schema = shaped(shape);
            if schema.get("$ref").is_none() {
                schema["description"] = json!(about);
            }
            ((*name).to_owned(), schema)
        })
        .collect();
    let mut out = json!({"type": "object", "properties": properties, "additionalProperties": false});
    if required {
        out["required"] = fields.iter().map(|f| f.0).collect();
    }
    out
}

/// A shape of the tables as a schema.
fn shaped(shape: &str) -> Value {
    let line = |schema: &str| json!({"$ref": format!("#/components/schemas/{schema}")});
    match shape {
        "text?" => json!({"type": ["string", "null"]}),
        "texts" => json!({"type": "array", "items": {"type": "string"}}),
        "int" => json!({"type": "integer"}),
        "real" => json!({"type": "number"}),
        "real?" => json!({"type": ["number", "null"]}),
        "when?" => json!({"oneOf": [line("When"), {"type": "null"}]}),
        "quantities" => json!({"type": "array", "items": line("Quantity")}),
        "spans" => json!({"type": "array", "items": line("Span")}),
        "steps" => json!({"type": "array", "items": line("Step")}),
        _ => json!({"type": "string"}),
    }
}
