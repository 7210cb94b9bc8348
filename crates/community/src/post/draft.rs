//! Drafts: what somebody has not published yet, kept on the server.

pub(crate) mod api;
pub(crate) mod page;
pub(crate) mod publish;
pub(crate) mod store;

use db::Tx;
use kernel::{Fault, MemberId, Outcome, Ts};

use super::{PostId, PostKind};
use crate::reader::Reader;
use crate::space::SpaceId;
use crate::{hand, policy, version};

kernel::id!(
    /// One draft.
    pub DraftId
);

/// The most drafts that one member keeps.
const DRAFTS_MAX: i64 = 100;
/// The most bytes of a draft.
const BYTES_MAX: usize = text::markdown::LONGEST_SOURCE;

/// What stands in the composer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftText {
    /// The post that is being edited, where it is one.
    pub post: Option<PostId>,
    /// Which kind.
    pub kind: Option<PostKind>,
    /// In which space.
    pub space: Option<SpaceId>,
    /// Title.
    pub title: String,
    /// Summary.
    pub summary: String,
    /// Markdown.
    pub body: String,
    /// Tags as they were typed.
    pub tags: String,
    /// The gate as the form names it.
    pub gate: String,
    /// The version of the post that it was made from; empty for what is new.
    pub made_from: String,
}

impl DraftText {
    /// Whether there is nothing to keep.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        [&self.title, &self.summary, &self.body].iter().all(|text| text.trim().is_empty())
    }

    /// Names what stands in it: a change of anything gives another name.
    pub(crate) fn version(&self) -> String {
        let kind = self.kind.unwrap_or(PostKind::Article).key();
        let space = self.space.map(|id| id.to_string()).unwrap_or_default();
        version::name_of(&[
            kind,
            &space,
            &self.title,
            &self.summary,
            &self.body,
            &self.tags,
            &self.gate,
            &self.made_from,
        ])
    }
}

/// A draft as it is kept.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Which one.
    pub id: DraftId,
    /// What stands in it.
    pub text: DraftText,
    /// When it was last kept.
    pub updated_at: Ts,
}

/// Keeps what stands in the composer as [`keep`] does; none where nothing was written. What becomes
/// of a post is kept for whoever may edit it.
///
/// # Errors
/// As for [`keep`]; what an edit of the post is refused with.
pub(crate) async fn put(
    tx: &mut Tx,
    reader: &Reader,
    id: Option<DraftId>,
    text: &DraftText,
) -> Outcome<Option<DraftId>> {
    if let Some(post) = text.post {
        let post = super::store::get(tx, post).await?;
        policy::read_whole(reader, &post)?;
        policy::edit_post(reader, &post)?;
    }
    if text.is_empty() {
        return Ok(None);
    }
    keep(tx, reader, id, text).await.map(Some)
}

/// Keeps what stands in the composer: under the draft's own id, or as a new one.
///
/// # Errors
/// `SignIn`; `Missing` for somebody else's draft; `TooLarge`; `Conflict` with too many.
pub async fn keep(
    tx: &mut Tx,
    reader: &Reader,
    id: Option<DraftId>,
    text: &DraftText,
) -> Outcome<DraftId> {
    let me = reader.me()?;
    if text.body.len() + text.summary.len() + text.title.len() > BYTES_MAX {
        return Err(Fault::TooLarge("post.too_large"));
    }
    media::picture::touch(tx, me, &hand::pictures(&text.body)).await?;
    if let Some(id) = id {
        if store::update(tx, me, id, text).await? == 0 {
            return Err(Fault::Missing("draft.missing"));
        }
        return Ok(id);
    }
    if store::count(tx, me).await? >= DRAFTS_MAX {
        return Err(Fault::Conflict("draft.too_many"));
    }
    let new: DraftId = tx.new_id();
    store::insert(tx, me, new, text).await?;
    Ok(new)
}

/// A draft of the member.
///
/// # Errors
/// `Missing` when it is not theirs.
pub async fn get(tx: &Tx, member: MemberId, id: DraftId) -> Outcome<Draft> {
    store::find(tx, member, id).await?.ok_or(Fault::Missing("draft.missing"))
}

/// Throws a draft of the member away; whether there was one.
///
/// # Errors
/// When the database fails.
pub async fn discard(tx: &mut Tx, member: MemberId, id: DraftId) -> Outcome<bool> {
    Ok(store::delete(tx, member, id).await? > 0)
}

/// Days for which an untouched draft is kept.
const KEPT_DAYS: i64 = 90;

/// Throws away the drafts that nobody has touched for ninety days; a daily job runs this.
///
/// # Errors
/// When the database fails.
pub async fn sweep(tx: &mut Tx) -> Outcome<u64> {
    let before = tx.now().plus_days(-KEPT_DAYS);
    store::sweep(tx, before).await
}
