//! What this slice announces: ids and small facts.

use db::Event;
use kernel::{Id as _, MemberId};
use serde::{Deserialize, Serialize};

use crate::picture::MediaId;

/// A member brought a picture in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaUploaded {
    /// Which picture.
    pub media: MediaId,
    /// Whose.
    pub owner: MemberId,
    /// Width in pixels of its largest size.
    pub width: i64,
    /// Height in pixels of its largest size.
    pub height: i64,
    /// Bytes of all its sizes.
    pub bytes: i64,
}

/// A picture is no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaRemoved {
    /// Which picture.
    pub media: MediaId,
    /// Whose it was.
    pub owner: MemberId,
    /// Why: `owner`, `team`, `unused` or `erased`.
    pub why: String,
}

impl Event for MediaUploaded {
    const NAME: &'static str = "media.uploaded";

    fn subject(&self) -> Option<i64> {
        Some(self.media.get())
    }
}

impl Event for MediaRemoved {
    const NAME: &'static str = "media.removed";

    fn subject(&self) -> Option<i64> {
        Some(self.media.get())
    }
}
