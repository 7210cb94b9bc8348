//! All SQL about mail.

use db::{Tx, args, row, sql};
use kernel::{Outcome, Ts};

use crate::outbox::{MailId, Message};

row! {
    /// A message as it lies in the outbox.
    pub(crate) struct MailRow {
        /// Receiver's address.
        pub recipient: String,
        /// Whether the receiver has a role above member.
        pub to_team: bool,
        /// Subject.
        pub subject: String,
        /// Plain text.
        pub text_body: String,
        /// HTML.
        pub html_body: String,
        /// One-click address.
        pub unsubscribe: Option<String>,
        /// `waiting`, `sent`, `failed` or `suppressed`.
        pub state: String,
    }
}

row! {
    /// A waiting message in a list.
    pub(crate) struct WaitingRow {
        /// Which message.
        pub id: MailId,
        /// Receiver's address.
        pub recipient: String,
        /// Which kind.
        pub kind: String,
        /// Since when.
        pub created_at: Ts,
        /// When somebody opened it.
        pub opened_at: Option<Ts>,
    }
}

/// Puts a message into the outbox; its state there: nothing leaves to an address that is suppressed.
pub(crate) async fn insert(tx: &mut Tx, id: MailId, message: &Message) -> Outcome<Option<String>> {
    let at = tx.now();
    let written = tx.returning(
        sql!(
            "INSERT INTO mail_outbox (id, kind, recipient, recipient_key, to_team, subject,
                 text_body, html_body, unsubscribe, state, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,
                 CASE WHEN EXISTS (SELECT 1 FROM mail_suppressed WHERE address = $4)
                      THEN 'suppressed' ELSE 'waiting' END, $10)
             RETURNING state"
        ),
        args![
            id,
            message.kind,
            message.to.stored(),
            message.to.folded(),
            message.to_team,
            &message.subject,
            &message.text,
            &message.html,
            &message.unsubscribe,
            at
        ],
    );
    Ok(written.await?.pop())
}

/// One message.
pub(crate) async fn find(tx: &Tx, id: MailId) -> Outcome<Option<MailRow>> {
    tx.one(
        sql!(
            "SELECT recipient, to_team, subject, text_body, html_body, unsubscribe, state
             FROM mail_outbox WHERE id = $1"
        ),
        args![id],
    )
    .await
}

/// Messages to members that wait, newest first.
pub(crate) async fn list_waiting(tx: &Tx, most: i64) -> Outcome<Vec<WaitingRow>> {
    tx.list(
        sql!(
            "SELECT id, recipient, kind, created_at, opened_at FROM mail_outbox
             WHERE state = 'waiting' AND NOT to_team ORDER BY created_at DESC, id DESC LIMIT $1"
        ),
        args![most],
    )
    .await
}

/// Messages that have not left yet, counted up to 10,000.
pub(crate) async fn count_waiting(tx: &Tx) -> Outcome<i64> {
    let count = sql!(
        "SELECT count(*) FROM (
           SELECT id FROM mail_outbox WHERE state = 'waiting' ORDER BY created_at LIMIT 10000
         ) AS waiting"
    );
    Ok(tx.one(count, args![]).await?.unwrap_or(0))
}

/// Notes that a message left.
pub(crate) async fn update_sent(tx: &mut Tx, id: MailId) -> Outcome<()> {
    let at = tx.now();
    tx.exec(
        sql!(
            "UPDATE mail_outbox SET state = 'sent', sent_at = $2, last_error = NULL WHERE id = $1"
        ),
        args![id, at],
    )
    .await?;
    Ok(())
}

/// Notes why a message did not leave; it goes on waiting for the next try.
pub(crate) async fn update_failed(tx: &mut Tx, id: MailId, said: &str) -> Outcome<()> {
    tx.exec(sql!("UPDATE mail_outbox SET last_error = $2 WHERE id = $1"), args![id, said]).await?;
    Ok(())
}

/// Notes that somebody of the team opened a waiting message.
pub(crate) async fn update_opened(tx: &mut Tx, id: MailId) -> Outcome<()> {
    let at = tx.now();
    tx.exec(sql!("UPDATE mail_outbox SET opened_at = $2 WHERE id = $1"), args![id, at]).await?;
    Ok(())
}

/// Deletes every message to an address.
pub(crate) async fn delete_to(tx: &mut Tx, folded: &str) -> Outcome<u64> {
    tx.exec(sql!("DELETE FROM mail_outbox WHERE recipient_key = $1"), args![folded]).await
}

/// Deletes the messages that were written before an instant, whatever became of them.
pub(crate) async fn delete_before(tx: &mut Tx, at: Ts) -> Outcome<u64> {
    tx.exec(
        sql!(
            "DELETE FROM mail_outbox
             WHERE state IN ('waiting', 'sent', 'failed', 'suppressed') AND created_at < $1"
        ),
        args![at],
    )
    .await
}

/// Sends nothing more to an address.
pub(crate) async fn insert_suppressed(tx: &mut Tx, folded: &str, reason: &str) -> Outcome<()> {
    let at = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO mail_suppressed (address, reason, at) VALUES ($1, $2, $3)
             ON CONFLICT (address) DO NOTHING"
        ),
        args![folded, reason, at],
    )
    .await?;
    Ok(())
}
