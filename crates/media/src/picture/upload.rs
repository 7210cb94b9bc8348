//! Bringing a picture in: checked, made anew, kept.

use std::time::Duration;

use axum::extract::Request;
use blob::{Blobs, Hash, Prepared, Workshop};
use bytes::Bytes;
use db::{Db, Origin, Tx};
use kernel::{Fault, MemberId, Outcome, Ts};
use web::{App, Viewer};

use super::{MediaId, Picture, Variant, garbage, parse_alt, store};
use crate::events::MediaUploaded;
use crate::policy::{self, Permit, Upload};
use crate::setup::{Media, blobs};

/// The most pictures that a member brings in within 24 hours.
pub const A_DAY: i64 = 300;
/// How long a file may be on its way.
const ON_ITS_WAY: Duration = Duration::from_secs(300);

/// Reads a form's file and description, makes a picture of it and keeps it.
///
/// # Errors
/// `Denied` for who may not upload, `TooLarge`, `TooFast`, `Busy`, `Invalid` for what is no
/// picture.
pub async fn receive(app: &App, viewer: &Viewer, request: Request) -> Outcome<Picture> {
    let owner = viewer.me()?.id;
    let permit = app.db().read(async move |tx| policy::upload(tx, owner).await).await?;
    // Files on their way lie in memory, so only so many at a time.
    let _place = app.part::<Media>().enter()?;
    let limit = blob::Limits::default().bytes;
    let reading = web::upload(request, limit, "media.too_large");
    let broken = |_late| Fault::invalid("file", "request.broken");
    let form = tokio::time::timeout(ON_ITS_WAY, reading).await.map_err(broken)??;
    if form.file.is_empty() {
        return Err(Fault::invalid("file", "media.file_missing"));
    }
    let alt = parse_alt(form.field("alt"))?;
    let prepared = app.part::<Workshop>().prepare(form.file).await?;
    let made = Made { permit, prepared, alt, at: app.now(), origin: Origin::Live };
    keep(app.db(), &*blobs(app)?, made).await
}

/// A picture that was made anew, and whose it becomes.
pub struct Made {
    /// Leave to bring it in.
    pub permit: Permit<Upload>,
    /// Its sizes.
    pub prepared: Prepared,
    /// What it shows.
    pub alt: String,
    /// When it was brought in.
    pub at: Ts,
    /// Where it comes from.
    pub origin: Origin,
}

/// Keeps a picture: its blobs first, then its rows and its event in one transaction.
///
/// # Errors
/// `Busy` when one of its blobs is being deleted at this moment, or when the database or the blob
/// store fails.
pub async fn keep(db: &Db, blobs: &Blobs, made: Made) -> Outcome<Picture> {
    let Made { permit, prepared, alt, at, origin } = made;
    let (owner, colour) = (permit.subject(), prepared.colour);
    let sizes: Vec<(Variant, Bytes)> =
        prepared.variants.into_iter().map(size).collect::<Outcome<_>>()?;
    let hashes: Vec<Hash> = sizes.iter().map(|(variant, _)| variant.hash).collect();
    let noted = hashes.clone();
    db.tx(async move |tx| garbage::note(tx, &noted).await).await?;
    let mut variants = Vec::with_capacity(sizes.len());
    for (variant, content) in sizes {
        blobs.put(content).await?;
        variants.push(variant);
    }
    let largest = variants.last().copied().ok_or(Fault::invalid("file", "media.not_a_picture"))?;
    db.tx(async move |tx| {
        let picture = Picture {
            id: tx.new_id::<MediaId>(),
            owner,
            width: largest.width,
            height: largest.height,
            colour: colour.clone(),
            alt: alt.clone(),
            bytes: variants.iter().map(|variant| variant.bytes).sum(),
            origin,
            created_at: at,
            idle_since: Some(at),
            variants: variants.clone(),
        };
        garbage::store::delete(tx, &hashes).await?;
        write(tx, &picture).await?;
        Ok(picture)
    })
    .await
}

async fn write(tx: &mut Tx, picture: &Picture) -> Outcome<()> {
    store::insert(tx, picture).await?;
    tx.acting(picture.owner);
    tx.origin(picture.origin);
    if picture.origin != Origin::Live {
        tx.occurring(picture.created_at);
    }
    tx.announce(MediaUploaded {
        media: picture.id,
        owner: picture.owner,
        width: picture.width,
        height: picture.height,
        bytes: picture.bytes,
    })
    .await
}

fn size(made: blob::Variant) -> Outcome<(Variant, Bytes)> {
    let bytes = i64::try_from(made.bytes.len());
    let bytes = bytes.map_err(|e| Fault::broken("measuring a picture", e))?;
    let content = Bytes::from(made.bytes);
    let variant = Variant {
        width: i64::from(made.width),
        height: i64::from(made.height),
        kind: made.kind,
        hash: Hash::of(&content),
        bytes,
    };
    Ok((variant, content))
}

/// The member's own limit: so many pictures within 24 hours.
///
/// # Errors
/// `TooFast` with `media.daily`.
pub(crate) async fn check_daily(tx: &Tx, owner: MemberId) -> Outcome<()> {
    let (now, since) = (tx.now(), tx.now().plus_days(-1));
    match store::find_nth_since(tx, owner, (A_DAY - 1, since)).await? {
        Some(first) => Err(Fault::too_fast("media.daily", (now, first.plus_days(1)))),
        None => Ok(()),
    }
}
