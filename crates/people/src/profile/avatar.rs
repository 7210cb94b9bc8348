//! Changing one's picture.

use axum::extract::{FromRequest, Multipart, Request, State};
use blob::Workshop;
use db::Tx;
use kernel::{Fault, MemberId, Outcome};
use web::{App, Reply, Viewer, see_other_with};

use crate::events::ProfileChanged;
use crate::member::session;
use crate::setup::blobs;
use crate::texts::Texts;
use crate::{may_write, member};

/// The largest picture that is taken, in bytes.
const BYTES_MAX: usize = 10 * 1024 * 1024;

/// Takes a picture: turned upright, stripped of what it tells, made small.
pub async fn post(State(app): State<App>, viewer: Viewer, request: Request) -> Reply {
    let id = viewer.me()?.id;
    app.db().read(async move |tx| may_write::check_confirmed(tx, id).await).await?;
    let content = read(request).await?;
    let prepared = app.part::<Workshop>().prepare(content).await?;
    let smallest = prepared.variants.iter().min_by_key(|variant| variant.width);
    let picture = smallest.ok_or_else(|| Fault::invalid("avatar", "avatar.invalid"))?;
    let hash = blobs(&app)?.put(picture.bytes.clone().into()).await?.to_string();
    app.db().tx(async move |tx| set(tx, id, Some(&hash)).await).await?;
    app.sessions().forget(id);
    let t = Texts::new(viewer.locale);
    see_other_with(&app, &viewer, "/settings/profile", t.settings_saved())
}

/// Takes the picture away.
pub async fn post_remove(State(app): State<App>, viewer: Viewer) -> Reply {
    let id = viewer.me()?.id;
    app.db().tx(async move |tx| set(tx, id, None).await).await?;
    app.sessions().forget(id);
    let t = Texts::new(viewer.locale);
    see_other_with(&app, &viewer, "/settings/profile", t.settings_saved())
}

async fn set(tx: &mut Tx, id: MemberId, hash: Option<&str>) -> Outcome<()> {
    member::store::update_avatar(tx, id, hash).await?;
    session::refresh(tx, id).await?;
    tx.acting(id);
    tx.announce(ProfileChanged { member: id }).await
}

async fn read(request: Request) -> Outcome<axum::body::Bytes> {
    let wrong = || Fault::invalid("avatar", "avatar.invalid");
    let mut form = Multipart::from_request(request, &()).await.map_err(|_no_form| wrong())?;
    while let Some(mut field) = form.next_field().await.map_err(|_broken| wrong())? {
        if field.name() != Some("avatar") {
            continue;
        }
        let mut content = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(|_broken| wrong())? {
            if content.len() + chunk.len() > BYTES_MAX {
                return Err(Fault::TooLarge("avatar.large"));
            }
            content.extend_from_slice(&chunk);
        }
        return if content.is_empty() { Err(wrong()) } else { Ok(content.into()) };
    }
    Err(wrong())
}
