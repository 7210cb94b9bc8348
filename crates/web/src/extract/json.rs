//! JSON bodies, and which field of one is wrong.

use axum::extract::{FromRequest, Request};
use kernel::{Fault, FieldErrors};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::body;
use crate::reply::Failure;

/// The longest name of a field that is told again, in characters.
const NAME_MAX: usize = 100;

/// A JSON body; fields that the type does not know are refused where it says so.
#[derive(Debug, Clone)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Failure;
    async fn from_request(request: Request, _state: &S) -> Result<Self, Failure> {
        let kind = request.headers().get(http::header::CONTENT_TYPE);
        let kind = kind.and_then(|k| k.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
        if kind.split(';').next().map(str::trim) != Some("application/json") {
            return Err(Fault::invalid("body", "request.not_json").into());
        }
        let bytes = body(request).await?;
        if json_holds_nul(&bytes) {
            return Err(Fault::invalid("body", "request.json").into());
        }
        read(&bytes).map(Self).map_err(Failure)
    }
}

/// The same of JSON; `\\u0000` there is a backslash and letters.
fn json_holds_nul(bytes: &[u8]) -> bool {
    fn inside(value: &serde_json::Value) -> bool {
        match value {
            serde_json::Value::String(text) => text.contains('\0'),
            serde_json::Value::Array(list) => list.iter().any(inside),
            serde_json::Value::Object(map) => {
                map.iter().any(|(key, value)| key.contains('\0') || inside(value))
            }
            _ => false,
        }
    }
    let written = bytes.windows(6).any(|six| six == br"\u0000");
    written && serde_json::from_slice(bytes).is_ok_and(|value| inside(&value))
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    let mut text = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut text).map_err(|e| {
        let (path, error) = (e.path().to_string(), e.into_inner());
        wrong(&path, &error)
    })?;
    text.end().map_err(|_more| Fault::invalid("body", "request.json"))?;
    Ok(value)
}

/// What is wrong with a body, at the field where it is: `prices[0].currency`.
fn wrong(path: &str, error: &serde_json::Error) -> Fault {
    let said = error.to_string();
    let key = match error.classify() {
        Category::Data if said.starts_with("missing field") => "request.missing_field",
        Category::Data if said.starts_with("unknown field") => "request.unknown_field",
        Category::Data if said.starts_with("invalid type") => "request.wrong_type",
        Category::Data => "request.wrong_value",
        _ => return Fault::invalid("body", "request.json"),
    };
    // What is told of a field that should be there, or should not, ends with its name.
    let name = said.split('`').nth(1).filter(|_| said.contains(" field `"));
    let around = match name {
        Some(name) => path.strip_suffix(name).unwrap_or(path),
        None => path,
    };
    let around = around.trim_matches('.');
    let parts = [Some(around).filter(|around| !around.is_empty()), name];
    let place: Vec<&str> = parts.into_iter().flatten().collect();
    if place.is_empty() {
        return Fault::invalid("body", key);
    }
    let place: String = place.join(".").chars().take(NAME_MAX).collect();
    Fault::Invalid(FieldErrors::within(place, key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only whether it can be read is asked")]
    struct Wish {
        name: String,
        at: Option<kernel::Ts>,
        #[serde(default)]
        parts: Vec<Part>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only whether it can be read is asked")]
    struct Part {
        count: u8,
    }

    fn told(text: &str) -> (String, &'static str) {
        let fault = read::<Wish>(text.as_bytes()).unwrap_err();
        let Fault::Invalid(fields) = &fault else { panic!("{fault}") };
        let (field, key) = fields.iter().next().unwrap();
        (fields.place().unwrap_or(field).to_owned(), key)
    }

    #[test]
    fn a_body_that_is_wrong_says_in_which_field() {
        let at = |field: &str, key: &'static str| (field.to_owned(), key);
        assert_eq!(told("{}"), at("name", "request.missing_field"));
        assert_eq!(told(r#"{"name": 7}"#), at("name", "request.wrong_type"));
        assert_eq!(told(r#"{"name": null}"#), at("name", "request.wrong_type"));
        assert_eq!(told(r#"{"name": "a", "x": 1}"#), at("x", "request.unknown_field"));
        assert_eq!(told(r#"{"name": "a", "at": "soon"}"#), at("at", "request.wrong_value"));
        let part =
            |part: &str| told(&format!(r#"{{"name": "a", "parts": [{{"count": 1}}, {part}]}}"#));
        assert_eq!(part(r#"{"count": "1"}"#), at("parts[1].count", "request.wrong_type"));
        assert_eq!(part(r#"{"count": 300}"#), at("parts[1].count", "request.wrong_value"));
        assert_eq!(part("{}"), at("parts[1].count", "request.missing_field"));
        assert_eq!(part(r#"{"count": 1, "of": 2}"#), at("parts[1].of", "request.unknown_field"));
    }

    #[test]
    fn what_is_no_json_or_no_object_is_told_of_the_body() {
        for text in ["", "{", "{} {}", r#"{"name": "a"} x"#, "nonsense"] {
            assert_eq!(told(text).0, if text == "{} {}" { "name" } else { "body" }, "{text}");
        }
        assert_eq!(told("[]").1, "request.wrong_value");
        assert_eq!(told("7"), ("body".to_owned(), "request.wrong_type"));
        let long = format!(r#"{{"name": "a", "{}": 1}}"#, "x".repeat(5_000));
        assert_eq!(told(&long).0.chars().count(), NAME_MAX);
    }
}
