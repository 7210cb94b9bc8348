//! A member's pictures in the export of their data.

use std::future::Future;
use std::pin::Pin;

use db::Tx;
use kernel::{MemberId, Outcome};
use people::export::{Part, Section};
use serde_json::json;

use super::{Picture, store};

/// The part of this slice.
#[must_use]
pub fn section() -> Section {
    Section { name: "media", collect }
}

fn collect(tx: &Tx, member: MemberId) -> Pin<Box<dyn Future<Output = Outcome<Part>> + '_>> {
    Box::pin(async move {
        let pictures = store::all_of(tx, member).await?;
        let json = pictures.iter().map(row).collect();
        Ok(Part { json, media: pictures.iter().filter_map(file).collect() })
    })
}

fn row(picture: &Picture) -> serde_json::Value {
    json!({
        "id": picture.id,
        "file": file(picture).map(|(_, name)| name),
        "width": picture.width,
        "height": picture.height,
        "alt": picture.alt,
        "shown": picture.idle_since.is_none(),
        "since": picture.created_at,
    })
}

/// The largest size, named by the picture's id.
fn file(picture: &Picture) -> Option<(String, String)> {
    let largest = picture.variants.last()?;
    let name = format!("{}.{}", picture.id, largest.kind.extension());
    Some((largest.hash.to_string(), name))
}
