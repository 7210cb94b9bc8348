//! A member's notifications for programs.

use access::ThingName;
use axum::extract::State;
use community::comment::CommentId;
use community::post::PostId;
use community::{Community, Reader};
use kernel::{Fault, Id, MemberId, Money, Ts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{App, Json, JsonList, ListQuery, Query, Reply, Viewer};

use super::draw::{Told, told};
use super::{NotificationId, Shelf, read};
use crate::texts::Texts;
use crate::unread::Unread;

/// Something that the caller is told.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct NotificationJson {
    #[schema(value_type = String)]
    id: NotificationId,
    /// `comment`, `answer`, `reply`, `mention`, `accepted`, `post_featured`, `comment_featured`,
    /// `reaction`, `follow`, `granted`, `ended`, `paid`, `refunded` or `adoption`.
    kind: &'static str,
    /// `mention`, `money`, `system` or `echo`.
    shelf: &'static str,
    /// The sentence in the caller's language.
    text: String,
    /// How many different people one row gathers.
    people: i64,
    /// The latest of them, unless they left or it may not be seen what they did.
    actor: Option<ActorJson>,
    #[schema(value_type = Option<String>)]
    post: Option<PostId>,
    /// The post's title, where the caller may see it.
    title: Option<String>,
    #[schema(value_type = Option<String>)]
    comment: Option<CommentId>,
    /// The first words of the comment, where the caller may read it.
    excerpt: Option<String>,
    /// The order's number.
    order: Option<String>,
    #[schema(value_type = Option<Object>)]
    amount: Option<Money>,
    /// What was given or is over.
    thing: Option<ThingName>,
    read: bool,
    /// Where it leads.
    url: Option<String>,
    #[schema(value_type = String)]
    created_at: Ts,
    /// When it last gathered somebody.
    #[schema(value_type = String)]
    updated_at: Ts,
}

/// Who did something.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ActorJson {
    #[schema(value_type = String)]
    id: MemberId,
    handle: String,
    name: String,
}

impl NotificationJson {
    fn of(t: Texts, told: &Told) -> Self {
        let (row, (post, comment)) = (&told.row, told.place());
        let actor = told.actor().map(|actor| ActorJson {
            id: MemberId::from_i64(actor.id),
            handle: actor.handle.to_owned(),
            name: actor.name.to_owned(),
        });
        Self {
            id: row.id,
            kind: row.kind.key(),
            shelf: row.shelf.key(),
            text: told.sentence(t),
            people: row.people,
            actor,
            post,
            title: told.title().map(str::to_owned),
            comment,
            excerpt: told.excerpt.clone(),
            order: row.order_no.clone(),
            amount: told.amount(),
            thing: row.thing().filter(|_| !told.is_veiled()).map(ThingName::from),
            read: row.read_at.is_some(),
            url: told.target(),
            created_at: row.created_at,
            updated_at: row.moved_at,
        }
    }
}

/// A page of notifications.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct NotificationsJson {
    items: Vec<NotificationJson>,
    /// Where the next page begins.
    next: Option<String>,
}

/// Which of them, and from where on.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    filter: Option<String>,
    cursor: Option<String>,
    limit: Option<u32>,
}

/// Lists what the caller was told, the latest first.
#[utoipa::path(get, path = "/api/v1/notifications", tag = "notifications",
    params(
        ("filter" = Option<String>, Query, description = "`mention`, `money` or `system`; all without"),
        ("cursor" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<u32>, Query, description = "1 to 100, 20 without")),
    responses((status = 200, body = NotificationsJson), (status = 401), (status = 422)))]
pub(crate) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Reply {
    let shelf = match asked.filter.as_deref() {
        None | Some("" | "all") => None,
        Some(key) => {
            let unknown = || Fault::invalid("filter", "notification.filter");
            Some(Shelf::chosen(key).ok_or_else(unknown)?)
        }
    };
    let query = ListQuery { cursor: asked.cursor, limit: asked.limit };
    let page = (query.place(&app, &super::list_name(shelf))?, query.size()?);
    let (community, asking, me) = (app.part::<Community>(), viewer.clone(), viewer.me()?.id);
    let (rows, next) = app
        .db()
        .read(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            let list = super::list(tx, me, shelf, page).await?;
            Ok((told(tx, &reader, list.items).await?, list.next))
        })
        .await?;
    let t = Texts::new(viewer.locale);
    let items = rows.iter().map(|told| NotificationJson::of(t, told)).collect();
    web::json(&JsonList::of(&app, &super::list_name(shelf), kernel::List { items, next }))
}

/// What the caller has seen.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeenJson {
    /// Which notifications, at most 100; all when left out.
    #[schema(value_type = Option<Vec<String>>)]
    ids: Option<Vec<NotificationId>>,
}

/// How many are unread now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct UnreadJson {
    unread: i64,
}

/// Marks notifications of the caller as read.
#[utoipa::path(post, path = "/api/v1/notifications/read", tag = "notifications",
    request_body = SeenJson,
    responses((status = 200, body = UnreadJson), (status = 401), (status = 422)))]
pub(crate) async fn mark_read(
    State(app): State<App>,
    viewer: Viewer,
    Json(seen): Json<SeenJson>,
) -> Reply {
    let me = viewer.me()?.id;
    let named = seen.ids.as_ref().map_or(0, Vec::len);
    if named > read::NAMED_MAX || (named == 0 && seen.ids.is_some()) {
        return Err(Fault::invalid("ids", "notification.ids").into());
    }
    let ids = seen.ids.unwrap_or_default();
    let unread = app.db().tx(async move |tx| read::mark(tx, me, &ids).await).await?;
    app.part::<Unread>().set(me, unread);
    web::json(&UnreadJson { unread })
}
