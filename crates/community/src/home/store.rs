//! The site in numbers.

use db::{Tx, args, row, sql};
use kernel::{MemberId, Outcome};

row! {
    /// What the landing page counts.
    pub(crate) struct Proof {
        /// Published posts of all spaces that are not secret.
        pub(crate) posts: i64,
        /// Confirmed or imported members.
        pub(crate) members: i64,
        /// Questions that have an answer, of the last thousand.
        pub(crate) answered: i64,
        /// Questions among the last thousand.
        pub(crate) asked: i64,
    }
}

/// Counts. Kept by the caller for a while: the numbers need not be of this second.
async fn proof(tx: &Tx) -> Outcome<Option<Proof>> {
    tx.one(
        sql!(Proof: "SELECT CAST(COALESCE((SELECT SUM(s.posts) FROM spaces s
                                       WHERE s.visibility <> 'secret'), 0) AS BIGINT) AS posts,
                (SELECT COUNT(*) FROM members WHERE state = 'active') AS members,
                CAST(COALESCE(SUM(CASE WHEN q.answers > 0 THEN 1 ELSE 0 END), 0) AS BIGINT)
                    AS answered,
                COUNT(*) AS asked
           FROM (SELECT p.answers FROM posts p JOIN spaces s ON s.id = p.space_id
                  WHERE p.state = 'published' AND p.kind = 'question'
                    AND s.visibility <> 'secret'
                  ORDER BY p.created_at DESC LIMIT 1000) q"),
        args![],
    )
    .await
}

/// Who stands for the site: its owner, else nobody.
async fn host(tx: &Tx) -> Outcome<Option<(MemberId, String, Option<String>)>> {
    tx.one(
        sql!(
            "SELECT id, name, avatar FROM members
              WHERE role = 'owner' AND state = 'active' ORDER BY created_at, id LIMIT 1"
        ),
        args![],
    )
    .await
}

/// The site as visitors meet it: its numbers and its host.
#[derive(Debug, Clone)]
pub(crate) struct Portrait {
    /// Its numbers.
    pub(crate) proof: Option<Proof>,
    /// Who stands for it: id, name, picture.
    pub(crate) host: Option<(MemberId, String, Option<String>)>,
}

/// Reads the portrait; the caller keeps it for a while.
pub(crate) async fn portrait(tx: &Tx) -> Outcome<Portrait> {
    Ok(Portrait { proof: proof(tx).await?, host: host(tx).await? })
}
