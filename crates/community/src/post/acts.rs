//! The team's and the author's acts on a post, and the word that it was read.

use axum::extract::State;
use http::{HeaderValue, header};
use kernel::Outcome;
use web::{App, Path, Reply, Viewer};

use super::read::FullRead;
use super::{Post, PostId, curate, delete, load, parse_path, store};
use crate::Community;
use crate::confirm::ConfirmPage;
use crate::policy;
use crate::reader::Reader;
use crate::texts::Texts;

async fn found(app: &App, viewer: &Viewer, path: &str) -> Outcome<(Reader, Post)> {
    let (id, _) = parse_path(path)?;
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    app.db().read(async move |tx| load::load(tx, &community, &asking, id).await).await
}

/// Picks a post, or takes that back.
pub(crate) async fn post_featured(
    State(app): State<App>,
    viewer: Viewer,
    Path(path): Path<String>,
) -> Reply {
    let (_, post) = found(&app, &viewer, &path).await?;
    let on = post.featured_at.is_none();
    feature(&app, &viewer, post.id, on).await?;
    let t = Texts::new(viewer.locale);
    let said = if on { t.post_featured_on() } else { t.post_featured_off() };
    web::see_other_with(&app, &viewer, &post.path(), said)
}

/// Picks a post or takes that back, in one transaction.
pub(crate) async fn feature(app: &App, viewer: &Viewer, id: PostId, on: bool) -> Outcome<()> {
    let (community, viewer) = (app.part::<Community>(), viewer.clone());
    app.db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &viewer).await?;
            curate::feature(tx, &reader, id, on).await
        })
        .await
}

/// Closes a discussion, or opens it again.
pub(crate) async fn post_closed(
    State(app): State<App>,
    viewer: Viewer,
    Path(path): Path<String>,
) -> Reply {
    let (_, post) = found(&app, &viewer, &path).await?;
    let on = !post.locked;
    close(&app, &viewer, post.id, on).await?;
    let t = Texts::new(viewer.locale);
    let said = if on { t.post_closed_on() } else { t.post_closed_off() };
    web::see_other_with(&app, &viewer, &post.path(), said)
}

/// Closes a discussion or opens it again, in one transaction.
pub(crate) async fn close(app: &App, viewer: &Viewer, id: PostId, on: bool) -> Outcome<()> {
    let (community, viewer) = (app.part::<Community>(), viewer.clone());
    app.db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &viewer).await?;
            curate::close(tx, &reader, id, on).await
        })
        .await
}

/// Asks whether a post shall be deleted.
pub(crate) async fn get_delete(
    State(app): State<App>,
    viewer: Viewer,
    Path(path): Path<String>,
) -> Reply {
    let (reader, post) = found(&app, &viewer, &path).await?;
    policy::delete_post(&reader, &post)?;
    let t = Texts::new(viewer.locale);
    web::html(&ConfirmPage {
        shell: app.shell(&viewer).title(t.delete_title()).build(),
        title: post.title.clone(),
        lead: t.delete_lead().to_owned(),
        action: format!("/p/{}/delete", post.id),
        yes: t.delete_yes().to_owned(),
        back: post.path(),
        no: t.delete_no().to_owned(),
    })
}

/// Deletes a post.
pub(crate) async fn post_delete(
    State(app): State<App>,
    viewer: Viewer,
    Path(path): Path<String>,
) -> Reply {
    let (id, _) = parse_path(&path)?;
    let post = remove(&app, &viewer, id).await?;
    let space = app.part::<Community>().ground.latest();
    let back = space.space(post.space).map_or_else(|| "/".to_owned(), |space| space.path());
    web::see_other_with(&app, &viewer, &back, Texts::new(viewer.locale).post_deleted())
}

/// Deletes a post in one transaction.
pub(crate) async fn remove(app: &App, viewer: &Viewer, id: PostId) -> Outcome<Post> {
    let (community, viewer) = (app.part::<Community>(), viewer.clone());
    app.db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &viewer).await?;
            delete::delete(tx, &reader, id).await
        })
        .await
}

/// Notes that the member read a post to its end.
async fn note_read(app: &App, viewer: &Viewer, path: &str) -> Outcome<()> {
    let (id, _) = parse_path(path)?;
    let member = viewer.me()?.id;
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let post = app
        .db()
        .read(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            let post = store::get(tx, id).await?;
            policy::read_whole(&reader, &post)?;
            Ok(post)
        })
        .await?;
    let day = app.settings().zone.day(app.now());
    app.part::<Community>().reads.note(FullRead { post: id, space: post.space, member, day });
    Ok(())
}

/// The page's script says that the post was read to its end.
pub(crate) async fn post_read(
    State(app): State<App>,
    viewer: Viewer,
    Path(path): Path<String>,
) -> Reply {
    note_read(&app, &viewer, &path).await?;
    web::no_content()
}

/// The smallest GIF: one transparent point.
const POINT: [u8; 43] = [
    0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0x21,
    0xf9, 4, 1, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b,
];

/// The same without script: an image that the page shows.
pub(crate) async fn get_read(
    State(app): State<App>,
    viewer: Viewer,
    Path(path): Path<String>,
) -> Reply {
    note_read(&app, &viewer, &path).await?;
    let mut reply = web::no_content()?;
    *reply.status_mut() = http::StatusCode::OK;
    let headers = reply.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/gif"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    *reply.body_mut() = axum::body::Body::from(POINT.as_slice());
    Ok(reply)
}
