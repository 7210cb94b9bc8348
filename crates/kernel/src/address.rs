//! Mail addresses: how they are checked, stored and compared.

use std::fmt;
use std::str::FromStr;

use crate::{Bind, Fault, Outcome, Val};

/// A checked address. `stored` is what mail is sent to, `folded` is what is compared: ASCII case
/// folded, domain in punycode.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Address {
    stored: String,
    folded: String,
}

impl Address {
    /// Checks what somebody typed: one `@`, an ASCII local part of at most 64 characters, a domain
    /// with a dot. Full-width characters of Chinese keyboards are accepted.
    ///
    /// # Errors
    /// `Invalid` with `email.missing` or `email.invalid` for the field `email`.
    pub fn parse(typed: &str) -> Outcome<Self> {
        let text: String = typed.trim().chars().map(narrow).collect();
        if text.is_empty() {
            return Err(Fault::invalid("email", "email.missing"));
        }
        Self::read(&text).ok_or_else(|| Fault::invalid("email", "email.invalid"))
    }

    fn read(text: &str) -> Option<Self> {
        let (local, domain) = text.rsplit_once('@')?;
        let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
        let plain = !local.is_empty()
            && local.len() <= 64
            && local
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b));
        if dots || !plain {
            return None;
        }
        let domain = idna::domain_to_ascii_strict(domain).ok()?;
        let labelled = domain.contains('.') && domain.len() <= 253;
        let numeric = domain.rsplit('.').next()?.bytes().all(|b| b.is_ascii_digit());
        if !labelled || numeric {
            return None;
        }
        let stored = format!("{local}@{domain}");
        let folded = stored.to_ascii_lowercase();
        Some(Self { stored, folded })
    }

    /// What mail is sent to.
    #[must_use]
    pub fn stored(&self) -> &str {
        &self.stored
    }

    /// What is compared.
    #[must_use]
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// The address with most of its local part hidden, for lists that the team sees.
    #[must_use]
    pub fn masked(&self) -> String {
        let (local, domain) = self.stored.rsplit_once('@').unwrap_or((&self.stored, ""));
        let first: String = local.chars().take(1).collect();
        format!("{first}***@{domain}")
    }
}

/// Who letters come from: an address, with a name before it or without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// What receivers read in place of the address.
    pub name: Option<String>,
    /// Where answers go.
    pub address: Address,
}

impl Sender {
    /// Reads `mei@example.org` or `Mei <mei@example.org>`; quotes around the name fall away.
    ///
    /// # Errors
    /// `Invalid` as [`Address::parse`] has it; also for a name that is longer than 64 characters or
    /// holds what would end the header it stands in.
    pub fn parse(typed: &str) -> Outcome<Self> {
        let typed = typed.trim();
        let (name, address) = match typed.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
            Some((name, address)) => (name.trim().trim_matches('"').trim(), address),
            None => ("", typed),
        };
        let ends = |c: char| c.is_control() || "<>\"\\".contains(c);
        if name.chars().any(ends) || name.chars().count() > 64 {
            return Err(Fault::invalid("email", "email.invalid"));
        }
        let name = Some(name.to_owned()).filter(|name| !name.is_empty());
        Ok(Self { name, address: Address::parse(address)? })
    }
}

/// Letters, digits and signs of a full-width keyboard as their ASCII twins.
fn narrow(letter: char) -> char {
    match letter {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        '。' => '.',
        other => other,
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl FromStr for Address {
    type Err = Fault;
    fn from_str(text: &str) -> Outcome<Self> {
        Self::parse(text)
    }
}

impl Bind for Address {
    fn bind(&self) -> Val {
        self.stored.bind()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_one_address_however_it_is_typed() {
        let typed = [
            "Mei@Example.org",
            " mei@EXAMPLE.ORG ",
            "ｍｅｉ＠ｅｘａｍｐｌｅ．ｏｒｇ",
            "mei@example。org",
        ];
        for text in typed {
            assert_eq!(Address::parse(text).unwrap().folded(), "mei@example.org", "{text}");
        }
        let chinese = Address::parse("mei@例子.中国").unwrap();
        assert_eq!(chinese.folded(), "mei@xn--fsqu00a.xn--fiqs8s");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let wrong = [
            "",
            "mei",
            "@example.org",
            "mei@",
            "mei@localhost",
            "梅@example.org",
            "a b@example.org",
            "a..b@example.org",
            ".a@example.org",
            "a@1.2.3.4",
            "a@b@c.org\r\nBcc: x@y.org",
            "a@example.org\nBcc: x@y.org",
            "a\0@example.org",
        ];
        for text in wrong {
            assert!(Address::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_sender_is_an_address_with_a_name_or_without() {
        let read = |text: &str| {
            let sender = Sender::parse(text).unwrap();
            (sender.name.unwrap_or_default(), sender.address.stored().to_owned())
        };
        let address = "hello@example.org".to_owned();
        assert_eq!(read("hello@example.org"), (String::new(), address.clone()));
        assert_eq!(read("<hello@example.org>"), (String::new(), address.clone()));
        assert_eq!(read(" 雅集 <hello@example.org> "), ("雅集".to_owned(), address.clone()));
        assert_eq!(read("\"Tea, Ltd.\" <hello@example.org>"), ("Tea, Ltd.".to_owned(), address));
        let wrong = [
            "",
            "no address at all",
            "Mei hello@example.org",
            "Mei <hello@example.org> and more",
            "Mei <hello@example.org>, Bo <bo@example.org>",
            "hello@example.org\r\nBcc: a@b.c",
            "Mei\r\nBcc: a@b.c <hello@example.org>",
        ];
        for text in wrong {
            assert!(Sender::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_log_line_never_shows_a_whole_address() {
        let address = Address::parse("meihua@example.org").unwrap();
        assert_eq!(format!("{address:?}"), "m***@example.org");
    }
}
