//! Signing in and confirming by a code or link: what a proved address leads to in this browser.

use db::Tx;
use kernel::{Fault, MemberId, Outcome};
use web::with_back;

use super::Step;
use super::finish::{self, First};
use crate::address::adopt::{self, Adopted};
use crate::address::confirm::{self, Next};
use crate::address::merge;
use crate::code::check::{self, Proven};
use crate::code::{Purpose, store};
use crate::consent;
use crate::join::{self, Beginning};
use crate::letter::Post;
use crate::member;
use crate::member::session::{Asker, By};

/// Where a proved address leads.
#[derive(Debug)]
pub enum Landing {
    /// Signed in, or half.
    Step(Step),
    /// This browser's own account owns the address now; its session goes on under a new token.
    Confirmed,
    /// An account was made with the address elsewhere: is it yours?
    Yours(MemberId),
    /// Another member owns the address of this browser's account: join or keep apart?
    Other(MemberId),
    /// The account has paid: it waits until then.
    Waits(kernel::Ts),
    /// Not this code.
    Wrong(Fault),
}

/// The browser in which a code is given.
#[derive(Debug, Clone)]
pub struct Here {
    /// The hash of its cookie.
    pub browser: String,
    /// The member who is signed in.
    pub member: Option<MemberId>,
    /// From where.
    pub asker: Asker,
    /// The language for a new account.
    pub locale: kernel::Locale,
    /// Where to go on.
    pub next: String,
}

/// Takes typed digits.
///
/// # Errors
/// `Invalid` for the field `code` when they are no digits; what [`land`] refuses.
pub async fn digits(
    tx: &mut Tx,
    post: &Post,
    here: &Here,
    purpose: Purpose,
    typed: &str,
) -> Outcome<Landing> {
    match check::digits(tx, &here.browser, purpose, typed).await?.or_fault() {
        Ok(proven) => land(tx, post, here, &proven).await,
        Err(fault) => Ok(Landing::Wrong(fault)),
    }
}

/// Goes where a proved address leads.
///
/// # Errors
/// `Denied` with `code.other_purpose` for a code that neither signs in nor confirms.
pub(super) async fn land(
    tx: &mut Tx,
    post: &Post,
    here: &Here,
    proven: &Proven,
) -> Outcome<Landing> {
    let confirms = proven.purpose == Purpose::Confirm.key();
    if !confirms && proven.purpose != Purpose::SignIn.key() {
        return Err(Fault::denied("code.other_purpose"));
    }
    if confirms && left(tx, proven).await? {
        return Ok(Landing::Wrong(Fault::invalid("code", "code.dead")));
    }
    let mine = if confirms { here.member.filter(|m| proven.member == Some(*m)) } else { None };
    match confirm::decide(tx, proven, mine).await? {
        Next::Owned(_) => Ok(Landing::Confirmed),
        Next::Other { owner, mine: Some(_) } => Ok(Landing::Other(owner)),
        Next::Other { owner, mine: None } => sign_in(tx, post, here, owner).await,
        Next::Yours(id) => Ok(Landing::Yours(id)),
        Next::Nobody => new_owner(tx, here, proven).await,
    }
}

/// Whether the account that a code was sent for has moved to another address since.
async fn left(tx: &Tx, proven: &Proven) -> Outcome<bool> {
    let Some(member) = proven.member else { return Ok(false) };
    let row = crate::address::store::find(tx, member).await?;
    Ok(row.is_some_and(|row| row.email_key != proven.email_key))
}

async fn sign_in(tx: &mut Tx, post: &Post, here: &Here, id: MemberId) -> Outcome<Landing> {
    let first = First { member: id, by: By::Code, code: false };
    let place = (here.next.as_str(), here.browser.as_str());
    finish::first_passed(tx, post, &first, &here.asker, place).await.map(Landing::Step)
}

/// Nobody owns the address: a new member does, from now on.
async fn new_owner(tx: &mut Tx, here: &Here, proven: &Proven) -> Outcome<Landing> {
    let beginning = Beginning { locale: here.locale, way: "code", ..Beginning::default() };
    let member = join::begin(tx, &beginning).await?;
    consent::agree_to(tx, member.id, &consent::ASKED, here.locale, "register").await?;
    adopt::disown(tx, proven, member.id).await?;
    store::update_proof_spent(tx, &here.browser, &proven.purpose).await?;
    let member = member::get(tx, member.id).await?;
    let next = with_back("/welcome", &here.next);
    let done = finish::open(tx, &member, By::Code, &here.asker, &next).await?;
    Ok(Landing::Step(Step::Done(done)))
}

/// Answers "is it yours?" with the proof that the code left: yes to the account that was shown, or
/// no.
///
/// # Errors
/// `Denied` with `code.proof_over`; `Missing` with `adoption.missing`.
pub async fn answer_yours(tx: &mut Tx, here: &Here, shown: Option<MemberId>) -> Outcome<Landing> {
    let proven = check::proof(tx, &here.browser, Purpose::SignIn).await?;
    let Some(id) = shown else { return new_owner(tx, here, &proven).await };
    match adopt::adopt(tx, id, &proven, &here.browser).await? {
        Adopted::Waits(due_at) => Ok(Landing::Waits(due_at)),
        Adopted::Now(id) => {
            store::update_proof_spent(tx, &here.browser, &proven.purpose).await?;
            let member = member::get(tx, id).await?;
            let done = finish::open(tx, &member, By::Code, &here.asker, &here.next).await?;
            Ok(Landing::Step(Step::Done(done)))
        }
    }
}

/// Joins this browser's account to the owner of its address and signs this browser in as them,
/// after their second factor.
///
/// # Errors
/// `Denied` with `code.proof_over`; `Conflict` with `member.not_joinable`.
pub async fn join_other(tx: &mut Tx, post: &Post, here: &Here) -> Outcome<Landing> {
    let proven = check::proof(tx, &here.browser, Purpose::Confirm).await?;
    let mine = here.member.filter(|m| proven.member == Some(*m));
    let mine = mine.ok_or_else(|| Fault::denied("code.proof_over"))?;
    let owner = crate::address::store::find_owner(tx, &proven.email_key).await?;
    let owner = owner.ok_or(Fault::Conflict("member.not_joinable"))?;
    store::update_proof_spent(tx, &here.browser, &proven.purpose).await?;
    merge::merge(tx, mine, owner).await?;
    sign_in(tx, post, here, owner).await
}
