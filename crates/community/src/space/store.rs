//! All SQL about spaces.

use db::{OnUnique, Origin, Tx, args, sql};
use kernel::{Cursor, MemberId, Outcome, Ts};

use super::{SpaceId, SpaceText};

/// How many spaces there are, and how many published posts stand in them.
pub(crate) async fn totals(tx: &Tx) -> Outcome<(i64, i64)> {
    let found: Option<(i64, i64)> = tx
        .one(sql!("SELECT COUNT(*), CAST(COALESCE(SUM(posts), 0) AS BIGINT) FROM spaces"), args![])
        .await?;
    Ok(found.unwrap_or_default())
}

/// Writes a new space; it stands last.
///
/// # Errors
/// `Conflict` when the handle is taken.
pub(crate) async fn insert(
    tx: &mut Tx,
    id: SpaceId,
    space: &SpaceText,
    at: Ts,
    origin: Origin,
) -> Outcome<()> {
    let origin = match origin {
        Origin::Live => "live",
        Origin::Import => "import",
        Origin::Seed => "seed",
    };
    tx.exec(
        sql!(
            "INSERT INTO spaces (id, handle, name, description, prompt, icon, visibility, shown,
                 posting, place, origin, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,
                 (SELECT COALESCE(MAX(place), 0) + 1 FROM spaces), $10, $11, $11)"
        ),
        args![
            id,
            space.handle,
            space.name,
            space.description,
            space.prompt,
            space.icon,
            space.visibility,
            space.shown,
            space.posting,
            origin,
            at
        ],
    )
    .await
    .on_unique("spaces.handle", "space.handle_taken")?;
    replace_plans(tx, id, &space.plans).await
}

/// Writes what changed of a space.
///
/// # Errors
/// `Conflict` when the handle is taken.
pub(crate) async fn update(tx: &mut Tx, id: SpaceId, space: &SpaceText) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "UPDATE spaces SET handle = $2, name = $3, description = $4, prompt = $5, icon = $6,
                 visibility = $7, shown = $8, posting = $9, updated_at = $10 WHERE id = $1"
        ),
        args![
            id,
            space.handle,
            space.name,
            space.description,
            space.prompt,
            space.icon,
            space.visibility,
            space.shown,
            space.posting,
            now
        ],
    )
    .await
    .on_unique("spaces.handle", "space.handle_taken")?;
    replace_plans(tx, id, &space.plans).await
}

async fn replace_plans(tx: &mut Tx, id: SpaceId, plans: &[i64]) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM space_plans WHERE space_id = $1"), args![id]).await?;
    for plan in plans {
        tx.exec(
            sql!("INSERT INTO space_plans (space_id, plan_id) VALUES ($1, $2)"),
            args![id, plan],
        )
        .await?;
    }
    Ok(())
}

/// Moves a space to a place among the others.
pub(crate) async fn set_place(tx: &mut Tx, id: SpaceId, place: i64) -> Outcome<()> {
    tx.exec(sql!("UPDATE spaces SET place = $2 WHERE id = $1"), args![id, place]).await?;
    Ok(())
}

/// How many posts each space has; shown to who may enter it.
pub(crate) async fn post_counts(tx: &Tx) -> Outcome<Vec<(SpaceId, i64)>> {
    tx.list(sql!("SELECT id, posts FROM spaces"), args![]).await
}

/// The secret spaces that a member was added to.
pub(crate) async fn added_to(tx: &Tx, member: MemberId) -> Outcome<Vec<SpaceId>> {
    tx.list(sql!("SELECT space_id FROM space_members WHERE member_id = $1"), args![member]).await
}

/// Adds somebody to a space or takes them out; whether that changed anything.
pub(crate) async fn set_member(
    tx: &mut Tx,
    id: SpaceId,
    member: MemberId,
    (by, on): (MemberId, bool),
) -> Outcome<bool> {
    let now = tx.now();
    let changed = if on {
        let add = sql!(
            "INSERT INTO space_members (space_id, member_id, added_by, added_at)
             VALUES ($1, $2, $3, $4) ON CONFLICT (space_id, member_id) DO NOTHING"
        );
        tx.exec(add, args![id, member, by, now]).await?
    } else {
        let remove = sql!("DELETE FROM space_members WHERE space_id = $1 AND member_id = $2");
        tx.exec(remove, args![id, member]).await?
    };
    Ok(changed == 1)
}

