//! Changing one's picture.

use axum::extract::{Request, State};
use blob::Workshop;
use db::Tx;
use kernel::{Fault, MemberId, Outcome};
use web::{App, Reply, Viewer, see_other_with};

use crate::events::ProfileChanged;
use crate::member::session;
use crate::profile::store;
use crate::settings::profile;
use crate::setup::blobs;
use crate::texts::Texts;
use crate::{may_write, member};

/// The largest picture that is taken, in bytes.
const BYTES_MAX: usize = 10 * 1024 * 1024;

/// Takes a picture: turned upright, stripped of what it tells, made small. A file that is none
/// gets the form again, with the reason at its field.
pub async fn post(State(app): State<App>, viewer: Viewer, request: Request) -> Reply {
    let id = viewer.me()?.id;
    match take(&app, id, request).await {
        Ok(()) => {
            let said = Texts::new(viewer.locale).settings_saved();
            see_other_with(&app, &viewer, "/settings/profile", said)
        }
        Err(Fault::Invalid(fields)) => {
            let key = fields.iter().next().map_or("avatar.invalid", |(_, key)| key);
            profile::show_refused_picture(&app, &viewer, key).await
        }
        Err(Fault::TooLarge(key)) => profile::show_refused_picture(&app, &viewer, key).await,
        Err(fault) => Err(fault.into()),
    }
}

/// Takes a picture from a form and gives it to a member.
///
/// # Errors
/// `Denied` before an address is confirmed, `Invalid` for what is no picture, `TooLarge`.
pub(crate) async fn take(app: &App, id: MemberId, request: Request) -> Outcome<()> {
    app.db().read(async move |tx| may_write::check_confirmed(tx, id).await).await?;
    let sent = web::upload(request, BYTES_MAX, "avatar.large").await?;
    if sent.file.is_empty() {
        return Err(Fault::invalid("avatar", "avatar.invalid"));
    }
    let prepared = app.part::<Workshop>().prepare(sent.file).await?;
    let smallest = prepared.variants.iter().min_by_key(|variant| variant.width);
    let picture = smallest.ok_or_else(|| Fault::invalid("avatar", "avatar.invalid"))?;
    let hash = blobs(app)?.put(picture.bytes.clone().into()).await?.to_string();
    app.db().tx(async move |tx| set(tx, id, Some(&hash)).await).await?;
    app.sessions().forget(id);
    Ok(())
}

/// Takes the picture away.
pub async fn post_remove(State(app): State<App>, viewer: Viewer) -> Reply {
    remove(&app, viewer.me()?.id).await?;
    let t = Texts::new(viewer.locale);
    see_other_with(&app, &viewer, "/settings/profile", t.settings_saved())
}

/// Takes a member's picture away.
///
/// # Errors
/// When the database fails.
pub(crate) async fn remove(app: &App, id: MemberId) -> Outcome<()> {
    app.db().tx(async move |tx| set(tx, id, None).await).await?;
    app.sessions().forget(id);
    Ok(())
}

async fn set(tx: &mut Tx, id: MemberId, hash: Option<&str>) -> Outcome<()> {
    store::discard_avatar(tx, id).await?;
    member::store::update_avatar(tx, id, hash).await?;
    session::refresh(tx, id).await?;
    tx.acting(id);
    tx.announce(ProfileChanged { member: id }).await
}
