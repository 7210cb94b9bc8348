//! Posts in JSON.

use axum::extract::State;
use db::Tx;
use kernel::{Cursor, Fault, FieldErrors, MemberId, Outcome, Ts};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{App, Json, JsonList, ListQuery, Path, Query, Reply, Viewer};

use super::open::{self, prepare};
use super::patch::{self, PostPatch};
use super::wire::{LockedJson, PostJson, prices};
use super::{PostDraft, PostId, acts, store};
use crate::Community;
use crate::comment::CommentId;
use crate::feed::{self, Order, Place};
use crate::gate::GateWish;
use crate::hand::Hand;
use crate::inspection::{self, Inspection};
use crate::policy::{self, Reading};
use crate::post::accept::accept;
use crate::reader::Reader;
use crate::space::SpaceId;
use crate::{follow, offer, version};

/// Which posts.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct PostsQuery {
    /// A space's handle.
    space: Option<String>,
    /// A tag.
    tag: Option<String>,
    /// A member's id.
    author: Option<MemberId>,
    /// `latest`, `hot`, `featured`, `following` or `unanswered`.
    order: Option<String>,
    cursor: Option<String>,
    limit: Option<u32>,
}

impl PostsQuery {
    /// What the cursors of the list name it.
    fn list_name(&self, order: Order) -> String {
        let [space, tag] = [&self.space, &self.tag].map(|part| part.as_deref().unwrap_or_default());
        let author = self.author.map(|id| id.to_string()).unwrap_or_default();
        format!("posts {} {space} {tag} {author}", order.key())
    }

    /// Refuses what no list answers, rather than answering something else.
    fn check(&self, order: Order) -> Outcome<()> {
        let mut errors = FieldErrors::none();
        let (space, tag, author) =
            (self.space.is_some(), self.tag.is_some(), self.author.is_some());
        if [space, tag, author].into_iter().filter(|named| *named).count() > 1 {
            errors.add(if tag { "tag" } else { "author" }, "list.one_place");
        }
        let unfit = match order {
            Order::Latest => false,
            Order::Following => space || tag || author,
            Order::Hot | Order::Featured | Order::Unanswered => tag || author,
        };
        if unfit {
            errors.add("order", "list.order");
        }
        errors.or(())
    }
}

/// Lists all posts that the caller may see; of what is locked, the free part's first words.
#[utoipa::path(get, path = "/api/v1/posts", tag = "posts",
    params(
        ("space" = Option<String>, Query, description = "A space's handle; alone"),
        ("tag" = Option<String>, Query, description = "A tag; alone, and by `latest` only"),
        ("author" = Option<String>, Query, description = "The id of the member who wrote them; \
            alone, and by `latest` only"),
        ("order" = Option<String>, Query, description = "`latest` (left out: the same), `hot`, \
            `featured`, `unanswered`, or `following` for members and the whole site. A page of \
            `following` may hold fewer than asked and still have a `next`"),
        ("cursor" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<u32>, Query, description = "1 to 100, 20 without")),
    responses((status = 200, body = Vec<PostJson>), (status = 401), (status = 404),
        (status = 422)))]
pub(crate) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<PostsQuery>,
) -> Reply {
    let paging = ListQuery { cursor: query.cursor.clone(), limit: query.limit };
    let order = match query.order.as_deref() {
        None => Order::Latest,
        Some(key) => {
            Order::from_key(key).ok_or_else(|| Fault::invalid("order", "request.query"))?
        }
    };
    query.check(order)?;
    let name = query.list_name(order);
    let page = feed::Page { order, after: paging.place(&app, &name)?, size: paging.size()? };
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let (reader, list, inspection) = app
        .db()
        .read(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            let place = place(tx, &reader, &query).await?;
            if let Place::Space(space) = place {
                let inspection = Inspection::of_space(&reader, space);
                let list = feed::list(tx, &reader, place, page).await?;
                return Ok((reader, list, inspection));
            }
            let reader = reader.at_large();
            let list = feed::all(tx, &reader, place, page).await?;
            Ok((reader, list, None))
        })
        .await?;
    inspection::note(&app, inspection).await?;
    web::json(&JsonList::of(&app, &name, list.map(|post| PostJson::of(&reader, post))))
}

