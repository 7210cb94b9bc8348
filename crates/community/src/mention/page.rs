//! Whom one may mention, while a name or handle is being typed.

use askama::Template;
use axum::extract::State;
use db::Tx;
use kernel::Outcome;
use serde::Deserialize;
use web::{App, Path, Query, Reply, Viewer};

use super::store;
use crate::Community;
use crate::post::PostId;
use crate::post::load::load;

/// Members that are suggested at most.
const MOST: usize = 8;

/// What was typed behind the `@`.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
}

impl Asked {
    fn typed(&self) -> String {
        self.q.trim().chars().take(30).collect()
    }
}

#[derive(Template)]
#[template(path = "community/post/mentions.html")]
struct Suggestions {
    people: Vec<(String, String)>,
}

/// Members whom a text anywhere may want to mention, as the lines of a list.
pub(crate) async fn suggest(
    State(app): State<App>,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Reply {
    viewer.me()?;
    let typed = asked.typed();
    let people = app.db().read(async move |tx| beginning(tx, &typed).await).await?;
    web::html(&Suggestions { people })
}

/// The same below a post: whoever takes part there comes first.
pub(crate) async fn suggest_below(
    State(app): State<App>,
    viewer: Viewer,
    Path(post): Path<PostId>,
    Query(asked): Query<Asked>,
) -> Reply {
    viewer.me()?;
    let (typed, community) = (asked.typed(), app.part::<Community>());
    let people = app.db().read(async move |tx| {
        let (_, found) = load(tx, &community, &viewer, post).await?;
        let mut people = store::taking_part(tx, &found).await?;
        let begins = |text: &str| text.to_lowercase().starts_with(&typed.to_lowercase());
        people.retain(|(name, handle)| !typed.is_empty() && (begins(handle) || begins(name)));
        people.truncate(MOST);
        add(&mut people, beginning(tx, &typed).await?);
        Ok(people)
    });
    web::html(&Suggestions { people: people.await? })
}

/// Whoever has just this handle, and members of the directory whose handle or name begins with what
/// was typed: who does not stand there cannot be found by trying letters.
pub(crate) async fn beginning(tx: &Tx, typed: &str) -> Outcome<Vec<(String, String)>> {
    let limit = i64::try_from(MOST).unwrap_or(i64::MAX);
    let handle = typed.to_ascii_lowercase();
    let Some((until, handle_until)) = after(typed).zip(after(&handle)) else {
        return Ok(Vec::new());
    };
    let exact = store::by_handles(tx, std::slice::from_ref(&handle)).await?;
    let mut people: Vec<_> = exact.into_iter().map(|(_, name, handle)| (name, handle)).collect();
    add(&mut people, store::by_handle_prefix(tx, &handle, &handle_until, limit).await?);
    add(&mut people, store::by_name_prefix(tx, typed, &until, limit).await?);
    Ok(people)
}

/// Adds people who are not there yet, as far as there is room.
fn add(people: &mut Vec<(String, String)>, more: Vec<(String, String)>) {
    for one in more {
        if people.len() < MOST && !people.contains(&one) {
            people.push(one);
        }
    }
}

/// The first text behind everything that begins with this one.
fn after(prefix: &str) -> Option<String> {
    let mut text: Vec<char> = prefix.chars().collect();
    let last = text.pop()?;
    let next = (u32::from(last) + 1..).find_map(char::from_u32)?;
    text.push(next);
    Some(text.into_iter().collect())
}
