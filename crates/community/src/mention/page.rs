//! Whom one may mention, while a name or handle is being typed.

use askama::Template;
use axum::extract::State;
use db::Tx;
use kernel::Outcome;
use serde::Deserialize;
use web::{App, Query, Reply, Viewer};

use super::store;

/// Members that are suggested at most.
const MOST: usize = 8;

/// What was typed behind the `@`.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "community/post/mentions.html")]
struct Suggestions {
    people: Vec<(String, String)>,
}

/// Members whose handle or name begins with what was typed, as the lines of a list.
pub(crate) async fn suggest(
    State(app): State<App>,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Reply {
    viewer.me()?;
    let typed: String = asked.q.trim().chars().take(30).collect();
    let people = app.db().read(async move |tx| beginning(tx, &typed).await).await?;
    web::html(&Suggestions { people })
}

/// Handles first: they are what the text will hold.
pub(crate) async fn beginning(tx: &Tx, typed: &str) -> Outcome<Vec<(String, String)>> {
    let limit = i64::try_from(MOST).unwrap_or(i64::MAX);
    let handle = typed.to_ascii_lowercase();
    let Some((until, handle_until)) = after(typed).zip(after(&handle)) else {
        return Ok(Vec::new());
    };
    let mut people = store::by_handle_prefix(tx, &handle, &handle_until, limit).await?;
    let named = store::by_name_prefix(tx, typed, &until, limit).await?;
    for one in named {
        if people.len() < MOST && !people.contains(&one) {
            people.push(one);
        }
    }
    Ok(people)
}

/// The first text behind everything that begins with this one.
fn after(prefix: &str) -> Option<String> {
    let mut text: Vec<char> = prefix.chars().collect();
    let last = text.pop()?;
    let next = (u32::from(last) + 1..).find_map(char::from_u32)?;
    text.push(next);
    Some(text.into_iter().collect())
}
