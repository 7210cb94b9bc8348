//! The outbox: written in the transaction that has something to say, emptied by a job.

use db::{Db, Event, Job, Tx};
use kernel::{Fault, MemberId, Outcome, Ts};
use serde::{Deserialize, Serialize};

use crate::{Address, Letter, Transport, store};

kernel::id!(
    /// One message.
    pub MailId
);

/// Days for which a message is kept, so that whoever asks what became of it can be told.
pub const KEPT_DAYS: i64 = 30;

/// What a verb wants to say to somebody.
#[derive(Debug, Clone)]
pub struct Message {
    /// Which kind of mail it is, `sign_in.code`: for counts and for what may be unsubscribed.
    pub kind: &'static str,
    /// To whom.
    pub to: Address,
    /// Whether the receiver has a role above member: without SMTP it is printed on the terminal.
    pub to_team: bool,
    /// Subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// The one-click address that ends this kind of mail.
    pub unsubscribe: Option<String>,
}

/// The job that hands one message to the transport.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SendMail {
    /// Which message.
    pub mail: MailId,
}

impl Job for SendMail {
    const KIND: &'static str = "mail.send";
}

/// Somebody of the team opened a message that waited for lack of a mail server.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MailOpened {
    /// Which message.
    pub mail: MailId,
}

impl Event for MailOpened {
    const NAME: &'static str = "mail.opened";
    const VERSION: u16 = 1;
}

/// A message in the mail room, as its list shows it.
#[derive(Debug, Clone)]
pub struct WaitingMail {
    /// Which message.
    pub id: MailId,
    /// To whom, masked.
    pub to: String,
    /// Which kind.
    pub kind: String,
    /// Since when.
    pub created_at: Ts,
    /// Whether somebody has opened it.
    pub opened: bool,
}

/// Puts a message into the outbox; it leaves once the transaction is committed.
///
/// # Errors
/// When the database fails.
pub async fn send(tx: &mut Tx, message: Message) -> Outcome<MailId> {
    let id: MailId = tx.new_id();
    let state = store::insert(tx, id, &message).await?;
    if state.as_deref() == Some("waiting") {
        tx.push(SendMail { mail: id }).await?;
    }
    Ok(id)
}

/// Does the job: hands a message to the transport and notes that it left. Without a mail server
/// a message to a member goes on waiting, in the studio.
///
/// # Errors
/// `Broken` when the transport did not take it: the job is tried again.
pub async fn deliver(db: &Db, transport: &Transport, from: &str, mail: MailId) -> Outcome<()> {
    let Some(row) = db.read(async move |tx| store::find(tx, mail).await).await? else {
        return Ok(());
    };
    if row.state != "waiting" || (matches!(transport, Transport::Room) && !row.to_team) {
        return Ok(());
    }
    let domain = from.rsplit_once('@').map_or("localhost", |(_, d)| d.trim_end_matches('>'));
    let letter = Letter {
        id: format!("{mail}@{domain}"),
        from: from.to_owned(),
        to: row.recipient,
        subject: row.subject,
        text: row.text_body,
        html: row.html_body,
        unsubscribe: row.unsubscribe,
    };
    match transport.hand_over(letter).await {
        Ok(()) => db.tx(async move |tx| store::update_sent(tx, mail).await).await,
        Err(fault) => {
            let said = fault.to_string();
            db.tx(async move |tx| store::update_failed(tx, mail, &said).await).await?;
            Err(fault)
        }
    }
}

/// The messages that wait for lack of a mail server, newest first.
///
/// # Errors
/// When the database fails.
pub async fn waiting(tx: &Tx, most: i64) -> Outcome<Vec<WaitingMail>> {
    let rows = store::list_waiting(tx, most).await?;
    Ok(rows
        .into_iter()
        .map(|row| WaitingMail {
            id: row.id,
            to: Address::parse(&row.recipient).map(|a| a.masked()).unwrap_or_default(),
            kind: row.kind,
            created_at: row.created_at,
            opened: row.opened_at.is_some(),
        })
        .collect())
}

/// How many messages have not left yet, counted up to 10,000.
///
/// # Errors
/// When the database fails.
pub async fn count_waiting(tx: &Tx) -> Outcome<i64> {
    store::count_waiting(tx).await
}

/// Opens a waiting message for somebody who may; the opening is an event.
///
/// # Errors
/// `Missing` when no such message waits.
pub async fn open_waiting(tx: &mut Tx, by: MemberId, mail: MailId) -> Outcome<Letter> {
    let row = store::find(tx, mail).await?.ok_or(Fault::Missing("mail.missing"))?;
    if row.state != "waiting" || row.to_team {
        return Err(Fault::Missing("mail.missing"));
    }
    tx.acting(by);
    store::update_opened(tx, mail).await?;
    tx.announce(MailOpened { mail }).await?;
    Ok(Letter {
        id: mail.to_string(),
        from: String::new(),
        to: row.recipient,
        subject: row.subject,
        text: row.text_body,
        html: row.html_body,
        unsubscribe: None,
    })
}

/// Forgets every message to an address: its member is no more.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &mut Tx, address: &Address) -> Outcome<()> {
    store::delete_to(tx, address.folded()).await.map(drop)
}

/// Deletes messages after [`KEPT_DAYS`]; how many.
///
/// # Errors
/// When the database fails.
pub async fn sweep(tx: &mut Tx) -> Outcome<u64> {
    let before = tx.now().plus_days(-KEPT_DAYS);
    store::delete_before(tx, before).await
}

/// Sends nothing more to an address; `reason` is `bounce`, `complaint` or `asked`.
///
/// # Errors
/// When the database fails.
pub async fn suppress(tx: &mut Tx, address: &Address, reason: &str) -> Outcome<()> {
    store::insert_suppressed(tx, address.folded(), reason).await
}
