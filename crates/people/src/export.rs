//! A member's own data, as a ZIP of JSON and media.

use std::future::Future;
use std::pin::Pin;

use db::Tx;
use kernel::{MemberId, Outcome};

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
    for<'a> fn(&'a Tx, MemberId) -> Pin<Box<dyn Future<Output = Outcome<Part>> + Send + 'a>>;

/// A collected section.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// The rows.
    pub json: serde_json::Value,
    /// Hashes of blobs that belong to it, with the name of the file that each becomes.
    pub media: Vec<(String, String)>,
}
