//! A link from a mail: it does what its code would do where that is typed, whatever it was asked for.

use db::Tx;
use kernel::{Fault, MemberId, Outcome};
use web::sessions::SessionId;

use super::code::{self, Here, Landing};
use super::fresh;
use super::second::{self, Second};
use crate::address::change;
use crate::code::Purpose;
use crate::code::check::{self, Proven};
use crate::letter::Post;

/// The browser in which a link is opened.
#[derive(Debug, Clone)]
pub struct Opener {
    /// What a code needs to know of it.
    pub here: Here,
    /// The session of whoever is signed in.
    pub session: Option<SessionId>,
    /// The first half of a sign-in that waits for its second.
    pub half: Option<String>,
}

/// What a link did.
#[derive(Debug)]
pub enum Opened {
    /// What a code that signs in or confirms does, and where whoever asked for it wanted to go on.
    Landed(Landing, String),
    /// The account has its new address; the session goes on under this token.
    Moved(String),
    /// Whoever is signed in has proved again who they are, and wanted to go on there.
    Proved(String),
    /// The second half of a sign-in is given, or a part of it.
    Second(Second),
}

/// Takes a link, in the browser that asked for it.
///
/// # Errors
/// `Denied` with `code.other_browser` anywhere else, and to anybody but whoever asked for it.
pub async fn open(tx: &mut Tx, post: &Post, opener: &Opener, token: &str) -> Outcome<Opened> {
    let checked = check::link(tx, &opener.here.browser, token).await?;
    let proven = checked.or_fault().map_err(|_dead| elsewhere())?;
    let next = proven.next.clone();
    if proven.purpose == Purpose::Change.key() {
        let (member, session) = signed_in(opener, &proven)?;
        change::change(tx, post, member, &proven).await?;
        web::sessions::renew_token(tx, session).await.map(Opened::Moved)
    } else if proven.purpose == Purpose::Fresh.key() {
        fresh::by_mail(tx, signed_in(opener, &proven)?).await.map(|()| Opened::Proved(next))
    } else if proven.purpose == Purpose::Second.key() {
        let half = opener.half.as_deref().ok_or_else(elsewhere)?;
        second::by_link(tx, half, &proven, &opener.here.asker).await.map(Opened::Second)
    } else {
        let here = Here { next: next.clone(), ..opener.here.clone() };
        let landing = code::land(tx, post, &here, &proven).await?;
        Ok(Opened::Landed(landing, next))
    }
}

/// Whoever is signed in, when it is for them that the link was asked for.
fn signed_in(opener: &Opener, proven: &Proven) -> Outcome<(MemberId, SessionId)> {
    let member = opener.here.member.filter(|member| proven.member == Some(*member));
    member.zip(opener.session).ok_or_else(elsewhere)
}

fn elsewhere() -> Fault {
    Fault::denied("code.other_browser")
}
