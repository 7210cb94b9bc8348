//! What every operation of the API has in common, added to the description from the table of
//! routes: who may call it, and what else than success it may answer.

use serde_json::{Map, Value, json};
use web::{Route, Who};

use super::words::constrain;

/// What may be answered instead, with the sentence that describes it.
const PROBLEMS: [(&str, &str); 10] = [
    ("401", "A token is needed, or the one that was sent does not work."),
    ("403", "Not allowed to the caller; `code` says why."),
    ("404", "It does not exist, or the caller may not know that it does."),
    ("409", "It has changed meanwhile, or cannot be done in its present state."),
    ("410", "It existed and was removed."),
    ("413", "More than can be sent at once."),
    ("422", "Something sent needs a change; `errors` says which fields and why."),
    ("429", "Too often; `Retry-After` says when to try again."),
    ("500", "A mistake of the site; `number` is what its team can look up."),
    ("503", "The site is at its limit; `Retry-After` says when to try again."),
];

/// Completes the description of the API.
pub(super) fn complete(document: &mut Value, table: &[Route]) {
    components(document);
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (path, item) in paths.into_iter().flatten() {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            let route = table.iter().find(|route| {
                route.path == *path && route.method.as_str().eq_ignore_ascii_case(method)
            });
            if let (Some(route), Some(operation)) = (route, operation.as_object_mut()) {
                finish(route, operation);
            }
        }
    }
    constrain(document);
}

fn finish(route: &Route, operation: &mut Map<String, Value>) {
    let name = format!("{}_{}", route.method.as_str().to_lowercase(), words_of(&route.path));
    operation.insert("operationId".to_owned(), json!(name));
    let bearer = json!({ "bearer": [] });
    let security = match route.who {
        // With a token more may be shown, without one nobody is refused.
        Who::Anyone | Who::Visitor => json!([{}, bearer]),
        _ => json!([bearer]),
    };
    operation.insert("security".to_owned(), security);
    let wanted = others(route, operation);
    let Some(answers) = operation.get_mut("responses").and_then(Value::as_object_mut) else {
        return;
    };
    answers.retain(|status, _| !is_problem(status));
    for (status, answer) in answers.iter_mut() {
        succeed(status, answer);
    }
    for status in wanted {
        let place = format!("#/components/responses/{}", name_of(status));
        answers.insert(status.to_owned(), json!({ "$ref": place }));
    }
}

/// `/api/v1/posts/{id}/comments` as `posts_id_comments`.
fn words_of(path: &str) -> String {
    let words = path.trim_start_matches("/api/v1/").split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_")
}

/// The statuses beside success that a route may answer with.
fn others(route: &Route, operation: &Map<String, Value>) -> Vec<&'static str> {
    let sends = operation.contains_key("requestBody");
    let writes = route.method != http::Method::GET;
    let asks = operation.get("parameters").and_then(Value::as_array).is_some_and(|list| {
        list.iter().any(|one| one.get("in").is_some_and(|place| place == "query"))
    });
    let names = route.path.contains('{');
    PROBLEMS
        .into_iter()
        .map(|(status, _)| status)
        .filter(|status| match *status {
            "404" => names || sends || asks,
            "409" => writes,
            "410" => names,
            "413" => sends,
            "422" => sends || asks || writes,
            _ => true,
        })
        .collect()
}

fn is_problem(status: &str) -> bool {
    status.starts_with(['4', '5'])
}

fn name_of(status: &str) -> String {
    format!("Problem{status}")
}

/// A success says what it is, and a list is a page of one.
fn succeed(status: &str, answer: &mut Value) {
    let Some(answer) = answer.as_object_mut() else { return };
    let is_silent = answer.get("description").and_then(Value::as_str).is_none_or(str::is_empty);
    if is_silent {
        let said = match status {
            "201" => "It was made.",
            "204" => "It is done.",
            _ => "What was asked for.",
        };
        answer.insert("description".to_owned(), json!(said));
    }
    let schema = answer
        .get_mut("content")
        .and_then(|content| content.get_mut("application/json"))
        .and_then(|content| content.get_mut("schema"));
    if let Some(schema) = schema.filter(|schema| schema.get("type") == Some(&json!("array"))) {
        *schema = json!({
            "type": "object",
            "required": ["items"],
            "properties": {
                "items": schema.take(),
                "next": {
                    "type": ["string", "null"],
                    "description": "`cursor` of the next page; none on the last one"
                }
            }
        });
    }
}

fn components(document: &mut Value) {
    let Some(document) = document.as_object_mut() else { return };
    let components = document.entry("components").or_insert_with(|| json!({}));
    let Some(components) = components.as_object_mut() else { return };
    let scheme = json!({ "type": "http", "scheme": "bearer",
        "description": "A token of the API, made in the settings or by `yaji user token`" });
    components.insert("securitySchemes".to_owned(), json!({ "bearer": scheme }));
    let answers: Map<String, Value> =
        PROBLEMS.iter().map(|(status, said)| (name_of(status), answer(status, said))).collect();
    components.insert("responses".to_owned(), Value::Object(answers));
    let schemas = components.entry("schemas").or_insert_with(|| json!({}));
    if let Some(schemas) = schemas.as_object_mut() {
        schemas.insert("Problem".to_owned(), problem());
    }
}

fn answer(status: &str, said: &str) -> Value {
    let schema = json!({ "$ref": "#/components/schemas/Problem" });
    let mut answer = json!({
        "description": said,
        "content": { "application/problem+json": { "schema": schema } }
    });
    let header = match status {
        "401" => ("WWW-Authenticate", json!({ "schema": { "type": "string" } })),
        "409" | "429" | "503" => ("Retry-After", json!({ "schema": { "type": "integer" } })),
        _ => return answer,
    };
    if let Some(answer) = answer.as_object_mut() {
        answer.insert("headers".to_owned(), json!({ (header.0): header.1 }));
    }
    answer
}

/// Problem details (RFC 9457) as this site writes them.
fn problem() -> Value {
    json!({
        "type": "object",
        "required": ["type", "title", "status", "code"],
        "properties": {
            "type": { "type": "string", "format": "uri-reference" },
            "title": { "type": "string", "description": "What is said to a person" },
            "status": { "type": "integer" },
            "code": { "type": "string", "description": "A stable key, such as `post.locked`" },
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["field", "code", "detail"],
                    "properties": {
                        "field": { "type": "string",
                            "description": "Which one: `title`, `prices[0].currency`" },
                        "code": { "type": "string" },
                        "detail": { "type": "string" }
                    }
                }
            },
            "number": { "type": "string", "description": "What the team can look up" },
            "retry_after": { "type": "integer", "description": "Seconds after which to try again" }
        }
    })
}
