//! Saying what a tag is about.

use db::Tx;
use kernel::{Fault, Outcome};
use web::{App, Permission, Viewer};

use super::{Tag, store};
use crate::Community;
use crate::comment::write::draw;
use crate::hand::Hand;
use crate::post::clean_body;
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

/// Draws what a tag is about and writes it, for a viewer.
///
/// # Errors
/// As [`describe`].
pub(crate) async fn change(app: &App, viewer: &Viewer, slug: &str, body: &str) -> Outcome<Tag> {
    let body = clean_body(body);
    // What is said about a tag shows no pictures: nothing would decide who may see them.
    let hand = Hand::of(None, app.settings().url.clone());
    let drawn = draw(app.db(), &body, hand).await?;
    let (community, viewer, slug) = (app.part::<Community>(), viewer.clone(), slug.to_owned());
    app.db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &viewer).await?;
            describe(tx, &reader, &slug, (&body, &drawn.html)).await
        })
        .await
}