async fn place(tx: &Tx, reader: &Reader, query: &PostsQuery) -> Outcome<Place> {
    if let Some(handle) = &query.space {
        let space = reader.ground.space_of(handle);
        policy::see_space(reader, space)?;
        let space = space.ok_or(Fault::Missing("space.missing"))?;
        return Ok(Place::Space(space.id));
    }
    if let Some(tag) = &query.tag {
        let found = crate::tag::store::find(tx, &crate::tag::slug(tag)).await?;
        return Ok(Place::Tag(found.ok_or(Fault::Missing("tag.missing"))?.id));
    }
    if let Some(author) = query.author {
        if !follow::store::is_member(tx, author).await? {
            return Err(Fault::Missing("member.missing"));
        }
        return Ok(Place::Author(author));
    }
    Ok(Place::Site)
}

/// One post: all of it, or its free part and what is behind the gate.
#[utoipa::path(get, path = "/api/v1/posts/{id}", tag = "posts", params(("id" = String, Path)),
    responses((status = 200, body = PostJson), (status = 404)))]
pub(crate) async fn show(State(app): State<App>, viewer: Viewer, Path(id): Path<PostId>) -> Reply {
    web::json(&single(&app, &viewer, id).await?)
}

pub(crate) async fn single(app: &App, viewer: &Viewer, id: PostId) -> Outcome<PostJson> {
    let (community, viewer) = (app.part::<Community>(), viewer.clone());
    let (post, inspection) =
        app.db().read(async move |tx| read(tx, &community, &viewer, id).await).await?;
    inspection::note(app, inspection).await?;
    Ok(post)
}

async fn read(
    tx: &Tx,
    community: &Community,
    viewer: &Viewer,
    id: PostId,
) -> Outcome<(PostJson, Option<Inspection>)> {
    let reader = Reader::of(tx, community, viewer).await?;
    let post = store::get(tx, id).await?;
    match policy::read_post(&reader, &post)? {
        Reading::Whole(permit) => {
            let html = store::whole_text(tx, &permit).await?.html;
            let body = match policy::edit_post(&reader, &post) {
                Ok(permit) => Some(store::source(tx, &permit).await?),
                Err(_) => None,
            };
            let version = body.as_ref().map(|body| version::of_post(&post, body));
            let inspection = Inspection::of_post(&reader, &post);
            let post = PostJson::of(&reader, post);
            Ok((PostJson { html: Some(html), body, version, ..post }, inspection))
        }
        Reading::Free => {
            let html = store::free_text(tx, id).await?.html;
            let offers = offer::for_post(tx, community, &reader.ground, &post).await?;
            let locked = LockedJson {
                characters: post.size.characters - post.size.free_characters,
                images: post.size.images - post.size.free_images,
                comments: post.comments,
                offers: offers.iter().flat_map(prices).collect(),
            };
            let post = PostJson::of(&reader, post);
            Ok((PostJson { html: Some(html), locked: Some(locked), ..post }, None))
        }
    }
}

/// A new post.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPost {
    /// The space's id or handle.
    space: String,
    /// `article` or `question`.
    kind: String,
    title: String,
    #[serde(default)]
    summary: String,
    /// Markdown.
    body: String,
    #[serde(default)]
    tags: Vec<String>,
    /// Who may read what stands below the divider; the space decides when left out.
    gate: Option<GateWish>,
}

/// A space by its id or handle, as far as the reader may know of it.
///
/// # Errors
/// `Missing` with `space.missing`, or what a look at it is refused with.
pub(crate) fn space_named(reader: &Reader, name: &str) -> Outcome<SpaceId> {
    let named = name.parse().ok().and_then(|id| reader.ground.space(id));
    let found = named.or_else(|| reader.ground.space_of(name));
    policy::see_space(reader, found)?;
    Ok(found.ok_or(Fault::Missing("space.missing"))?.id)
}

/// Publishes a post.
#[utoipa::path(post, path = "/api/v1/posts", tag = "posts", request_body = NewPost,
    responses((status = 201, body = PostJson), (status = 422)))]
