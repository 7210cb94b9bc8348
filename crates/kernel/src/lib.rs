//! The values that every slice speaks in: ids, time, money, mail addresses, faults, pages,
//! languages.
//!
//! Nothing here reads a file, a socket or the system's clock by itself: the one exception is
//! [`Clock::system`], which exists so that everything else can be given a clock.
//!
//! To add an id for a new table: `kernel::id!(/// One row of `things`. pub ThingId);`.
#![deny(missing_docs)]

mod address;
mod clock;
mod column;
mod cursor;
mod fault;
mod id;
mod locale;
mod money;
mod row;
mod time;

pub use address::{Address, Sender};
pub use clock::Clock;
pub use column::{BadCell, Bind, Cell, Column, Val};
pub use cursor::{Cursor, List, ListSize};
pub use fault::{Denied, Fault, FaultTexts, FieldErrors, Key, Outcome, Report, Way};
pub use id::{BadId, Id, IdMaker, NODES, decode_id, encode_id, id_at};
pub use locale::Locale;
pub use money::{BadMoney, Currency, Money};
pub use row::{Cells, FromRow, column};
pub use time::{BadTime, Day, Ts, Zone};

id!(
    /// A person with an account: the one id that every slice refers to.
    pub MemberId
);

#[doc(hidden)]
pub use inventory as __inventory;
#[doc(hidden)]
pub use serde as __serde;