/// Lets a member into every space that another was added to, in that one's stead, and makes them
/// moderator where that one was; whether that was anywhere.
pub(crate) async fn update_member(tx: &mut Tx, from: MemberId, to: MemberId) -> Outcome<bool> {
    tx.exec(
        sql!(
            "INSERT INTO space_members (space_id, member_id, added_by, added_at)
             SELECT space_id, CAST($2 AS BIGINT), added_by, added_at FROM space_members WHERE member_id = $1
             ON CONFLICT (space_id, member_id) DO NOTHING"
        ),
        args![from, to],
    )
    .await?;
    tx.exec(
        sql!(
            "INSERT INTO space_moderators (space_id, member_id, added_at)
             SELECT space_id, CAST($2 AS BIGINT), added_at FROM space_moderators WHERE member_id = $1
             ON CONFLICT (space_id, member_id) DO NOTHING"
        ),
        args![from, to],
    )
    .await?;
    delete_of(tx, from).await
}

/// Takes somebody out of every space that they were added to and every part as moderator; whether
/// they were one.
pub(crate) async fn delete_of(tx: &mut Tx, member: MemberId) -> Outcome<bool> {
    tx.exec(sql!("DELETE FROM space_members WHERE member_id = $1"), args![member]).await?;
    let parts =
        tx.exec(sql!("DELETE FROM space_moderators WHERE member_id = $1"), args![member]).await?;
    Ok(parts > 0)
}

/// Makes somebody a moderator of a space or ends that; whether that changed anything.
pub(crate) async fn set_moderator(
    tx: &mut Tx,
    id: SpaceId,
    member: MemberId,
    on: bool,
) -> Outcome<bool> {
    let now = tx.now();
    let changed = if on {
        let add = sql!(
            "INSERT INTO space_moderators (space_id, member_id, added_at)
             VALUES ($1, $2, $3) ON CONFLICT (space_id, member_id) DO NOTHING"
        );
        tx.exec(add, args![id, member, now]).await?
    } else {
        let remove = sql!("DELETE FROM space_moderators WHERE space_id = $1 AND member_id = $2");
        tx.exec(remove, args![id, member]).await?
    };
    Ok(changed == 1)
}

/// Name and handle of those who were added to a space, by name, and of its moderators.
pub(crate) async fn people(tx: &Tx, id: SpaceId) -> Outcome<Vec<(MemberId, String, String, bool)>> {
    tx.list(
        sql!(
            "SELECT m.id, m.name, m.handle, FALSE AS moderates
               FROM space_members s JOIN members m ON m.id = s.member_id WHERE s.space_id = $1
             UNION ALL
             SELECT m.id, m.name, m.handle, TRUE AS moderates
               FROM space_moderators s JOIN members m ON m.id = s.member_id WHERE s.space_id = $1
              ORDER BY 4, 2, 1 LIMIT 500"
        ),
        args![id],
    )
    .await
}

macro_rules! people_in {
    ($table:literal) => {
        sql!(concat!(
            "SELECT m.id, m.name, m.handle, s.added_at
               FROM ",
            $table,
            " s JOIN members m ON m.id = s.member_id
              WHERE s.space_id = $1 AND s.member_id < $2
              ORDER BY s.member_id DESC LIMIT $3"
        ))
    };
}

/// Whoever was added to a space: whose id, name, handle and since when; the newest account first.
pub(crate) async fn members(
    tx: &Tx,
    id: SpaceId,
    place: Cursor,
    probe: i64,
) -> Outcome<Vec<(MemberId, String, String, Ts)>> {
    tx.list(people_in!("space_members"), args![id, place.id, probe]).await
}

/// The same of a space's moderators.
pub(crate) async fn moderators(
    tx: &Tx,
    id: SpaceId,
    place: Cursor,
    probe: i64,
) -> Outcome<Vec<(MemberId, String, String, Ts)>> {
    tx.list(people_in!("space_moderators"), args![id, place.id, probe]).await
}

/// The member of a handle.
pub(crate) async fn member_of(tx: &Tx, handle: &str) -> Outcome<Option<MemberId>> {
    tx.one(sql!("SELECT id FROM members WHERE handle = $1 AND state = 'active'"), args![handle])
        .await
}

/// Some posts of a space by id, to write their search documents anew.
pub(crate) async fn posts_after(
    tx: &Tx,
    id: SpaceId,
    after: i64,
    most: i64,
) -> Outcome<Vec<crate::post::PostId>> {
    tx.list(
        sql!(
            "SELECT id FROM posts WHERE space_id = $1 AND state = 'published' AND id > $2
              ORDER BY id LIMIT $3"
        ),
        args![id, after, most],
    )
    .await
}
