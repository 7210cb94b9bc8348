//! Storage by content hash on disk or S3, and pictures decoded, turned upright, stripped of their
//! metadata and encoded anew.
#![deny(missing_docs)]

mod encode;
mod hash;
mod kind;
mod picture;
mod place;
mod store;
mod workshop;

pub use hash::{BadHash, Hash};
pub use kind::Kind;
pub use picture::{Limits, Prepared, Variant, prepare};
pub use place::{Place, S3, Secret};
pub use store::{Blobs, LONGEST_SIGNATURE_S, Served, SignedFor};
pub use workshop::Workshop;
