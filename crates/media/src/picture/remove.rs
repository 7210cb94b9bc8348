//! Removing a picture.

use db::Tx;
use kernel::{Fault, Outcome};

use super::{MediaId, Picture, garbage, store};
use crate::events::MediaRemoved;
use crate::policy::{self, Permit, Remove};
use crate::shown;
use web::Viewer;

/// Removes a picture by hand. Its owner takes it out of what shows it first; the team need not.
///
/// # Errors
/// `Missing`; `Conflict` with `media.shown` for its owner while something shows it.
pub async fn by_hand(tx: &mut Tx, viewer: &Viewer, id: MediaId) -> Outcome<()> {
    let picture = store::find(tx, id).await?.ok_or(Fault::Missing("media.missing"))?;
    let permit = policy::remove(viewer, &picture)?;
    let own = viewer.id() == Some(picture.owner);
    if own && picture.idle_since.is_none() && !viewer.may(web::Permission::ContentModerate) {
        return Err(Fault::Conflict("media.shown"));
    }
    tx.acting(viewer.me()?.id);
    remove(tx, &permit, &picture, if own { "owner" } else { "team" }).await
}

/// Removes a picture with all that hangs on it; its blobs go a little later.
pub(crate) async fn remove(
    tx: &mut Tx,
    permit: &Permit<Remove>,
    picture: &Picture,
    why: &str,
) -> Outcome<()> {
    let hashes: Vec<blob::Hash> = picture.variants.iter().map(|variant| variant.hash).collect();
    shown::store::delete_of(tx, picture.id).await?;
    if !store::delete(tx, picture).await? {
        return Ok(());
    }
    garbage::note(tx, &hashes).await?;
    let owner = permit.subject();
    tx.announce(MediaRemoved { media: picture.id, owner, why: why.to_owned() }).await
}
