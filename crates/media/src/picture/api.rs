//! Pictures for programs.

use axum::extract::{Request, State};
use kernel::{Cursor, Fault, List, ListSize, Outcome, Ts};
use serde::Serialize;
use utoipa::ToSchema;
use web::{App, JsonList, ListQuery, Path, Query, Reply, Viewer};

use super::{MediaId, Picture, address, remove, store, upload};

/// A picture.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PictureJson {
    #[schema(value_type = String)]
    id: MediaId,
    /// Width in pixels of the largest size.
    width: i64,
    /// Height in pixels of the largest size.
    height: i64,
    /// The colour that most of it has, `#rrggbb`.
    colour: String,
    /// What it shows.
    alt: String,
    /// Bytes of all sizes.
    bytes: i64,
    /// What to put into a body to show it.
    markdown: String,
    /// Whether a post or comment shows it.
    shown: bool,
    variants: Vec<VariantJson>,
    #[schema(value_type = String)]
    created_at: Ts,
}

/// A picture at one size.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct VariantJson {
    width: i64,
    height: i64,
    /// The media type.
    r#type: &'static str,
    bytes: i64,
    /// The address for browsers; programs ask the same below `/api/v1`.
    url: String,
}

impl From<Picture> for PictureJson {
    fn from(picture: Picture) -> Self {
        let variant = |size: &super::Variant| VariantJson {
            width: size.width,
            height: size.height,
            r#type: size.kind.media_type(),
            bytes: size.bytes,
            url: address(picture.id, size.width),
        };
        Self {
            variants: picture.variants.iter().map(variant).collect(),
            markdown: picture.markdown(),
            shown: picture.idle_since.is_none(),
            id: picture.id,
            width: picture.width,
            height: picture.height,
            colour: picture.colour,
            alt: picture.alt,
            bytes: picture.bytes,
            created_at: picture.created_at,
        }
    }
}

/// A page of pictures.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PicturesJson {
    items: Vec<PictureJson>,
    /// Where the next page begins.
    next: Option<String>,
}

/// The form that brings a picture in.
#[derive(Debug, Clone, ToSchema)]
#[expect(dead_code, reason = "describes a form that is read piece by piece")]
pub(crate) struct NewPicture {
    /// JPEG, PNG, GIF or WebP, at most 25 MiB and 50 million pixels.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// What it shows.
    alt: Option<String>,
}

/// Brings a picture in: turned upright, stripped of what the camera wrote, made anew at a few
/// widths.
#[utoipa::path(post, path = "/api/v1/media", tag = "media",
    request_body(content = NewPicture, content_type = "multipart/form-data"),
    responses((status = 201, body = PictureJson), (status = 401), (status = 403), (status = 413),
        (status = 422), (status = 429)))]
pub(crate) async fn create(State(app): State<App>, viewer: Viewer, request: Request) -> Reply {
    let picture = upload::receive(&app, &viewer, request).await?;
    web::created(&PictureJson::from(picture))
}

/// What the cursors of somebody's own pictures name the list.
pub(crate) const LIST: &str = "pictures";

/// Lists the caller's pictures, the newest first.
#[utoipa::path(get, path = "/api/v1/media", tag = "media",
    params(
        ("cursor" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<u32>, Query, description = "1 to 100, 20 without")),
    responses((status = 200, body = PicturesJson), (status = 401), (status = 422)))]
pub(crate) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<ListQuery>,
) -> Reply {
    let list = own(&app, &viewer, query.place(&app, LIST)?, query.size()?).await?;
    web::json(&JsonList::of(&app, LIST, list.map(PictureJson::from)))
}

/// A page of the viewer's own pictures.
pub(crate) async fn own(
    app: &App,
    viewer: &Viewer,
    after: Cursor,
    size: ListSize,
) -> Outcome<List<Picture>> {
    let me = viewer.me()?.id;
    let rows =
        app.db().read(async move |tx| store::list_of(tx, me, after, size.probe()).await).await?;
    Ok(List::cut(rows, size, Picture::place))
}

/// Tells about one of the caller's pictures.
#[utoipa::path(get, path = "/api/v1/media/{id}", tag = "media", params(("id" = String, Path)),
    responses((status = 200, body = PictureJson), (status = 401), (status = 404)))]
pub(crate) async fn show(State(app): State<App>, viewer: Viewer, Path(id): Path<MediaId>) -> Reply {
    let me = viewer.me()?.id;
    let found = app.db().read(async move |tx| store::find(tx, id).await).await?;
    let found = found.filter(|picture| picture.owner == me);
    web::json(&PictureJson::from(found.ok_or(Fault::Missing("media.missing"))?))
}

/// Removes a picture that nothing shows; for the team, any.
#[utoipa::path(delete, path = "/api/v1/media/{id}", tag = "media", params(("id" = String, Path)),
    responses((status = 204), (status = 401), (status = 404), (status = 409)))]
pub(crate) async fn delete(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MediaId>,
) -> Reply {
    app.db().tx(async move |tx| remove::by_hand(tx, &viewer, id).await).await?;
    web::no_content()
}

/// Gives a picture at a width to who may see it.
#[utoipa::path(get, path = "/api/v1/media/{id}/{width}", tag = "media",
    params(("id" = String, Path), ("width" = String, Path, description = "pixels, or `full`")),
    responses((status = 200, content_type = "image/*"), (status = 206), (status = 304),
        (status = 404)))]
pub(crate) async fn content(
    app: State<App>,
    viewer: Viewer,
    path: Path<(String, String)>,
    headers: http::HeaderMap,
) -> Reply {
    crate::serve::variant(app, viewer, path, headers).await
}
