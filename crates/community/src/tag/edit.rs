//! Saying what a tag is about.

use db::Tx;
use kernel::{Fault, Outcome};
use web::Permission;

use super::{Tag, store};
use crate::reader::Reader;

/// The most characters of what is said about a tag.
const BODY_MAX: usize = 2_000;

/// Writes what a tag is about; drawn before.
///
/// # Errors
/// `SignIn`, `Denied` without the permission, `Missing`, `Invalid`.
pub async fn describe(
    tx: &mut Tx,
    reader: &Reader,
    slug: &str,
    (body, html): (&str, &str),
) -> Outcome<Tag> {
    reader.me()?;
    if !reader.may(Permission::ContentPublish) {
        return Err(Fault::denied("post.team_only"));
    }
    if body.chars().count() > BODY_MAX {
        return Err(Fault::invalid("body", "comment.body_long"));
    }
    let tag = store::find(tx, slug).await?.ok_or(Fault::Missing("tag.missing"))?;
    store::set_text(tx, tag.id, body, html).await?;
    Ok(tag)
}
