//! Reading all spaces, gates and moderators, and their version.

use std::collections::HashMap;

use db::{Tx, args, row, sql};
use kernel::{MemberId, Outcome, Ts};

use super::Ground;
use crate::gate;
use crate::space::{Posting, Space, SpaceId, Visibility};

row! {
    /// A space as its row holds it.
    struct SpaceRow {
        id: SpaceId,
        handle: String,
        name: String,
        description: String,
        prompt: String,
        icon: String,
        visibility: Visibility,
        shown: bool,
        posting: Posting,
        place: i64,
        created_at: Ts,
    }
}

/// Which version of spaces, gates and moderators this transaction sees.
pub(crate) async fn version(tx: &Tx) -> Outcome<i64> {
    let version: Option<i64> =
        tx.one(sql!("SELECT version FROM community_versions WHERE id = 1"), args![]).await?;
    Ok(version.unwrap_or_default())
}

/// The same, and the spaces that a member was added to.
pub(crate) async fn version_for(tx: &Tx, member: MemberId) -> Outcome<(i64, Vec<SpaceId>)> {
    let rows: Vec<(i64, Option<SpaceId>)> = tx
        .list(
            sql!(
                "SELECT v.version, m.space_id FROM community_versions v
                   LEFT JOIN space_members m ON m.member_id = $1 WHERE v.id = 1"
            ),
            args![member],
        )
        .await?;
    let version = rows.first().map(|(version, _)| *version).unwrap_or_default();
    Ok((version, rows.into_iter().filter_map(|(_, space)| space).collect()))
}

/// Makes what every process keeps of spaces, gates and moderators old.
pub(crate) async fn raise_version(tx: &mut Tx) -> Outcome<()> {
    tx.exec(sql!("UPDATE community_versions SET version = version + 1 WHERE id = 1"), args![])
        .await?;
    Ok(())
}

/// Reads everything.
pub(crate) async fn load(tx: &Tx, version: i64) -> Outcome<Ground> {
    let rows: Vec<SpaceRow> = tx
        .list(
            sql!(SpaceRow: "SELECT id, handle, name, description, prompt, icon, visibility, shown,
                        posting, place, created_at
                   FROM spaces ORDER BY place, id"),
            args![],
        )
        .await?;
    let plans: Vec<(SpaceId, i64)> = tx
        .list(sql!("SELECT space_id, plan_id FROM space_plans ORDER BY space_id, plan_id"), args![])
        .await?;
    let mut plans_of: HashMap<SpaceId, Vec<i64>> = HashMap::new();
    for (space, plan) in plans {
        plans_of.entry(space).or_default().push(plan);
    }
    let moderators: Vec<(SpaceId, MemberId)> =
        tx.list(sql!("SELECT space_id, member_id FROM space_moderators"), args![]).await?;
    let space = |row: SpaceRow| Space {
        plans: plans_of.remove(&row.id).unwrap_or_default(),
        id: row.id,
        handle: row.handle,
        name: row.name,
        description: row.description,
        prompt: row.prompt,
        icon: row.icon,
        visibility: row.visibility,
        shown: row.shown,
        posting: row.posting,
        place: row.place,
        created_at: row.created_at,
    };
    let spaces = rows.into_iter().map(space).collect();
    Ok(Ground::new(version, spaces, gate::store::all(tx).await?, moderators))
}
