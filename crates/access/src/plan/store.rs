//! All SQL about plans.

use db::{Tx, args, row, sql};
use kernel::{Outcome, Ts};

use super::PlanId;
use crate::{Thing, ThingKind};

row! {
    /// A plan.
    pub struct PlanRow {
        /// Which plan.
        pub id: PlanId,
        /// What it is called.
        pub name: String,
        /// Since when it exists.
        pub created_at: Ts,
    }
}

pub(crate) async fn update(tx: &mut Tx, id: PlanId, name: &str) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO plans (id, name, created_at) VALUES ($1, $2, $3)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name"
        ),
        args![id, name, now],
    )
    .await?;
    Ok(())
}

pub(crate) async fn delete_opens(tx: &mut Tx, id: PlanId) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM plan_opens WHERE plan_id = $1"), args![id]).await?;
    Ok(())
}

pub(crate) async fn insert_opens(tx: &mut Tx, id: PlanId, thing: Thing) -> Outcome<()> {
    tx.exec(
        sql!(
            "INSERT INTO plan_opens (plan_id, thing_kind, thing_id) VALUES ($1, $2, $3)
             ON CONFLICT (plan_id, thing_kind, thing_id) DO NOTHING"
        ),
        args![id, thing.kind, thing.id],
    )
    .await?;
    Ok(())
}

pub(crate) async fn list(tx: &Tx) -> Outcome<Vec<PlanRow>> {
    tx.list(
        sql!(PlanRow: "SELECT id, name, created_at FROM plans ORDER BY created_at, id LIMIT 200"),
        args![],
    )
    .await
}

pub(crate) async fn list_opens(tx: &Tx, id: PlanId) -> Outcome<Vec<Thing>> {
    let rows: Vec<(ThingKind, i64)> = tx
        .list(
            sql!(
                "SELECT thing_kind, thing_id FROM plan_opens WHERE plan_id = $1
                 ORDER BY thing_kind, thing_id"
            ),
            args![id],
        )
        .await?;
    Ok(rows.into_iter().map(|(kind, id)| Thing { kind, id }).collect())
}

pub(crate) async fn list_opening(tx: &Tx, things: &[Thing]) -> Outcome<Vec<PlanId>> {
    let mut plans: Vec<PlanId> = Vec::new();
    for thing in things {
        let found: Vec<PlanId> = tx
            .list(
                sql!(
                    "WITH RECURSIVE doors (kind, id) AS (
                         SELECT CAST($1 AS TEXT), CAST($2 AS BIGINT)
                         UNION
                         SELECT 'plan', o.plan_id FROM doors d
                         JOIN plan_opens o ON o.thing_kind = d.kind AND o.thing_id = d.id
                     )
                     SELECT p.id FROM doors d JOIN plans p ON p.id = d.id WHERE d.kind = 'plan'"
                ),
                args![thing.kind, thing.id],
            )
            .await?;
        plans.extend(found.into_iter().filter(|plan| !plans.contains(plan)).collect::<Vec<_>>());
    }
    Ok(plans)
}
