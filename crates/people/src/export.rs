//! A member's own data, as a ZIP of JSON and media.

pub mod build;
pub mod store;

use std::future::Future;
use std::pin::Pin;

use db::{Job, Tx};
use kernel::{Fault, MemberId, Outcome};
use serde::{Deserialize, Serialize};
use web::App;

use crate::events::ExportAsked;
use store::{ExportId, ExportRow};

/// Hours for which a finished file is kept.
pub const HOURS: i64 = 24;

/// What one slice puts into a member's export: a file `{name}.json`, and media by their hashes.
#[derive(Clone, Copy)]
pub struct Section {
    /// The file's name without its ending.
    pub name: &'static str,
    /// Collects it.
    pub collect: Collect,
}

/// Collects a section of a member's data.
pub type Collect =
    for<'a> fn(&'a Tx, MemberId) -> Pin<Box<dyn Future<Output = Outcome<Part>> + 'a>>;

/// A collected section.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// The rows.
    pub json: serde_json::Value,
    /// Hashes of blobs that belong to it, with the name of the file that each becomes.
    pub media: Vec<(String, String)>,
}

impl Part {
    /// A section of rows alone.
    #[must_use]
    pub const fn of(json: serde_json::Value) -> Self {
        Self { json, media: Vec::new() }
    }
}

/// The job that builds one file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BuildExport {
    /// Which.
    pub export: ExportId,
}

impl Job for BuildExport {
    const KIND: &'static str = "people.export";
    // Somebody waits for it, and may ask again when it has failed.
    const ATTEMPTS: i32 = 5;
}

/// Asks for one's data; one file is built at a time.
///
/// # Errors
/// `Conflict` with `export.building` while another is being built.
pub async fn ask(tx: &mut Tx, member: MemberId) -> Outcome<ExportId> {
    let rows = store::list(tx, member).await?;
    if rows.iter().any(|row| row.state == "building") {
        return Err(Fault::Conflict("export.building"));
    }
    let export = store::insert(tx, member).await?;
    tx.push(BuildExport { export }).await?;
    tx.acting(member);
    tx.announce(ExportAsked { member }).await?;
    Ok(export)
}

/// The finished file.
///
/// # Errors
/// `Missing` with `export.missing` when it is gone.
pub async fn fetch(app: &App, row: &ExportRow) -> Outcome<axum::body::Bytes> {
    let hash = row.blob.as_deref().and_then(|text| text.parse::<blob::Hash>().ok());
    let hash = hash.ok_or(Fault::Missing("export.missing"))?;
    crate::setup::blobs(app)?.get(hash).await
}
