//! The page of a member's notifications.

use askama::Template;
use axum::extract::State;
use community::{Community, Reader};
use http::HeaderMap;
use kernel::{Fault, MemberId, Outcome};
use serde::Deserialize;
use web::{App, Form, ListQuery, Pager, Path, Query, Reply, Shell, Stream, Tab, Viewer};

use super::draw::{Look, RowView, Told, bells, told};
use super::{NotificationId, Shelf, read, store};
use crate::texts::Texts;
use crate::unread::Unread;

#[derive(Template)]
#[template(path = "notify/list.html")]
struct ListPage {
    shell: Shell,
    t: Texts,
    filter: &'static str,
    unread: i64,
    tabs: Vec<Tab>,
    rows: Vec<String>,
    pager: Pager,
}

/// Which filter, and from where on.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    f: String,
    cursor: Option<String>,
    limit: Option<u32>,
}

/// Shows what the member was told, the latest first.
pub(crate) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Reply {
    let shelf = Shelf::chosen(&asked.f);
    let query = ListQuery { cursor: asked.cursor, limit: asked.limit };
    let page = (query.place(&app, &super::list_name(shelf))?, query.size()?);
    let (community, asking, me) = (app.part::<Community>(), viewer.clone(), viewer.me()?.id);
    let place = app.hub().place();
    let (rows, next, unread) = app
        .db()
        .read(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            let list = super::list(tx, me, shelf, page).await?;
            let rows = told(tx, &reader, list.items).await?;
            Ok((rows, list.next, store::count_unread(tx, me).await?))
        })
        .await?;
    let look = Look::of(&app, viewer.locale);
    let draw = |told: &Told| web::draw(&RowView::of(&look, told, shelf));
    let rows: Outcome<Vec<String>> = rows.iter().map(draw).collect();
    let older = next.map(|cursor| {
        let cursor = web::seal_cursor(&app, &super::list_name(shelf), cursor);
        format!("{}cursor={cursor}", path(shelf, '&'))
    });
    let shell = app.shell(&viewer).title(look.t.title()).at("/notifications").since(place);
    web::html(&ListPage {
        shell: shell.build(),
        t: look.t,
        filter: shelf.map_or("all", Shelf::key),
        unread,
        tabs: tabs(look.t, shelf),
        rows: rows?,
        pager: Pager::on(web::Texts::new(viewer.locale), older),
    })
}

/// The list's address; `end` is `&` where parameters follow and a blank where none do.
fn path(shelf: Option<Shelf>, end: char) -> String {
    match (shelf, end) {
        (None, '&') => "/notifications?".to_owned(),
        (None, _) => "/notifications".to_owned(),
        (Some(shelf), '&') => format!("/notifications?f={}&", shelf.key()),
        (Some(shelf), _) => format!("/notifications?f={}", shelf.key()),
    }
}

fn tabs(t: Texts, current: Option<Shelf>) -> Vec<Tab> {
    let tab = |shelf: Option<Shelf>| {
        let word = match shelf {
            Some(Shelf::Mention) => t.filter_mention(),
            Some(Shelf::Money) => t.filter_money(),
            Some(Shelf::System | Shelf::Echo) => t.filter_system(),
            None => t.filter_all(),
        };
        Tab::new(path(shelf, ' '), word, shelf == current)
    };
    [None].into_iter().chain(Shelf::CHOICES.map(Some)).map(tab).collect()
}

/// Leads to what a notification is about, and marks it as read on the way.
pub(crate) async fn open(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<NotificationId>,
) -> Reply {
    let (community, asking, me) = (app.part::<Community>(), viewer.clone(), viewer.me()?.id);
    let (target, unread) = app
        .db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            let told = one(tx, &reader, (me, id)).await?;
            Ok((told.target(), read::mark(tx, me, &[id]).await?))
        })
        .await?;
    app.part::<Unread>().set(me, unread);
    web::see_other(target.as_deref().unwrap_or("/notifications"))
}

async fn one(tx: &db::Tx, reader: &Reader, (me, id): (MemberId, NotificationId)) -> Outcome<Told> {
    let row = store::one(tx, me, id).await?.ok_or(Fault::Missing("notification.missing"))?;
    let told = told(tx, reader, vec![row]).await?.pop();
    told.ok_or(Fault::Missing("notification.missing"))
}

/// What the member has seen: one notification, or all.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Seen {
    id: Option<String>,
    #[serde(default)]
    f: String,
}

/// Marks one notification as read, or all.
pub(crate) async fn post_read(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Form(seen): Form<Seen>,
) -> Reply {
    let (shelf, me) = (Shelf::chosen(&seen.f), viewer.me()?.id);
    let no_such = |_bad_id| Fault::Missing("notification.missing");
    let id = seen.id.map(|id| id.parse::<NotificationId>()).transpose().map_err(no_such)?;
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let (row, unread) = app
        .db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            let unread = read::mark(tx, me, id.as_slice()).await?;
            let row = match id {
                Some(id) => Some(one(tx, &reader, (me, id)).await?),
                None => None,
            };
            Ok((row, unread))
        })
        .await?;
    app.part::<Unread>().set(me, unread);
    let Some(row) = row.filter(|_| web::wants_stream(&headers)) else {
        return web::see_other(&path(shelf, ' '));
    };
    let look = Look::of(&app, viewer.locale);
    let html = web::draw(&RowView::of(&look, &row, shelf))?;
    let mut streams = bells(unread)?;
    streams.push(Stream::replace(format!("notification-{}", row.row.id), html));
    web::stream(&streams)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_part_of_the_address() {
        assert_eq!(path(None, ' '), "/notifications");
        assert_eq!(path(Some(Shelf::Money), ' '), "/notifications?f=money");
        assert_eq!(path(None, '&'), "/notifications?");
        assert_eq!(path(Some(Shelf::Mention), '&'), "/notifications?f=mention&");
    }
}
