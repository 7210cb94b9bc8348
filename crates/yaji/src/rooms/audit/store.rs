//! What the log can be filtered by, the team's acts in it, and what it names.

use db::{Args, Recorded, Tx, args, row, sql};
use kernel::{MemberId, Outcome};

row! {
    /// Something as the log names it.
    pub(super) struct Named {
        /// `member`, `space`, `plan`, `product`, `order`, `entitlement` or `refund`.
        pub(super) kind: String,
        pub(super) id: i64,
        /// Its name; the reason of an entitlement or a refund.
        pub(super) word: String,
        /// A member's handle.
        pub(super) handle: String,
    }
}

/// The newest of the team's acts, the names of which are those of the index `events_acts`. Members
/// delete what is theirs, too: there the one who did it has to be of the team.
macro_rules! acts {
    ($from:literal, $rest:literal) => {
        concat!(
            "SELECT e.id, e.position, e.name, e.version, e.actor, e.subject, e.space, e.origin,
                    e.occurred_at, e.recorded_at, e.payload
               FROM ", $from, "
              WHERE e.position < $1 AND e.actor IS NOT NULL AND e.name IN (
                    'settings.changed', 'legal.published', 'mail.opened', 'media.removed',
                    'member.role_changed', 'member.locked', 'member.unlocked',
                    'credential.reset_asked', 'claim.given', 'claim.undone', 'product.created',
                    'product.changed', 'plan.changed', 'refund.requested', 'refund.issued',
                    'entitlement.granted', 'entitlement.ended', 'entitlement.moved', 'space.created',
                    'space.edited', 'space.member_added', 'space.member_removed',
                    'space.moderator_changed', 'post.hidden', 'post.deleted', 'post.featured',
                    'post.closed', 'comment.hidden', 'comment.deleted', 'comment.featured')
                AND (e.name NOT IN ('media.removed', 'post.deleted', 'comment.deleted')
                     OR EXISTS (SELECT 1 FROM members m
                                 WHERE m.id = e.actor AND m.role <> 'member')) ", $rest)
    };
}

/// The team's acts before a position, the newest first; of one member where they are named.
pub(super) async fn acts(
    tx: &Tx,
    (position, limit): (i64, i64),
    actor: Option<MemberId>,
) -> Outcome<Vec<Recorded>> {
    match actor {
        None => {
            // SQLite knows of no figures by which it would prefer the smaller index.
            let all = sql! {
                sqlite: acts!("events e INDEXED BY events_acts", "ORDER BY e.position DESC LIMIT $2"),
                pg: acts!("events e", "ORDER BY e.position DESC LIMIT $2")
            };
            tx.list(all, args![position, limit]).await
        }
        Some(actor) => {
            let theirs = sql!(Recorded:
                acts!("events e", "AND e.actor = $3 ORDER BY e.position DESC LIMIT $2"));
            tx.list(theirs, args![position, limit, actor]).await
        }
    }
}

/// The names of all events that ever happened: one look into the index for each.
pub(super) async fn names(tx: &Tx) -> Outcome<Vec<String>> {
    let names = sql!(
        "WITH RECURSIVE found(name) AS (
           SELECT MIN(name) FROM events
           UNION ALL
           SELECT (SELECT MIN(e.name) FROM events e WHERE e.name > f.name)
             FROM found f WHERE f.name IS NOT NULL)
         SELECT name FROM found WHERE name IS NOT NULL"
    );
    tx.list(names, Args::default()).await
}

/// The member of a handle.
pub(super) async fn member(tx: &Tx, handle: &str) -> Outcome<Option<MemberId>> {
    tx.one(sql!("SELECT id FROM members WHERE handle = $1"), args![handle]).await
}

/// What these ids are, in one look: no two things share one.
pub(super) async fn named(tx: &Tx, ids: &[i64]) -> Outcome<Vec<Named>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let named = sql!(Named:
        "SELECT 'member' AS kind, id, name AS word, handle FROM members WHERE id IN ({list})
         UNION ALL
         SELECT 'space' AS kind, id, name AS word, '' AS handle FROM spaces WHERE id IN ({list})
         UNION ALL
         SELECT 'plan' AS kind, id, name AS word, '' AS handle FROM plans WHERE id IN ({list})
         UNION ALL
         SELECT 'product' AS kind, id, name AS word, '' AS handle FROM products
          WHERE id IN ({list})
         UNION ALL
         SELECT 'order' AS kind, id, no AS word, '' AS handle FROM orders WHERE id IN ({list})
         UNION ALL
         SELECT 'entitlement' AS kind, id, COALESCE(reason, '') AS word, '' AS handle
           FROM entitlements WHERE id IN ({list})
         UNION ALL
         SELECT 'refund' AS kind, id, reason AS word, '' AS handle FROM refunds
          WHERE id IN ({list})");
    tx.list(named, args![].list(ids)).await
}