pub(crate) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Json(new): Json<NewPost>,
) -> Reply {
    let NewPost { space, kind, title, summary, body, tags, gate } = new;
    let draft = PostDraft { kind, title, summary, body, tags, gate };
    let hand = Hand::here(&app, &viewer);
    let ready = prepare(app.db(), draft, hand).await?;
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let id = app
        .db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            let space = space_named(&reader, &space)?;
            open::open(tx, &reader, space, ready.clone(), None).await
        })
        .await?;
    web::created(&single(&app, &viewer, id).await?)
}

/// Changes a post.
#[utoipa::path(patch, path = "/api/v1/posts/{id}", tag = "posts", params(("id" = String, Path)),
    request_body = PostPatch,
    responses((status = 200, body = PostJson), (status = 403), (status = 409), (status = 422)))]
pub(crate) async fn update(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<PostId>,
    Json(patch): Json<PostPatch>,
) -> Reply {
    patch::patch(&app, &viewer, id, patch).await?;
    web::json(&single(&app, &viewer, id).await?)
}

/// Deletes a post; a tombstone is left.
#[utoipa::path(delete, path = "/api/v1/posts/{id}", tag = "posts", params(("id" = String, Path)),
    responses((status = 204), (status = 403), (status = 404)))]
pub(crate) async fn delete(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<PostId>,
) -> Reply {
    acts::remove(&app, &viewer, id).await?;
    web::no_content()
}

/// The answer to accept.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Accepted {
    /// The answer's id.
    #[schema(value_type = String)]
    comment: CommentId,
}

/// Accepts an answer.
#[utoipa::path(put, path = "/api/v1/posts/{id}/accepted", tag = "posts",
    params(("id" = String, Path)), request_body = Accepted, responses((status = 204)))]
pub(crate) async fn put_accepted(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<PostId>,
    Json(body): Json<Accepted>,
) -> Reply {
    set_accepted(&app, &viewer, id, Some(body.comment)).await
}

/// Takes acceptance back.
#[utoipa::path(delete, path = "/api/v1/posts/{id}/accepted", tag = "posts",
    params(("id" = String, Path)), responses((status = 204)))]
pub(crate) async fn delete_accepted(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<PostId>,
) -> Reply {
    set_accepted(&app, &viewer, id, None).await
}

async fn set_accepted(app: &App, viewer: &Viewer, id: PostId, answer: Option<CommentId>) -> Reply {
    let (community, viewer) = (app.part::<Community>(), viewer.clone());
    app.db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &viewer).await?;
            accept(tx, &reader, id, answer).await
        })
        .await?;
    web::no_content()
}

/// Picks a post.
#[utoipa::path(put, path = "/api/v1/posts/{id}/featured", tag = "posts",
    params(("id" = String, Path)), responses((status = 204)))]
pub(crate) async fn put_featured(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<PostId>,
) -> Reply {
    acts::feature(&app, &viewer, id, true).await?;
    web::no_content()
}

/// Ends picking a post.
#[utoipa::path(delete, path = "/api/v1/posts/{id}/featured", tag = "posts",
    params(("id" = String, Path)), responses((status = 204)))]
pub(crate) async fn delete_featured(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<PostId>,
) -> Reply {
    acts::feature(&app, &viewer, id, false).await?;
    web::no_content()
}

/// Closes the discussion of a post.
#[utoipa::path(put, path = "/api/v1/posts/{id}/closed", tag = "posts",
    params(("id" = String, Path)), responses((status = 204)))]
pub(crate) async fn put_closed(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<PostId>,
) -> Reply {
    acts::close(&app, &viewer, id, true).await?;
    web::no_content()
}

/// Opens the discussion of a post again.
#[utoipa::path(delete, path = "/api/v1/posts/{id}/closed", tag = "posts",
    params(("id" = String, Path)), responses((status = 204)))]
pub(crate) async fn delete_closed(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<PostId>,
) -> Reply {
    acts::close(&app, &viewer, id, false).await?;
    web::no_content()
}

/// The first place of a list that runs from old to new.
pub(crate) const OLDEST: Cursor = Cursor { at: Ts::from_micros(i64::MIN), id: 0 };
