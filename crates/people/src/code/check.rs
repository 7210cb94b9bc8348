//! Testing a typed code, or a link.

use db::Tx;
use kernel::{Fault, MemberId, Outcome};
use mail::Address;

use super::store::{self, CodeRow};
use super::{ALIVE, Purpose, TRIES, typed};
use crate::secret;

/// An address that this browser has proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// What for.
    pub purpose: String,
    /// What mail is sent to.
    pub email: String,
    /// What is compared.
    pub email_key: String,
    /// Whose account the code was asked for, where that was settled before.
    pub member: Option<MemberId>,
    /// Where whoever asked for it wanted to go on.
    pub next: String,
}

impl Proven {
    /// An address of a member that counts as proved without a code: whoever runs the machine says so.
    #[must_use]
    pub fn without_code(address: &Address, member: MemberId) -> Self {
        Self {
            purpose: String::new(),
            email: address.stored().to_owned(),
            email_key: address.folded().to_owned(),
            member: Some(member),
            next: String::new(),
        }
    }
}

impl From<CodeRow> for Proven {
    fn from(row: CodeRow) -> Self {
        let CodeRow { purpose, email, email_key, member_id, next, .. } = row;
        Self { purpose, email, email_key, member: member_id, next }
    }
}

/// What testing a code came to. A wrong try is counted, so it is no fault inside the transaction:
/// that would take the count back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checked {
    /// The address is proved.
    Proven(Proven),
    /// Not this code; so many tries are left.
    Wrong(i64),
    /// No code of this browser and purpose is alive.
    Dead,
}

impl Checked {
    /// The proof, or the fault to be told once the transaction is committed.
    ///
    /// # Errors
    /// `Invalid` for the field `code` with `code.wrong` or `code.dead`.
    pub fn or_fault(self) -> Outcome<Proven> {
        match self {
            Self::Proven(proven) => Ok(proven),
            Self::Wrong(_) => Err(Fault::invalid("code", "code.wrong")),
            Self::Dead => Err(Fault::invalid("code", "code.dead")),
        }
    }
}

/// Tests typed digits against the last three codes of this browser and purpose.
///
/// # Errors
/// `Invalid` for the field `code` with `code.form` when they are no eight digits.
pub async fn digits(tx: &mut Tx, browser: &str, purpose: Purpose, text: &str) -> Outcome<Checked> {
    let digits = typed(text).ok_or_else(|| Fault::invalid("code", "code.form"))?;
    let most = i64::try_from(ALIVE).unwrap_or(3);
    let alive = store::list_alive(tx, browser, purpose.key(), most).await?;
    let alive: Vec<CodeRow> = alive.into_iter().filter(|row| row.tries < TRIES).collect();
    if alive.is_empty() {
        return Ok(Checked::Dead);
    }
    let fits = |row: &&CodeRow| {
        secret::same(&secret::salted(&row.id.to_string(), &digits), &row.code_hash)
    };
    if let Some(row) = alive.iter().find(fits).cloned() {
        return use_up(tx, row).await;
    }
    let ids: Vec<_> = alive.iter().map(|row| row.id).collect();
    store::update_tried(tx, &ids).await?;
    let left = alive.iter().map(|row| TRIES - row.tries - 1).max().unwrap_or(0);
    Ok(if left > 0 { Checked::Wrong(left) } else { Checked::Dead })
}

/// Tests the token of a link; it works in the browser that asked, and there only.
///
/// # Errors
/// When the database fails.
pub async fn link(tx: &mut Tx, browser: &str, token: &str) -> Outcome<Checked> {
    match store::find_link(tx, browser, &secret::hash(token)).await? {
        Some(row) => use_up(tx, row).await,
        None => Ok(Checked::Dead),
    }
}

/// The address that this browser proved for a purpose within the last minutes.
///
/// # Errors
/// `Denied` with `code.proof_over` when it has not, or too long ago.
pub async fn proof(tx: &Tx, browser: &str, purpose: Purpose) -> Outcome<Proven> {
    let row = store::find_proof(tx, browser, purpose.key()).await?;
    row.map(Into::into).ok_or_else(|| Fault::denied("code.proof_over"))
}

async fn use_up(tx: &mut Tx, row: CodeRow) -> Outcome<Checked> {
    match store::update_used(tx, row.id).await? {
        0 => Ok(Checked::Dead),
        _ => Ok(Checked::Proven(row.into())),
    }
}
