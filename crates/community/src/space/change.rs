//! Changing a space, and moving it among the others.

use db::Tx;
use kernel::{Fault, Outcome};

use super::{Space, SpaceDraft, SpaceId, Visibility, store};
use crate::event::SpaceEdited;
use crate::reader::Reader;
use crate::upkeep::{RecountAuthors, RecountTags, ReindexSpace};
use crate::{ground, policy};

/// Changes what a space is called, who may enter it, who may write.
///
/// What its gate stands for changes with this transaction, for every post of it at once; the search
/// documents that only help to find things from outside follow by a job.
///
/// # Errors
/// `SignIn`, `Denied`, `Missing`, `Invalid` fields, `Conflict` for a taken handle.
pub async fn change(
    tx: &mut Tx,
    reader: &Reader,
    id: SpaceId,
    draft: SpaceDraft,
) -> Outcome<String> {
    policy::manage_spaces(reader)?;
    let before = reader.ground.space(id).ok_or(Fault::Missing("space.missing"))?;
    let text = draft.parse()?;
    text.check_plans(tx).await?;
    store::update(tx, id, &text).await?;
    ground::store::raise_version(tx).await?;
    let was_gated = before.visibility == Visibility::Plan;
    if was_gated != (text.visibility == Visibility::Plan) {
        tx.push(ReindexSpace { space: id, after: 0 }).await?;
    }
    if before.visibility != text.visibility {
        tx.push(RecountTags::default()).await?;
        tx.push(RecountAuthors::default()).await?;
    }
    tx.acting(reader.me()?);
    tx.announce(SpaceEdited { space: id, visibility: text.visibility.key().to_owned() }).await?;
    Ok(text.handle)
}

/// Where a space goes among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Before the one that stands before it.
    Up,
    /// Behind the one that stands behind it.
    Down,
    /// To a place, counted from 1; what is beyond the last place is the last.
    To(usize),
}

/// Moves a space among the others; nothing happens where it stands there already.
///
/// # Errors
/// `SignIn`, `Denied`, `Missing`.
pub async fn shift(tx: &mut Tx, reader: &Reader, id: SpaceId, to: Move) -> Outcome<()> {
    policy::manage_spaces(reader)?;
    let mut order: Vec<&Space> = reader.ground.spaces.iter().collect();
    let at = order.iter().position(|space| space.id == id);
    let at = at.ok_or(Fault::Missing("space.missing"))?;
    let wished = match to {
        Move::Up => at.saturating_sub(1),
        Move::Down => at + 1,
        Move::To(place) => place.saturating_sub(1),
    };
    let to = wished.min(order.len().saturating_sub(1));
    if to == at {
        return Ok(());
    }
    let moved = order.remove(at);
    order.insert(to, moved);
    for (place, space) in (1_i64..).zip(order) {
        if space.place != place {
            store::set_place(tx, space.id, place).await?;
        }
    }
    ground::store::raise_version(tx).await?;
    tx.acting(reader.me()?);
    tx.announce(SpaceEdited { space: id, visibility: moved.visibility.key().to_owned() }).await
}
