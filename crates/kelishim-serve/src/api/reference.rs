//! The reference page: the OpenAPI document for people, without a script and without a word from elsewhere.

use super::fault::KINDS;
use super::openapi;
use crate::escape::escape;
use crate::{Site, assets};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use std::fmt::Write;
use std::sync::Arc;

/// `/api/v1/reference`.
pub async fn reference(State(site): State<Arc<Site>>) -> Response {
    let page = page(openapi::document(&site));
    ([(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-cache")], page).into_response()
}

fn page(document: &Value) -> String {
    let mut out = String::new();
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>API · Kelishim</title>\n<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"stylesheet\" href=\"/assets/style.css?{}\">\n</head>\n<body>\n<main class=\"wide\" id=\"main\">\n\
         <h1>API</h1>\n<p>{}</p>\n<p><a href=\"/\">The register</a> · <a href=\"/api/v1/openapi.json\">OpenAPI 3.1</a></p>\n",
        *assets::VERSION,
        escape(document["info"]["description"].as_str().unwrap_or_default()),
    );
    for (path, operations) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in operations.as_object().into_iter().flatten() {
            of_operation(&mut out, path, method, operation, document);
        }
    }
    out.push_str("<h2 id=\"problems\">Problems</h2>\n<p>A refusal is <code>application/problem+json</code>; <code>detail</code> says what to change, <code>parameter</code> names what is wrong and <code>nearest</code> what was probably meant.</p>\n<dl>\n");
    for (kind, about) in KINDS {
        let _ = writeln!(out, "<dt id=\"{kind}\"><code>{kind}</code></dt><dd>{}</dd>", escape(about));
    }
    out.push_str("</dl>\n</main>\n</body>\n</html>\n");
    out
}

fn of_operation(out: &mut String, path: &str, method: &str, operation: &Value, document: &Value) {
    let id = operation["operationId"].as_str().unwrap_or_default();
    let _ = writeln!(out, "<section>\n<h2 id=\"{id}\"><code>{} {}</code></h2>", method.to_uppercase(), escape(path));
    let _ = writeln!(out, "<p>{}</p>", escape(operation["summary"].as_str().unwrap_or_default()));
    let parameters = operation["parameters"].as_array().filter(|p| !p.is_empty());
    if let Some(parameters) = parameters {
        out.push_str("<div class=\"scroll\"><table>\n<thead><tr><th>parameter</th><th>holds</th><th></th></tr></thead>\n<tbody>\n");
        for p in parameters {
            let text = |key: &str| escape(p[key].as_str().unwrap_or_default());
            let must = if p["required"] == true { " (must be given)" } else { "" };
            let _ = writeln!(
                out,
                "<tr><th><code>{}</code></th><td>{}</td><td>{}{must}</td></tr>",
                text("name"),
                holds(p),
                text("description")
            );
        }
        out.push_str("</tbody>\n</table></div>\n");
    }
    let answer = &operation["responses"]["200"]["content"]["application/json"];
    if let Some(reference) = answer["schema"]["properties"]["data"]["items"]["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or_default();
        out.push_str("<details><summary>Fields</summary>\n<dl>\n");
        for (field, schema) in document["components"]["schemas"][name]["properties"].as_object().into_iter().flatten() {
            let _ = writeln!(
                out,
                "<dt><code>{field}</code></dt><dd>{}</dd>",
                escape(schema["description"].as_str().unwrap_or_default())
            );
        }
        out.push_str("</dl>\n</details>\n");
    }
    if let Some(example) = answer.get("example") {
        let shown = serde_json::to_string_pretty(example).unwrap_or_default();
        let _ = writeln!(
            out,
            "<details><summary>Example</summary>\n<pre tabindex=\"0\">{}</pre>\n</details>",
            escape(&shown)
        );
    }
    out.push_str("</section>\n");
}

/// What a parameter may hold, in words.
fn holds(parameter: &Value) -> String {
    let schema = &parameter["schema"];
    let all = schema["enum"].as_array().or(schema["items"]["enum"].as_array());
    let words = match all {
        Some(all) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        None => match &parameter["example"] {
            Value::String(s) => s.clone(),
            Value::Array(list) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","),
            Value::Null => String::new(),
            other => other.to_string(),
        },
    };
    escape(&words)
}
