//! Tags in JSON.

use axum::extract::State;
use kernel::{Fault, Outcome};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{App, Json, Path, Permission, Reply, Viewer};

use super::{Tag, TagId, edit, store};
use crate::Community;
use crate::reader::Reader;

/// A tag.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TagJson {
    #[schema(value_type = String)]
    id: TagId,
    name: String,
    /// What stands in its address.
    handle: String,
    /// What it is about, as HTML; may be empty.
    html: String,
    /// What it is about as Markdown, for who may change it.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    /// How many posts that anyone reads carry it.
    posts: i64,
    url: String,
}

impl TagJson {
    fn of(tag: Tag, body: Option<String>) -> Self {
        Self {
            id: tag.id,
            url: format!("/t/{}", tag.slug),
            name: tag.name,
            handle: tag.slug,
            html: tag.html,
            body,
            posts: tag.open_posts,
        }
    }
}

/// A tag, in any of its spellings, with what it is about.
#[utoipa::path(get, path = "/api/v1/tags/{tag}", tag = "tags", params(("tag" = String, Path)),
    responses((status = 200, body = TagJson)))]
pub(crate) async fn show(State(app): State<App>, viewer: Viewer, Path(tag): Path<String>) -> Reply {
    web::json(&load(&app, &viewer, super::slug(&tag)).await?)
}

async fn load(app: &App, viewer: &Viewer, slug: String) -> Outcome<TagJson> {
    let (community, viewer) = (app.part::<Community>(), viewer.clone());
    app.db()
        .read(async move |tx| {
            let reader = Reader::of(tx, &community, &viewer).await?;
            let tag = store::find(tx, &slug).await?.ok_or(Fault::Missing("tag.missing"))?;
            let edits = reader.may(Permission::ContentPublish);
            if !edits && !super::is_known(tx, &reader, &tag).await? {
                return Err(Fault::Missing("tag.missing"));
            }
            let body = if edits { store::body(tx, &slug).await? } else { None };
            Ok(TagJson::of(tag, body))
        })
        .await
}

/// What is to be said about a tag.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TagPatch {
    /// Markdown; at most 2,000 characters, and empty to say nothing.
    body: String,
}

/// Says what a tag is about.
#[utoipa::path(patch, path = "/api/v1/tags/{tag}", tag = "tags", params(("tag" = String, Path)),
    request_body = TagPatch, responses((status = 200, body = TagJson)))]
pub(crate) async fn update(
    State(app): State<App>,
    viewer: Viewer,
    Path(tag): Path<String>,
    Json(patch): Json<TagPatch>,
) -> Reply {
    let slug = super::slug(&tag);
    edit::change(&app, &viewer, &slug, &patch.body).await?;
    web::json(&load(&app, &viewer, slug).await?)
}
