//! Jobs that follow a change of a space: search documents and counts that may lag behind.

use db::{Job, Tx};
use kernel::{Id, Outcome};
use serde::{Deserialize, Serialize};

use crate::post::{PostText, Written, body};
use crate::space::SpaceId;
use crate::{Community, mention, post, search, space, tag};

/// Posts whose documents one run writes.
const BATCH: i64 = 50;

/// Writes the search documents of a space's posts anew.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReindexSpace {
    /// Which space.
    pub space: SpaceId,
    /// After which post to go on.
    pub after: i64,
}

impl Job for ReindexSpace {
    const KIND: &'static str = "community.reindex_space";
}

/// Counts the posts of every tag anew, a stretch at a time.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct RecountTags {
    /// After which tag to go on.
    #[serde(default)]
    pub after: i64,
}

impl Job for RecountTags {
    const KIND: &'static str = "community.recount_tags";
}

/// Does one stretch of [`ReindexSpace`] and pushes the next.
///
/// # Errors
/// When the database fails.
pub async fn reindex_space(tx: &mut Tx, community: &Community, job: &ReindexSpace) -> Outcome<()> {
    let ground = community.ground.current(tx).await?;
    let posts = space::store::posts_after(tx, job.space, job.after, BATCH).await?;
    for id in &posts {
        let Some(found) = post::store::find(tx, *id).await? else { continue };
        let source = post::store::source_for_index(tx, *id).await?;
        let known = mention::known(tx, &source, None).await?;
        let drawn = body::draw(&source, &known);
        let written = Written {
            space: found.space,
            gate: found.gate,
            author: found.author.id,
            text: PostText {
                kind: found.kind,
                title: found.title,
                summary: found.summary,
                body: source,
                tags: found.tags,
                gate: None,
            },
            lang: kernel::Locale::from_tag(&found.lang),
            at: found.created_at,
        };
        let gated = search::is_gated(&ground, found.space, found.gate);
        search::index_post(tx, *id, &written, &drawn, gated).await?;
    }
    match posts.last() {
        Some(last) => tx.push(ReindexSpace { space: job.space, after: last.get() }).await,
        None => Ok(()),
    }
}

/// Does one stretch of [`RecountTags`] and pushes the next.
///
/// # Errors
/// When the database fails.
pub async fn recount_tags(tx: &mut Tx, community: &Community, job: &RecountTags) -> Outcome<()> {
    let public = post::open::public_gates(tx, community).await?;
    match tag::store::recount(tx, job.after, &public).await? {
        Some(after) => tx.push(RecountTags { after }).await,
        None => Ok(()),
    }
}
