//! What a value may be: the words of the slices, ids, sizes of pages.

use commerce::product::Term;
use community::comment::CommentKind;
use community::feed::Order;
use community::follow::Target;
use community::post::PostKind;
use community::reaction::ReactionKind;
use community::space::{Posting, Visibility};
use people::profile::{Goal, Rhythm};
use serde_json::{Map, Value, json};
use web::{Role, Theme};

/// Thirteen characters of Crockford's base 32.
const ID: &str = "^[0-9a-hjkmnp-tv-z]{13}$";
/// A day and ten digits.
const ORDER_NUMBER: &str = "^[0-9]{18}$";
/// A member's id, or their handle behind `@`.
const MEMBER: &str = "^([0-9a-hjkmnp-tv-z]{13}|@[A-Za-z0-9_]{3,30})$";

/// Says of parameters and fields what they may be.
pub(super) fn constrain(document: &mut Value) {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (path, item) in paths.into_iter().flatten() {
        for operation in item.as_object_mut().into_iter().flat_map(Map::values_mut) {
            let list = operation.get_mut("parameters").and_then(Value::as_array_mut);
            for one in list.into_iter().flatten() {
                parameter(path, one);
            }
        }
    }
    let schemas = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    for (name, schema) in schemas.into_iter().flatten() {
        let fields = schema.get_mut("properties").and_then(Value::as_object_mut);
        for (field, schema) in fields.into_iter().flatten() {
            limit(schema, of_field(name, field));
        }
    }
}

fn parameter(path: &str, parameter: &mut Value) {
    let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
    let wanted = match name {
        "limit" => {
            let sizes = json!({ "type": "integer", "minimum": 1, "maximum": 100, "default": 20 });
            if let Some(parameter) = parameter.as_object_mut() {
                parameter.insert("schema".to_owned(), sizes);
            }
            return;
        }
        "id" if matches!(path, "/api/v1/members/{id}" | "/api/v1/members/{id}/comments") => {
            Limit::Pattern(MEMBER)
        }
        "id" | "member" | "author" | "entitlement" | "payment" | "claim" | "session" | "export" => {
            Limit::Pattern(ID)
        }
        "no" => Limit::Pattern(ORDER_NUMBER),
        "kind" if path.contains("/reactions/") => {
            Limit::Words(ReactionKind::ALL.map(ReactionKind::key).to_vec())
        }
        "kind" if path.contains("/follows/") => Limit::Words(Target::KINDS.to_vec()),
        "order" => Limit::Words(Order::ALL.map(Order::key).to_vec()),
        _ => return,
    };
    if let Some(schema) = parameter.get_mut("schema") {
        limit(schema, Some(wanted));
    }
}

/// What a text may be.
enum Limit {
    Pattern(&'static str),
    Words(Vec<&'static str>),
}

fn of_field(schema: &str, field: &str) -> Option<Limit> {
    let words = match (schema, field) {
        (_, "id") | ("Accepted", "comment") | ("NewComment", "parent") => {
            return Some(Limit::Pattern(ID));
        }
        ("FollowJson", "kind") => Target::KINDS.to_vec(),
        (_, "profile_to") => vec!["everyone", "members"],
        (
            "NewPost" | "PostPatch" | "PostJson" | "DraftJson" | "NewDraft" | "DraftPatch",
            "kind",
        ) => [PostKind::Article, PostKind::Question].map(PostKind::key).to_vec(),
        ("NewComment" | "CommentJson" | "SaidJson", "kind") => {
            [CommentKind::Comment, CommentKind::Answer].map(CommentKind::key).to_vec()
        }
        ("ResultJson", "kind") => vec!["article", "question", "comment", "answer"],
        (_, "role") => Role::ALL.map(Role::key).to_vec(),
        (_, "goal") => Goal::ALL.map(Goal::key).to_vec(),
        (_, "rhythm") => Rhythm::ALL.map(Rhythm::key).to_vec(),
        (_, "theme") => [Theme::Auto, Theme::Light, Theme::Dark].map(Theme::key).to_vec(),
        (_, "posting") => [Posting::Everyone, Posting::Team].map(Posting::key).to_vec(),
        ("ProductWish" | "ProductJson", "kind") => vec!["membership"],
        (_, "visibility") => Visibility::ALL.map(Visibility::key).to_vec(),
        (_, "term") => Term::ALL.iter().map(|term| term.key()).collect(),
        _ => return None,
    };
    Some(Limit::Words(words))
}

/// Limits a schema of a text; one that is something else stays as it is.
fn limit(schema: &mut Value, limit: Option<Limit>) {
    let kind = schema.get("type").cloned().unwrap_or_default();
    let is_text = |kind: &Value| kind == "string";
    let may_lack = kind.as_array().is_some_and(|kinds| kinds.contains(&json!("null")));
    let is_any = is_text(&kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(is_text));
    let (Some(schema), Some(limit), true) = (schema.as_object_mut(), limit, is_any) else { return };
    match limit {
        Limit::Pattern(pattern) => schema.insert("pattern".to_owned(), json!(pattern)),
        Limit::Words(words) => {
            let mut words: Vec<Value> = words.into_iter().map(Value::from).collect();
            words.extend(may_lack.then_some(Value::Null));
            schema.insert("enum".to_owned(), Value::Array(words))
        }
    };
}
