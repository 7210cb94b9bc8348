//! All SQL about addresses of members.

use db::{OnUnique, Tx, args, row, sql};
use kernel::{MemberId, Outcome, Ts};

row! {
    /// A member's address.
    pub struct AddressRow {
        /// Whose.
        pub member_id: MemberId,
        /// What mail is sent to.
        pub email: String,
        /// What is compared.
        pub email_key: String,
        /// Whether the member owns it.
        pub confirmed: bool,
        /// Since when it is theirs or claimed to be.
        pub created_at: Ts,
    }
}

/// A member's address.
pub async fn find(tx: &Tx, member: MemberId) -> Outcome<Option<AddressRow>> {
    tx.one(
        sql!(AddressRow: "SELECT member_id, email, email_key, confirmed, created_at FROM addresses
             WHERE member_id = $1"),
        args![member],
    )
    .await
}

row! {
    /// Where mail to a member goes.
    pub struct ReceiverRow {
        /// What mail is sent to.
        pub email: String,
        /// Whether the member owns it.
        pub confirmed: bool,
        /// Whether somebody with a role owns it, as [`is_teams`](super::is_teams) says.
        pub is_teams: bool,
    }
}

/// Where mail to a member goes.
pub async fn find_receiver(tx: &Tx, member: MemberId) -> Outcome<Option<ReceiverRow>> {
    tx.one(
        sql!(ReceiverRow: "SELECT a.email, a.confirmed,
                coalesce(m.role <> 'member', FALSE) AS is_teams
             FROM addresses a
             LEFT JOIN addresses o ON o.email_key = a.email_key AND o.confirmed
             LEFT JOIN members m ON m.id = o.member_id
             WHERE a.member_id = $1"),
        args![member],
    )
    .await
}

/// Who owns an address.
pub async fn find_owner(tx: &Tx, email_key: &str) -> Outcome<Option<MemberId>> {
    tx.one(
        sql!("SELECT member_id FROM addresses WHERE email_key = $1 AND confirmed"),
        args![email_key],
    )
    .await
}

/// The newest active account that was made with an address and does not own it.
pub async fn find_newest_unconfirmed(tx: &Tx, email_key: &str) -> Outcome<Option<MemberId>> {
    tx.one(
        sql!(
            "SELECT a.member_id FROM addresses a JOIN members m ON m.id = a.member_id
             WHERE a.email_key = $1 AND NOT a.confirmed AND m.state = 'active'
             ORDER BY a.created_at DESC, a.member_id DESC LIMIT 1"
        ),
        args![email_key],
    )
    .await
}

/// Notes the address that an account was made with, or moves it to another that is not confirmed.
pub async fn update_unconfirmed(
    tx: &mut Tx,
    member: MemberId,
    email: &str,
    email_key: &str,
) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO addresses (member_id, email, email_key, confirmed, created_at,
                confirmed_at)
             VALUES ($1, $2, $3, FALSE, $4, NULL)
             ON CONFLICT (member_id) DO UPDATE
             SET email = excluded.email, email_key = excluded.email_key, confirmed = FALSE,
                 created_at = excluded.created_at, confirmed_at = NULL"
        ),
        args![member, email, email_key, now],
    )
    .await?;
    Ok(())
}

/// Makes a member the owner of an address.
///
/// # Errors
/// `Conflict` with `email.taken` when somebody else owns it.
pub async fn update_owned(
    tx: &mut Tx,
    member: MemberId,
    email: &str,
    email_key: &str,
) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO addresses (member_id, email, email_key, confirmed, created_at,
                confirmed_at)
             VALUES ($1, $2, $3, TRUE, $4, $4)
             ON CONFLICT (member_id) DO UPDATE
             SET email = excluded.email, email_key = excluded.email_key, confirmed = TRUE,
                 confirmed_at = excluded.confirmed_at"
        ),
        args![member, email, email_key, now],
    )
    .await
    .on_unique("addresses.email_key", "email.taken")?;
    Ok(())
}

/// Takes an address off every account that does not own it, but perhaps one.
pub async fn delete_unconfirmed(tx: &mut Tx, email_key: &str, but: MemberId) -> Outcome<u64> {
    tx.exec(
        sql!(
            "DELETE FROM addresses
             WHERE email_key = $1 AND NOT confirmed AND member_id <> $2"
        ),
        args![email_key, but],
    )
    .await
}

