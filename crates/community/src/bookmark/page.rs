//! Keeping posts for later: the button and the list.

use askama::Template;
use axum::extract::State;
use db::Tx;
use http::HeaderMap;
use kernel::Outcome;
use std::sync::Arc;
use web::{App, Form, ListQuery, Pager, Path, Query, Reply, Shell, Stream, Viewer};

use super::LIST;
use crate::feed::draw::Shelf;
use crate::feed::{self, Order};
use crate::look::Look;
use crate::post::parse_path;
use crate::reaction::page::OnField;
use crate::reaction::{Pressed, Subject};
use crate::reader::Reader;
use crate::texts::Texts;
use crate::{Community, follow};

/// Keeps a post for later, or does not any more.
pub(crate) async fn post(
    State(app): State<App>,
    viewer: Viewer,
    Path(path): Path<String>,
    headers: HeaderMap,
    Form(field): Form<OnField>,
) -> Reply {
    let (id, _) = parse_path(&path)?;
    let look = Look::of(&app, &viewer, "/");
    let (community, asking, on) = (app.part::<Community>(), viewer.clone(), field.is_on());
    let (back, html) = app
        .db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            let post = super::set(tx, &reader, id, on).await?;
            let who = (id, post.author.id);
            let mut pressed = Pressed::default();
            for (_, word) in follow::store::marks(tx, reader.me()?, who, &[]).await? {
                pressed.add(&word);
            }
            Ok((post.path(), web::draw(&look.bookmark(&post, pressed))?))
        })
        .await?;
    if web::wants_stream(&headers) {
        let target = format!("keep-{}", Subject::Post(id).target());
        return web::stream(&[Stream::morph(target, html)]);
    }
    web::see_other(&back)
}

#[derive(Template)]
#[template(path = "community/author/bookmarks.html")]
struct BookmarksPage {
    shell: Shell,
    t: Texts,
    rows: Vec<Arc<str>>,
    pager: Pager,
}

/// Shows what the member keeps.
pub(crate) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<ListQuery>,
) -> Reply {
    let page =
        feed::Page { order: Order::Latest, after: query.place(&app, LIST)?, size: query.size()? };
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let (reader, shelf) =
        app.db().read(async move |tx| shelf(tx, &community, &asking, page).await).await?;
    let look = Look::of(&app, &viewer, "/me/bookmarks");
    let older = shelf
        .next()
        .map(|cursor| format!("/me/bookmarks?cursor={}", web::seal_cursor(&app, LIST, cursor)));
    web::html(&BookmarksPage {
        shell: app.shell(&viewer).title(look.t.bookmarks_title()).at("/me/bookmarks").build(),
        t: look.t,
        rows: shelf.rows(&look, &reader, true)?,
        pager: shelf.pager(&look, older),
    })
}

async fn shelf(
    tx: &Tx,
    community: &Community,
    viewer: &Viewer,
    page: feed::Page,
) -> Outcome<(Reader, Shelf)> {
    let reader = Reader::of(tx, community, viewer).await?;
    let list = super::list(tx, &reader, page).await?;
    let shelf = Shelf::of(tx, community, &reader, list).await?;
    Ok((reader, shelf))
}
