//! All SQL about what members have told the site about themselves.

use db::{Tx, args, row, sql};
use kernel::{MemberId, Outcome, Ts};

row! {
    /// What a member has told.
    pub struct DetailsRow {
        /// Links, as JSON.
        pub links: String,
        /// Interests, as JSON.
        pub interests: String,
        /// Why they came; empty where they did not say.
        pub goal: String,
        /// How often they want to hear: `daily`, `weekly`, `never`.
        pub rhythm: String,
        /// The hour at which quiet begins, in the site's zone.
        pub quiet_from: Option<i64>,
        /// The hour at which quiet ends.
        pub quiet_until: Option<i64>,
        /// Badges brought in from another system, as JSON.
        pub badges: String,
        /// When they finished or skipped the welcome.
        pub welcomed_at: Option<Ts>,
    }
}

/// What a member has told.
pub async fn find(tx: &Tx, member: MemberId) -> Outcome<Option<DetailsRow>> {
    tx.one(
        sql!(DetailsRow: "SELECT links, interests, goal, rhythm, quiet_from, quiet_until, badges,
                welcomed_at
             FROM member_details WHERE member_id = $1"),
        args![member],
    )
    .await
}

/// Changes the links of a profile.
pub async fn update_links(tx: &mut Tx, member: MemberId, links: &str) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE member_details SET links = $2 WHERE member_id = $1"),
        args![member, links],
    )
    .await?;
    Ok(())
}

/// Changes interests.
pub async fn update_interests(tx: &mut Tx, member: MemberId, interests: &str) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE member_details SET interests = $2 WHERE member_id = $1"),
        args![member, interests],
    )
    .await?;
    Ok(())
}

/// Changes why a member came.
pub async fn update_goal(tx: &mut Tx, member: MemberId, goal: &str) -> Outcome<()> {
    tx.exec(sql!("UPDATE member_details SET goal = $2 WHERE member_id = $1"), args![member, goal])
        .await?;
    Ok(())
}

/// Changes how often a member wants to hear; 0 where there is no such member.
pub async fn update_rhythm(tx: &mut Tx, member: MemberId, rhythm: &str) -> Outcome<u64> {
    tx.exec(
        sql!("UPDATE member_details SET rhythm = $2 WHERE member_id = $1"),
        args![member, rhythm],
    )
    .await
}

/// Notes that a member finished or skipped the welcome.
pub async fn update_welcomed(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "UPDATE member_details SET welcomed_at = $2
             WHERE member_id = $1 AND welcomed_at IS NULL"
        ),
        args![member, now],
    )
    .await?;
    Ok(())
}

/// Changes the badges brought in from another system.
pub async fn update_badges(tx: &mut Tx, member: MemberId, badges: &str) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE member_details SET badges = $2 WHERE member_id = $1"),
        args![member, badges],
    )
    .await?;
    Ok(())
}

/// Empties what a member has told.
pub async fn update_erased(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE member_details SET links = '[]', interests = '[]', goal = '',
                rhythm = 'never', quiet_from = NULL, quiet_until = NULL, badges = '[]'
             WHERE member_id = $1"
        ),
        args![member],
    )
    .await?;
    Ok(())
}

/// Whether a picture is somebody's.
pub async fn find_avatar(tx: &Tx, hash: &str) -> Outcome<bool> {
    let found: Option<i64> = tx
        .one(sql!("SELECT COUNT(*) AS members FROM members WHERE avatar = $1"), args![hash])
        .await?;
    Ok(found.is_some_and(|count| count > 0))
}

/// Notes the picture of a member whom it is taken from.
pub async fn discard_avatar(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    tx.exec(
        sql!(
            "INSERT INTO discarded_avatars (hash)
             SELECT avatar FROM members WHERE id = $1 AND avatar IS NOT NULL
             ON CONFLICT (hash) DO NOTHING"
        ),
        args![member],
    )
    .await?;
    Ok(())
}

/// Takes some of the pictures that were somebody's off the list: whoever takes them sees to it that
/// what nothing shows goes.
pub async fn take_discarded(tx: &mut Tx, most: i64) -> Outcome<Vec<String>> {
    tx.returning(
        sql!(
            "DELETE FROM discarded_avatars WHERE hash IN (
                 SELECT hash FROM discarded_avatars ORDER BY hash LIMIT $1)
             RETURNING hash"
        ),
        args![most],
    )
    .await
}
