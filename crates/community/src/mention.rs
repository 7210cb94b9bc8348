//! Mentions: `@handle` in a text. The text shows the name, the row keeps the id.

pub(crate) mod store;

use std::collections::HashSet;

use db::Tx;
use kernel::{MemberId, Outcome};

use crate::post::body::{Known, handles};
use crate::reaction::Subject;

/// The most members that one text mentions with effect; further ones are plain words.
const MENTIONS_MAX: usize = 20;

/// Looks up whom a text may mention.
pub(crate) async fn known(tx: &Tx, source: &str, origin: Option<String>) -> Outcome<Known> {
    let mut handles = handles(source, origin.as_deref());
    handles.truncate(MENTIONS_MAX);
    let members =
        if handles.is_empty() { Vec::new() } else { store::by_handles(tx, &handles).await? };
    let mentionable = |(id, name, handle): (MemberId, String, String)| {
        let href = format!("/m/{handle}");
        (handle, text::markdown::Mentionable { id, name, href })
    };
    Ok(Known { members: members.into_iter().map(mentionable).collect(), origin })
}

/// Writes down whom a text mentions now; who is new among them, its author left out.
pub(crate) async fn keep(
    tx: &mut Tx,
    subject: Subject,
    author: MemberId,
    mentioned: &[MemberId],
) -> Outcome<Vec<MemberId>> {
    let before: HashSet<MemberId> = store::of(tx, subject).await?.into_iter().collect();
    store::forget_all(tx, subject).await?;
    let mut new = Vec::new();
    for member in mentioned.iter().copied().filter(|member| *member != author) {
        store::insert(tx, subject, member).await?;
        if !before.contains(&member) {
            new.push(member);
        }
    }
    Ok(new)
}
