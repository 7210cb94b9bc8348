//! Opening a space.

use db::{Origin, Tx};
use kernel::{Outcome, Ts};

use super::{SpaceDraft, SpaceId, SpaceText, Visibility, people, store};
use crate::event::SpaceCreated;
use crate::reader::Reader;
use crate::{gate, ground, policy};

/// Opens a space; it stands last among the others. Whoever opens a secret one is in it.
///
/// # Errors
/// `SignIn` or `Denied` without the permission, `Invalid` fields, `Conflict` for a taken handle.
pub async fn create(tx: &mut Tx, reader: &Reader, draft: SpaceDraft) -> Outcome<SpaceId> {
    policy::manage_spaces(reader)?;
    let text = draft.parse()?;
    text.check_plans(tx).await?;
    let me = reader.me()?;
    tx.acting(me);
    let now = tx.now();
    let space = place(tx, &text, now, Origin::Live).await?;
    if text.visibility == Visibility::Secret {
        people::seat(tx, space, me, (me, true)).await?;
    }
    Ok(space)
}

/// Opens a space without asking who does: for imports and seeds.
///
/// # Errors
/// `Conflict` for a taken handle.
pub(crate) async fn place(
    tx: &mut Tx,
    text: &SpaceText,
    at: Ts,
    origin: Origin,
) -> Outcome<SpaceId> {
    let space: SpaceId = tx.new_id();
    store::insert(tx, space, text, at, origin).await?;
    gate::store::insert_of_space(tx, space).await?;
    ground::store::raise_version(tx).await?;
    let visibility = text.visibility.key().to_owned();
    tx.announce(SpaceCreated { space, visibility }).await?;
    Ok(space)
}
