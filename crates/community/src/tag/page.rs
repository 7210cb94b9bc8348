//! The page of a tag.

use askama::Template;
use axum::extract::State;
use db::Tx;
use kernel::{Fault, Outcome};
use std::sync::Arc;
use web::{App, Form, ListQuery, Pager, Path, Permission, Query, Reply, Shell, Viewer};

use super::{Tag, edit, store};
use crate::Community;
use crate::comment::page::WriteFields;
use crate::feed::draw::Shelf;
use crate::feed::{self, Order, Place};
use crate::follow::{self, Target};
use crate::look::Look;
use crate::post::page::FollowView;
use crate::reader::Reader;
use crate::texts::Texts;

#[derive(Template)]
#[template(path = "community/tag/show.html")]
struct TagPage {
    shell: Shell,
    t: Texts,
    name: String,
    count: String,
    html: String,
    follow: Option<FollowView>,
    edits: Option<String>,
    rows: Vec<Arc<str>>,
    pager: Pager,
}

/// Shows a tag: what it is about, and the posts that the viewer may see.
pub(crate) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(slug): Path<String>,
    Query(query): Query<ListQuery>,
) -> Reply {
    let one = super::slug(&slug);
    if one != slug {
        return web::moved(&format!("/t/{one}"));
    }
    let name = format!("posts under {slug}");
    let after = query.place(&app, &name)?;
    let page = feed::Page { order: Order::Latest, after, size: query.size()? };
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let (reader, tag, shelf, follows) =
        app.db().read(async move |tx| data(tx, &community, &asking, &one, page).await).await?;
    let path = format!("/t/{slug}");
    let look = Look::of(&app, &viewer, &path);
    let older = shelf
        .next()
        .map(|cursor| format!("{path}?cursor={}", web::seal_cursor(&app, &name, cursor)));
    let title = look.t.tag_title(&tag.name);
    let follow = reader
        .member
        .map(|_| FollowView { action: format!("/follows/tag/{}", tag.id), on: follows });
    web::html(&TagPage {
        shell: app.shell(&viewer).title(title).back(&path).build(),
        t: look.t,
        count: look.t.tag_count(tag.open_posts),
        html: tag.html,
        follow,
        edits: viewer.may(Permission::ContentPublish).then(|| format!("{path}/edit")),
        rows: shelf.rows(&look, &reader, true)?,
        pager: shelf.pager(&look, older),
        name: tag.name,
    })
}

async fn data(
    tx: &Tx,
    community: &Community,
    viewer: &Viewer,
    slug: &str,
    page: feed::Page,
) -> Outcome<(Reader, Tag, Shelf, bool)> {
    let reader = Reader::of(tx, community, viewer).await?.at_large();
    let tag = store::find(tx, slug).await?.ok_or(Fault::Missing("tag.missing"))?;
    let shelf = Shelf::read(tx, community, &reader, (Place::Tag(tag.id), page)).await?;
    // A tag of hidden posts alone is not known to whoever sees none of them.
    if tag.open_posts == 0 && shelf.is_empty() && page.after == kernel::Cursor::START {
        return Err(Fault::Missing("tag.missing"));
    }
    let follows = match reader.member {
        Some(me) => follow::store::is(tx, me, Target::Tag(tag.id)).await?,
        None => false,
    };
    Ok((reader, tag, shelf, follows))
}

#[derive(Template)]
#[template(path = "community/tag/edit.html")]
struct EditPage {
    shell: Shell,
    t: Texts,
    action: String,
    back: String,
    field: web::FieldView,
}

/// The form in which a tag is described.
pub(crate) async fn get_edit(
    State(app): State<App>,
    viewer: Viewer,
    Path(slug): Path<String>,
) -> Reply {
    let wanted = slug.clone();
    let body = app.db().read(async move |tx| store::body(tx, &wanted).await).await?;
    let body = body.ok_or(Fault::Missing("tag.missing"))?;
    let t = Texts::new(viewer.locale);
    let field = web::FieldView::new("area", "body", t.tag_body()).value(body);
    web::html(&EditPage {
        shell: app.shell(&viewer).title(t.tag_edit()).build(),
        t,
        action: format!("/t/{slug}/edit"),
        back: format!("/t/{slug}"),
        field: field.hint(t.tag_body_hint()).max(2_000),
    })
}

/// Describes a tag.
pub(crate) async fn post_edit(
    State(app): State<App>,
    viewer: Viewer,
    Path(slug): Path<String>,
    Form(fields): Form<WriteFields>,
) -> Reply {
    edit::change(&app, &viewer, &slug, &fields.body).await?;
    let said = Texts::new(viewer.locale).tag_saved();
    web::see_other_with(&app, &viewer, &format!("/t/{slug}"), said)
}
