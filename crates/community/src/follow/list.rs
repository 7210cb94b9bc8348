//! What a member follows, as far as they may know of it.

use std::collections::HashMap;

use db::Tx;
use kernel::{Cursor, Id, List, ListSize, Outcome, Ts};

use super::{Target, store};
use crate::policy;
use crate::reader::Reader;
use crate::tag::{self, TagId};

/// Something that is followed.
#[derive(Debug, Clone)]
pub(crate) struct Followed {
    /// What.
    pub(crate) target: Target,
    /// Its name.
    pub(crate) name: String,
    /// The part of its address that is its own.
    pub(crate) handle: String,
    /// Its page.
    pub(crate) path: String,
    /// Since when.
    pub(crate) since: Ts,
}

/// What the reader follows, the last followed first; a page from which something is gone or hidden
/// is shorter, and goes on.
///
/// # Errors
/// `SignIn` for a visitor.
pub(crate) async fn list(
    tx: &Tx,
    reader: &Reader,
    place: Cursor,
    size: ListSize,
) -> Outcome<List<Followed>> {
    let rows = store::list(tx, reader.me()?, place, size.probe()).await?;
    let rows = List::cut(rows, size, |(_, id, at)| Cursor { at: *at, id: *id });
    let known = rows.items.into_iter().filter_map(|(kind, id, since)| {
        let target = Target::from_parts(&kind, id)?;
        Some((target, since))
    });
    let targets: Vec<(Target, Ts)> = known.collect();
    let names = names(tx, reader, &targets).await?;
    let followed = |(target, since): (Target, Ts)| {
        let (name, handle, path) = names.get(&target.id())?.clone();
        Some(Followed { target, name, handle, path, since })
    };
    Ok(List { items: targets.into_iter().filter_map(followed).collect(), next: rows.next })
}

/// Name, handle and page of what the reader may know of.
async fn names(
    tx: &Tx,
    reader: &Reader,
    targets: &[(Target, Ts)],
) -> Outcome<HashMap<i64, (String, String, String)>> {
    let (mut members, mut tags) = (Vec::new(), Vec::new());
    let mut names = HashMap::new();
    for (target, _) in targets {
        match target {
            Target::Member(id) => members.push(id.get()),
            Target::Tag(id) => tags.push(*id),
            Target::Space(id) => {
                let space = reader.ground.space(*id);
                if let (Ok(_), Some(space)) = (policy::see_space(reader, space), space) {
                    let name = (space.name.clone(), space.handle.clone(), space.path());
                    names.insert(id.get(), name);
                }
            }
        }
    }
    if !members.is_empty() {
        for (id, name, handle) in store::members(tx, &members).await? {
            let path = format!("/m/{handle}");
            names.insert(id.get(), (name, handle, path));
        }
    }
    tagged(tx, reader, &tags, &mut names).await?;
    Ok(names)
}

async fn tagged(
    tx: &Tx,
    reader: &Reader,
    tags: &[TagId],
    names: &mut HashMap<i64, (String, String, String)>,
) -> Outcome<()> {
    if tags.is_empty() {
        return Ok(());
    }
    for tag in tag::store::by_ids(tx, tags).await? {
        if tag::is_known(tx, reader, &tag).await? {
            let path = format!("/t/{}", tag.slug);
            names.insert(tag.id.get(), (tag.name, tag.slug, path));
        }
    }
    Ok(())
}
