//! Messages on their way out: the outbox, the transports, the suppression list.
//!
//! To send a mail from a verb: `mail::send(tx, Message { … }).await?` in its transaction.
#![deny(missing_docs)]

mod outbox;
mod store;
mod transport;

pub use kernel::Address;
pub use outbox::{
    KEPT_DAYS, MailId, MailOpened, Message, SendMail, WaitingMail, count_waiting, deliver, forget,
    open_waiting, send, suppress, sweep, waiting,
};
pub use transport::{Letter, Smtp, Transport};
