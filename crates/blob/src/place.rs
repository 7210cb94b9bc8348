//! Where blobs are kept.

use std::fmt;
use std::path::PathBuf;

use serde::Deserialize;

/// Where blobs are kept, as the configuration says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Place {
    /// A folder on the local disk, made when it is not there.
    Disk {
        /// The folder.
        path: PathBuf,
    },
    /// A bucket of a store that speaks the protocol of S3.
    S3(S3),
}

/// A bucket.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct S3 {
    /// Its name.
    pub bucket: String,
    /// Its region; stores without regions take any.
    #[serde(default = "anywhere")]
    pub region: String,
    /// The store's address; Amazon's own when absent. Plain http is for a store on the same
    /// machine or network.
    #[serde(default)]
    pub endpoint: Option<String>,
    /// The name of the key.
    pub access_key_id: String,
    /// The key.
    pub secret_access_key: Secret,
    /// Whether the bucket is the first part of the host (`bucket.store.example`) rather than of
    /// the path; Aliyun OSS and Tencent COS want this.
    #[serde(default)]
    pub virtual_hosted: bool,
    /// What stands before every name in the bucket.
    #[serde(default)]
    pub prefix: String,
}

fn anywhere() -> String {
    "us-east-1".to_owned()
}

/// A text that is never printed.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Keeps a text.
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// Gives the text to who needs it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_never_printed() {
        let place = Place::S3(S3 {
            bucket: "b".into(),
            region: anywhere(),
            endpoint: None,
            access_key_id: "id".into(),
            secret_access_key: Secret::new("top".into()),
            virtual_hosted: false,
            prefix: String::new(),
        });
        let printed = format!("{place:?}");
        assert!(printed.contains("***") && !printed.contains("top"), "{printed}");
    }
}
