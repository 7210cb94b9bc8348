//! Requests made from the document that the API publishes of itself.

use serde_json::{Map, Value, json};

use super::ground::{Ground, World};

/// An operation of the document.
#[derive(Debug, Clone)]
pub struct Operation {
    pub method: http::Method,
    /// The path as the document has it.
    pub described: String,
    /// The path that is asked for.
    pub path: String,
    /// The properties of its body with the type each has.
    pub fields: Vec<(String, String)>,
    /// Its parameters behind the question mark.
    pub queries: Vec<String>,
}

/// Every operation.
pub fn operations(document: &Value) -> Vec<Operation> {
    let mut list = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Ok(method) = method.to_ascii_uppercase().parse() else { continue };
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let queries = parameters.iter().filter(|parameter| parameter["in"] == "query");
            list.push(Operation {
                method,
                described: path.clone(),
                path: path.clone(),
                fields: fields(document, schema),
                queries: queries.map(|p| p["name"].as_str().unwrap().to_owned()).collect(),
            });
        }
    }
    list
}

fn fields(document: &Value, schema: &Value) -> Vec<(String, String)> {
    let schema = resolved(document, schema);
    let properties = schema["properties"].as_object().cloned().unwrap_or_default();
    let kind = |schema: &Value| {
        let schema = resolved(document, schema);
        let kind = &schema["type"];
        let first = kind.as_array().and_then(|kinds| kinds.first()).unwrap_or(kind);
        first.as_str().unwrap_or("object").to_owned()
    };
    properties.iter().map(|(name, schema)| (name.clone(), kind(schema))).collect()
}

fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let Some(name) = schema["$ref"].as_str() else { return schema };
    let name = name.rsplit('/').next().unwrap_or_default();
    &document["components"]["schemas"][name]
}

/// A body with which the operation would be done.
pub fn example(world: &World, operation: &Operation, number: usize) -> Value {
    let mut body = Map::new();
    for (name, kind) in &operation.fields {
        if let Some(value) = value(world, operation, (name, kind), number) {
            body.insert(name.clone(), value);
        }
    }
    Value::Object(body)
}

fn value(
    world: &World,
    operation: &Operation,
    (name, kind): (&str, &str),
    number: usize,
) -> Option<Value> {
    let of = |part: &str| operation.path.contains(part);
    let plan = json!({"kind": "plan", "id": world.plan});
    Some(match name {
        // The space that is changed goes by its name in all that follows.
        "handle" if of("/spaces/{id}") => json!("garden"),
        // One change of a handle is free; with more of them nothing else would be changed either.
        "handle" if operation.path == "/api/v1/me" => return None,
        "handle" => json!(format!("some{number}")),
        "email" => json!(format!("some{number}@example.org")),
        "password" => json!("a long enough secret"),
        "login" => json!("fang"),
        "space" => json!("garden"),
        "kind" if of("/products") => json!("membership"),
        "kind" if of("/comments") => json!("comment"),
        "kind" => json!("article"),
        "visibility" => json!("open"),
        "posting" => json!("everyone"),
        "price" => json!(world.price),
        "provider" => json!("sandbox"),
        "comment" => json!(world.things[&Ground::Open].answer),
        "thing" => plan,
        "prices" => json!([{"amount_minor": 900, "currency": "CNY", "term": "month"}]),
        "opens" | "plans" | "links" => json!([]),
        "gate" | "parent" | "until" | "totp" | "locale" | "amount_minor" => return None,
        // Whatever is made from another version is refused, and nobody of the cast leaves.
        "post" | "posts" | "version" | "made_from" => return None,
        "role" => json!("member"),
        "theme" => json!("dark"),
        "rhythm" => json!("weekly"),
        "goal" => json!("learn"),
        "profile_to" => json!("everyone"),
        _ if kind == "array" => json!(["word"]),
        _ if kind == "boolean" => json!(true),
        _ if kind == "integer" => json!(1),
        _ => json!(format!("Some words {number}")),
    })
}
