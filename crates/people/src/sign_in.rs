//! Signing in: one factor first (password, code or link), the second where there is one.

pub mod api;
pub mod code;
pub mod code_page;
pub mod finish;
pub mod fresh;
pub mod limits;
pub mod link;
pub mod link_page;
pub mod page;
pub mod password;
pub mod second;
pub mod second_page;
pub mod store;
pub mod whose_page;

use kernel::{Fault, MemberId, Outcome};
use web::sessions::OpenedSession;

/// What passing a first factor leads to.
#[derive(Debug, Clone)]
pub enum Step {
    /// Signed in: the session, and the token of the device for its cookie.
    Done(Done),
    /// A second factor is asked for, before any session exists.
    Second {
        /// The token under which the first half is kept.
        half: String,
        /// Whether a code by mail is asked for.
        code: bool,
    },
}

/// A full sign-in.
#[derive(Debug, Clone)]
pub struct Done {
    /// Who.
    pub member: MemberId,
    /// The session.
    pub session: OpenedSession,
    /// The token that the device is known by.
    pub device: String,
    /// Where to go on.
    pub next: String,
    /// Whether it took a deletion back.
    pub kept: bool,
    /// Whether the member must set up a second factor before anything else.
    pub enrol: bool,
}

/// The one answer to an unknown login and a wrong password.
#[must_use]
pub fn refused() -> Fault {
    Fault::invalid("password", "session.wrong")
}

/// What a login names: a handle or an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Login {
    /// `@mei` or `mei`.
    Handle(String),
    /// An address.
    Address(mail::Address),
}

impl Login {
    /// Reads a typed login; one with an `@` inside is an address.
    ///
    /// # Errors
    /// `Invalid` for the field `login` with `login.missing`, or what is wrong with the address.
    pub fn parse(typed: &str) -> Outcome<Self> {
        let text = typed.trim();
        if text.is_empty() {
            return Err(Fault::invalid("login", "login.missing"));
        }
        let inner = text.trim_start_matches(['@', '＠']);
        if inner.contains(['@', '＠']) {
            let address = mail::Address::parse(text);
            return address.map(Self::Address).map_err(|f| Fault::invalid("login", f.key()));
        }
        let folded: String = inner.chars().take(100).collect();
        Ok(Self::Handle(folded.to_ascii_lowercase()))
    }

    /// The name under which wrong tries of this login are counted where nobody has it.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Handle(handle) => format!("h:{handle}"),
            Self::Address(address) => format!("a:{}", address.folded()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_a_handle_or_an_address() {
        assert_eq!(Login::parse(" @Mei ").unwrap(), Login::Handle("mei".into()));
        let address = Login::parse("Mei@Example.org").unwrap();
        assert_eq!(address.key(), "a:mei@example.org");
        assert_eq!(Login::parse("梅@例子.中国").unwrap_err().key(), "email.invalid");
        assert_eq!(Login::parse(" ").unwrap_err().key(), "login.missing");
    }
}
