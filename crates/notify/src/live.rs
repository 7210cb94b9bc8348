//! The bell on open pages, and the rows of an open list.

use std::collections::HashMap;
use std::sync::Arc;

use community::{Community, Reader};
use db::Event;
use futures_util::future::BoxFuture;
use kernel::{Locale, MemberId, Outcome};
use serde_json::json;
use web::live::{Allowed, Audience, LiveEvent, Scene, SceneFace, Stage, Topic};
use web::{App, Permissions, Stream, Viewer, streams_text};

use crate::events::{NotificationCreated, NotificationRead, NotificationWithdrawn};
use crate::notification::draw::{Look, RowView, Told, bells, told};
use crate::notification::{NotificationId, Shelf, store};
use crate::unread::Unread;

/// The slice's part in live pages; it also keeps this process's [`Unread`] right.
#[derive(Debug, Clone, Copy, Default)]
pub struct NotifyStage;

impl Stage for NotifyStage {
    fn may_follow<'a>(
        &'a self,
        _app: &'a App,
        _viewer: &'a Viewer,
        _topic: &'a Topic,
    ) -> BoxFuture<'a, Outcome<Option<bool>>> {
        // A member's own topic is decided by the hub.
        Box::pin(async { Ok(None) })
    }

    fn scenes<'a>(
        &'a self,
        app: &'a App,
        event: &'a LiveEvent,
        audience: Audience<'a>,
    ) -> BoxFuture<'a, Outcome<Vec<Scene>>> {
        Box::pin(scenes(app, event, audience))
    }
}

/// What happened to whose bell.
struct News {
    name: &'static str,
    member: MemberId,
    rows: Vec<NotificationId>,
}

fn news(event: &LiveEvent) -> Option<News> {
    let payload = event.payload.clone();
    match event.name.as_str() {
        NotificationCreated::NAME => {
            let event: NotificationCreated = serde_json::from_value(payload).ok()?;
            let (member, rows) = (event.member, vec![event.notification]);
            Some(News { name: NotificationCreated::NAME, member, rows })
        }
        NotificationRead::NAME => {
            let event: NotificationRead = serde_json::from_value(payload).ok()?;
            let (member, rows) = (event.member, event.notifications);
            Some(News { name: NotificationRead::NAME, member, rows })
        }
        NotificationWithdrawn::NAME => {
            let event: NotificationWithdrawn = serde_json::from_value(payload).ok()?;
            let (member, rows) = (event.member, vec![event.notification]);
            Some(News { name: NotificationWithdrawn::NAME, member, rows })
        }
        _ => None,
    }
}

async fn scenes(app: &App, event: &LiveEvent, audience: Audience<'_>) -> Outcome<Vec<Scene>> {
    let Some(news) = news(event) else { return Ok(Vec::new()) };
    let member = news.member;
    let unread = app.db().read(async move |tx| store::count_unread(tx, member).await).await?;
    app.part::<Unread>().set(member, unread);
    let topic = Topic::member(member);
    if !audience.follows(&topic) {
        return Ok(Vec::new());
    }
    let (rows, permissions) = rows(app, member, news.rows.clone()).await?;
    let kinds: Vec<&str> = rows.iter().map(|told| told.row.kind.key()).collect();
    let json = json!({ "notifications": news.rows, "kinds": kinds, "unread": unread });
    let face = |allowed, rows: &[Told]| {
        let mut html = HashMap::new();
        for locale in Locale::ALL {
            html.insert(locale, streams_text(&streams(app, locale, &news, (unread, rows))?));
        }
        Ok::<_, kernel::Fault>(SceneFace { allowed, html, json: json.clone() })
    };
    // A session may hold less than the member's roles: it is shown the number alone.
    let whole = face(holding(member, permissions), &rows)?;
    let number = face(Allowed::Only(member), &[])?;
    Ok(vec![Scene { topic, name: news.name, faces: vec![whole, number] }])
}

/// The member in a session that holds all that their roles allow.
fn holding(member: MemberId, permissions: Permissions) -> Allowed {
    Allowed::Judged(Arc::new(move |_app, viewer| {
        let whole = viewer
            .member
            .as_ref()
            .is_some_and(|me| me.id == member && me.permissions.bits() == permissions.bits());
        Box::pin(async move { whole })
    }))
}

/// The rows as the member may see them now, and what their roles allow.
async fn rows(
    app: &App,
    member: MemberId,
    ids: Vec<NotificationId>,
) -> Outcome<(Vec<Told>, Permissions)> {
    let community = app.part::<Community>();
    app.db()
        .read(async move |tx| {
            let permissions = Permissions::from_bits(store::permissions(tx, member).await?);
            let reader = Reader::member(tx, &community, Some(member), permissions).await?;
            let mut rows = Vec::new();
            for id in &ids {
                rows.extend(store::one(tx, member, *id).await?);
            }
            Ok((told(tx, &reader, rows).await?, permissions))
        })
        .await
}

/// What open pages change: the bell everywhere, and the rows where a list is open.
fn streams(
    app: &App,
    locale: Locale,
    news: &News,
    (unread, rows): (i64, &[Told]),
) -> Outcome<Vec<Stream>> {
    let look = Look::of(app, locale);
    let mut streams = bells(unread)?;
    for told in rows {
        let shelf = told.row.shelf;
        if news.name == NotificationCreated::NAME {
            streams.push(Stream::remove("notifications-empty"));
            let of_shelf = Some(shelf).filter(|shelf| Shelf::CHOICES.contains(shelf));
            for list in [None].into_iter().chain(of_shelf.map(Some)) {
                let target = format!("notifications-{}", list.map_or("all", Shelf::key));
                streams.push(Stream::prepend(target, web::draw(&RowView::of(&look, told, list))?));
            }
        } else {
            let target = format!("notification-{}", told.row.id);
            streams.push(Stream::replace(target, web::draw(&RowView::of(&look, told, None))?));
        }
    }
    if news.name == NotificationWithdrawn::NAME {
        streams.extend(news.rows.iter().map(|id| Stream::remove(format!("notification-{id}"))));
    }
    Ok(streams)
}
