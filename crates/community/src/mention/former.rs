//! What others wrote of somebody who has left the site: a mention shows a name, and the name goes.

use std::sync::Arc;

use db::{Db, Job, Tx};
use kernel::{Id as _, MemberId, Outcome};
use serde::{Deserialize, Serialize};
use site::Settings;

use super::store;
use crate::comment::{self, CommentId};
use crate::hand::Hand;
use crate::post::{self, PostId, PostState, body};
use crate::reaction::Subject;
use crate::{Community, search};

/// Texts that one transaction draws anew.
const BATCH: i64 = 10;

/// Draws the texts anew that mention somebody who has left.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RedrawMentions {
    /// Whom.
    pub(crate) member: MemberId,
}

impl Job for RedrawMentions {
    const KIND: &'static str = "community.redraw_mentions";
}

/// Does the job of [`RedrawMentions`], a few texts at a time.
///
/// # Errors
/// When the database fails; doing it again goes on with what is left.
pub(crate) async fn redraw(db: &Db, community: &Arc<Community>, member: MemberId) -> Outcome<()> {
    loop {
        let community = Arc::clone(community);
        if db.tx(async move |tx| step(tx, &community, member).await).await? == 0 {
            return Ok(());
        }
    }
}

async fn step(tx: &mut Tx, community: &Community, member: MemberId) -> Outcome<usize> {
    let texts = store::texts_with(tx, member, BATCH).await?;
    for subject in &texts {
        match *subject {
            Subject::Post(id) => post(tx, community, id).await?,
            Subject::Comment(id) => comment(tx, id).await?,
        }
        store::forget(tx, *subject, member).await?;
    }
    Ok(texts.len())
}

/// Who changes a text without changing a word of it: what it shows stays.
async fn hand(tx: &Tx, subject: Subject) -> Outcome<Hand> {
    Ok(Hand::of(None, Settings::load(tx).await?.url).over(subject))
}

async fn post(tx: &mut Tx, community: &Community, id: PostId) -> Outcome<()> {
    let found = post::store::get_for_update(tx, id).await?;
    let source = post::store::source_for_index(tx, id).await?;
    let known = hand(tx, Subject::Post(id)).await?.known(tx, &source).await?;
    post::store::redrawn(tx, id, &body::draw(&source, &known)).await?;
    if found.state != PostState::Published {
        return Ok(());
    }
    let ground = community.ground.current(tx).await?;
    search::again::post(tx, &ground, found).await
}

async fn comment(tx: &mut Tx, id: CommentId) -> Outcome<()> {
    let found = comment::store::get_for_update(tx, id).await?;
    let source = comment::store::source_for_index(tx, id).await?;
    let known = hand(tx, Subject::Comment(id)).await?.known(tx, &source).await?;
    let anchor = format!("c{}", kernel::encode_id(id.get()));
    let drawn = body::draw_comment(&source, &known, &anchor);
    comment::store::redrawn(tx, id, &drawn.html).await?;
    if found.state != comment::CommentState::Published {
        return Ok(());
    }
    let below = post::store::get(tx, found.post).await?;
    let featured = found.featured_at.is_some();
    search::again::comment(tx, (below.space, below.gate), &found, featured).await
}
