//! Who may see a picture by the posts and comments that show it: whoever may read the text there.

mod store;

use std::pin::Pin;

use db::Tx;
use kernel::Outcome;
use media::{MediaId, Sight};
use web::{App, Permissions, Viewer};

use crate::Community;
use crate::comment::CommentState;
use crate::policy::{self, Reading, Standing};
use crate::reader::Reader;

/// A text that shows a picture.
pub(crate) struct Place {
    /// The post, or the one that the comment stands below.
    pub(crate) post: Standing,
    /// Whether it stands above the post's divider.
    pub(crate) free: bool,
    /// The comment, where one shows it.
    pub(crate) comment: Option<Remark>,
}

/// What of a comment decides who may read it.
pub(crate) struct Remark {
    pub(crate) own: kernel::MemberId,
    pub(crate) state: CommentState,
    pub(crate) featured: bool,
}

/// The most places that are looked at: a picture that more texts show is judged by the newest.
const PLACES_MAX: i64 = 200;

/// Decides who may see a picture by the posts and comments that show it; what [`media::Media`] is
/// given.
pub fn judge<'a>(
    app: &'a App,
    tx: &'a Tx,
    viewer: Option<&'a Viewer>,
    id: MediaId,
) -> Pin<Box<dyn Future<Output = Outcome<Sight>> + 'a>> {
    Box::pin(async move {
        let community = app.part::<Community>();
        let places = store::places(tx, id, PLACES_MAX).await?;
        if places.is_empty() {
            return Ok(Sight::Nobody);
        }
        let anyone = Reader::member(tx, &community, None, Permissions::default()).await?;
        if places.iter().any(|place| sees(&anyone, place)) {
            return Ok(Sight::Anyone);
        }
        let Some(viewer) = viewer.filter(|viewer| viewer.member.is_some()) else {
            return Ok(Sight::Nobody);
        };
        let reader = Reader::of(tx, &community, viewer).await?;
        let seen = places.iter().any(|place| sees(&reader, place));
        Ok(if seen { Sight::Viewer } else { Sight::Nobody })
    })
}

/// Whether a reader may read the text that shows the picture.
fn sees(reader: &Reader, place: &Place) -> bool {
    let Ok(reading) = policy::read_post(reader, place.post) else { return false };
    let whole = matches!(reading, Reading::Whole(_));
    let Some(remark) = &place.comment else { return whole || place.free };
    match remark.state {
        CommentState::Published => whole || remark.featured,
        CommentState::Hidden => {
            let own = reader.member == Some(remark.own);
            whole && (own || policy::moderates_in(reader, place.post.space))
        }
        CommentState::Deleted => false,
    }
}
