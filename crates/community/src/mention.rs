//! Mentions: `@handle` in a text. The text shows the name, the row keeps the id.

pub(crate) mod former;
pub(crate) mod page;
pub(crate) mod store;

use std::collections::{HashMap, HashSet};

use db::Tx;
use kernel::{MemberId, Outcome};
use text::markdown::Mentionable;

use crate::reaction::Subject;

/// The most members that one text mentions with effect; further ones are plain words.
const MENTIONS_MAX: usize = 20;

/// Looks up whom a text may mention, by handle.
pub(crate) async fn known(
    tx: &Tx,
    mut handles: Vec<String>,
) -> Outcome<HashMap<String, Mentionable>> {
    handles.truncate(MENTIONS_MAX);
    if handles.is_empty() {
        return Ok(HashMap::new());
    }
    let mentionable = |(id, name, handle): (MemberId, String, String)| {
        let href = format!("/m/{handle}");
        (handle, Mentionable { id, name, href })
    };
    Ok(store::by_handles(tx, &handles).await?.into_iter().map(mentionable).collect())
}

/// Writes down whom a new text mentions, its author left out.
pub(crate) async fn put(
    tx: &mut Tx,
    subject: Subject,
    author: MemberId,
    mentioned: &[MemberId],
) -> Outcome<Vec<MemberId>> {
    let others: Vec<MemberId> =
        mentioned.iter().copied().filter(|member| *member != author).collect();
    for member in &others {
        store::insert(tx, subject, *member).await?;
    }
    Ok(others)
}

/// Writes down whom a changed text mentions now; who is new among them, its author left out.
pub(crate) async fn replace(
    tx: &mut Tx,
    subject: Subject,
    author: MemberId,
    mentioned: &[MemberId],
) -> Outcome<Vec<MemberId>> {
    let before: HashSet<MemberId> = store::of(tx, subject).await?.into_iter().collect();
    store::forget_all(tx, subject).await?;
    let mut now = put(tx, subject, author, mentioned).await?;
    now.retain(|member| !before.contains(member));
    Ok(now)
}
