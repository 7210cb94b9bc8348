//! Publishing what stands in a draft.

use kernel::{Fault, Outcome};
use web::{App, Viewer};

use super::{Draft, DraftId, store};
use crate::Community;
use crate::hand::Hand;
use crate::post::edit;
use crate::post::form::Fields;
use crate::post::{PostId, open};
use crate::reaction::Subject;
use crate::reader::Reader;

/// Publishes a draft as it stands: as a new post, or as what becomes of the post that it edits. The
/// post, and whether it is new.
///
/// # Errors
/// `Missing` for another's draft; what the composer says to the same text; `Conflict` with
/// `draft.changed` when somebody writes on in it meanwhile.
pub(crate) async fn publish(app: &App, viewer: &Viewer, id: DraftId) -> Outcome<(PostId, bool)> {
    let me = viewer.me()?.id;
    let draft = app.db().read(async move |tx| super::get(tx, me, id).await).await?;
    let (fields, edits) = (Fields::of_draft(&draft), draft.text.post);
    let hand = Hand::here(app, viewer);
    let hand = match edits {
        Some(post) => hand.over(Subject::Post(post)),
        None => hand,
    };
    let ready = open::prepare(app.db(), fields.post(), hand).await?;
    let terms = fields.terms();
    let (community, viewer) = (app.part::<Community>(), viewer.clone());
    app.db()
        .tx(async move |tx| {
            take(tx, me, &draft).await?;
            match edits {
                Some(post) => {
                    let (reader, _) = edit::editor(tx, &community, &viewer, post).await?;
                    edit::edit(tx, &reader, post, ready.clone(), terms.clone()).await?;
                    Ok((post, false))
                }
                None => {
                    let reader = Reader::of(tx, &community, &viewer).await?;
                    let space = terms.to.ok_or(Fault::invalid("space", "space.needed"))?;
                    let post = open::open(tx, &reader, space, ready.clone(), None).await?;
                    Ok((post, true))
                }
            }
        })
        .await
}

/// Takes a draft out of the drafts, unless it is not the one that was read any more.
async fn take(tx: &mut db::Tx, me: kernel::MemberId, read: &Draft) -> Outcome<()> {
    let there = store::find_for_update(tx, me, read.id).await?;
    if there.ok_or(Fault::Missing("draft.missing"))?.text != read.text {
        return Err(Fault::Conflict("draft.changed"));
    }
    super::discard(tx, me, read.id).await?;
    Ok(())
}