/// Takes a member's address off.
pub async fn delete(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM addresses WHERE member_id = $1"), args![member]).await?;
    Ok(())
}

/// The addresses that a member moved away from of late.
pub async fn list_former(tx: &Tx, member: MemberId) -> Outcome<Vec<String>> {
    tx.list(
        sql!("SELECT email FROM address_undos WHERE member_id = $1 ORDER BY created_at"),
        args![member],
    )
    .await
}

/// Notes the way back to an address for seven days.
pub async fn insert_undo(
    tx: &mut Tx,
    token_hash: &str,
    old: &AddressRow,
    expires_at: Ts,
) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO address_undos (token_hash, member_id, email, email_key, created_at,
                expires_at, used_at)
             VALUES ($1, $2, $3, $4, $5, $6, NULL)"
        ),
        args![token_hash, old.member_id, &old.email, &old.email_key, now, expires_at],
    )
    .await?;
    Ok(())
}

row! {
    /// The way back to an address.
    pub struct UndoRow {
        /// Whose.
        pub member_id: MemberId,
        /// The old address.
        pub email: String,
        /// As it is compared.
        pub email_key: String,
        /// When the address was changed.
        pub created_at: Ts,
    }
}

/// A way back that may still be taken.
pub async fn find_undo(tx: &Tx, token_hash: &str) -> Outcome<Option<UndoRow>> {
    let now = tx.now();
    tx.one(
        sql!(UndoRow: "SELECT member_id, email, email_key, created_at FROM address_undos
             WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2"),
        args![token_hash, now],
    )
    .await
}

/// Uses up a way back, and with it every later one of the same member.
pub async fn update_undos_used(tx: &mut Tx, member: MemberId, from: Ts) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "UPDATE address_undos SET used_at = $3
             WHERE member_id = $1 AND created_at >= $2 AND used_at IS NULL"
        ),
        args![member, from, now],
    )
    .await?;
    Ok(())
}

/// Forgets every way back of a member.
pub async fn delete_undos(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM address_undos WHERE member_id = $1"), args![member]).await?;
    Ok(())
}

row! {
    /// Somebody who owns the mailbox asks for an account.
    pub struct AdoptionRow {
        /// Which account.
        pub member_id: MemberId,
        /// The address as it is compared.
        pub email_key: String,
        /// When it becomes theirs.
        pub due_at: Ts,
    }
}

/// The adoption that waits for an account, if one does.
pub async fn find_adoption(tx: &Tx, member: MemberId) -> Outcome<Option<AdoptionRow>> {
    tx.one(
        sql!(AdoptionRow: "SELECT member_id, email_key, due_at FROM adoptions
             WHERE member_id = $1"),
        args![member],
    )
    .await
}

/// Notes that whoever owns the mailbox asks for an account; false when it was noted before.
pub async fn insert_adoption(
    tx: &mut Tx,
    member: MemberId,
    email_key: &str,
    browser: &str,
    due_at: Ts,
) -> Outcome<bool> {
    let now = tx.now();
    let done = tx
        .exec(
            sql!(
                "INSERT INTO adoptions (member_id, email_key, browser, asked_at, due_at)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT (member_id) DO NOTHING"
            ),
            args![member, email_key, browser, now, due_at],
        )
        .await?;
    Ok(done > 0)
}

/// Lets an adoption go through at once: the team has seen proof of payment.
pub async fn update_adoption_due(tx: &mut Tx, member: MemberId) -> Outcome<u64> {
    let now = tx.now();
    tx.exec(sql!("UPDATE adoptions SET due_at = $2 WHERE member_id = $1"), args![member, now]).await
}

/// The accounts made with an address that somebody asks for.
pub async fn list_adopted(tx: &Tx, email_key: &str) -> Outcome<Vec<MemberId>> {
    tx.list(
        sql!(
            "SELECT a.member_id FROM addresses a JOIN adoptions d ON d.member_id = a.member_id
             WHERE a.email_key = $1 AND NOT a.confirmed ORDER BY a.member_id"
        ),
        args![email_key],
    )
    .await
}

/// Ends an adoption.
pub async fn delete_adoption(tx: &mut Tx, member: MemberId) -> Outcome<u64> {
    tx.exec(sql!("DELETE FROM adoptions WHERE member_id = $1"), args![member]).await
}
