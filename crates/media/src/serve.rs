//! Giving pictures out: who may see one is decided at each request.
//!
//! `/media/{id}/{width}` is the address that texts hold; `/media/hash/{hash}` is that of a size's
//! content, which answers only while any visitor may see it, and then never changes.

mod answer;
mod range;

use axum::extract::State;
use db::Tx;
use http::HeaderMap;
use kernel::{Fault, Outcome};
use web::{App, Path, Reply, Viewer};

use crate::picture::{MediaId, Variant, pick, store};
use crate::setup::{Media, Sight};
use answer::{Caching, answer};

/// Sizes that share one blob and are asked for leave, at most.
const SHARED_MAX: i64 = 20;

/// Gives a size of a picture to who may see it.
pub(crate) async fn variant(
    State(app): State<App>,
    viewer: Viewer,
    Path((id, wanted)): Path<(String, String)>,
    headers: HeaderMap,
) -> Reply {
    let id: MediaId = id.parse().map_err(|_bad_id| Fault::Missing("media.missing"))?;
    let (asked, asking) = (app.clone(), viewer);
    let (size, sight) =
        app.db().read(async move |tx| decide(tx, &asked, &asking, (id, &wanted)).await).await?;
    let caching = if sight == Sight::Anyone { Caching::Asked } else { Caching::Never };
    answer(&app, size, caching, &headers).await
}

/// The size of a picture, and who may see it besides the one who asks and may.
async fn decide(
    tx: &Tx,
    app: &App,
    viewer: &Viewer,
    (id, wanted): (MediaId, &str),
) -> Outcome<(Variant, Sight)> {
    let missing = || Fault::Missing("media.missing");
    let picture = store::find(tx, id).await?.ok_or_else(missing)?;
    let sight = app.part::<Media>().sight(app, tx, Some(viewer), id).await?;
    if sight == Sight::Nobody && viewer.id() != Some(picture.owner) {
        return Err(missing());
    }
    Ok((pick(&picture.variants, wanted)?, sight))
}

/// Gives a blob by its content's hash while any visitor may see a picture that it is a size of.
pub(crate) async fn by_hash(
    State(app): State<App>,
    Path(hash): Path<String>,
    headers: HeaderMap,
) -> Reply {
    let missing = || Fault::Missing("media.missing");
    let hash: blob::Hash = hash.parse().map_err(|_no_hash| missing())?;
    let asked = app.clone();
    let kind = app
        .db()
        .read(async move |tx| {
            for (id, kind) in store::with_blob(tx, hash, SHARED_MAX).await? {
                if asked.part::<Media>().sight(&asked, tx, None, id).await? == Sight::Anyone {
                    return Ok(Some(kind));
                }
            }
            Ok(None)
        })
        .await?;
    let kind = blob::Kind::of_media_type(&kind.ok_or_else(missing)?);
    let size = Variant { width: 0, height: 0, kind, hash, bytes: 0 };
    answer(&app, size, Caching::Forever, &headers).await
}
