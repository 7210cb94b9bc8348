//! What this slice says by mail.

use std::sync::Arc;

use askama::Template;
use db::Tx;
use kernel::{Fault, Locale, MemberId, Outcome, Ts};
use mail::{Address, Message};
use site::Settings;
use web::Role;

use crate::code::{self, Purpose};
use crate::texts::Texts;
use crate::{address, member};

/// One letter.
#[derive(Debug, Clone, Copy)]
pub enum Letter<'a> {
    /// A code, and a link that works in the browser that asked.
    Code {
        /// What for.
        purpose: Purpose,
        /// Eight digits.
        digits: &'a str,
        /// The link's token; none for who asked without a browser.
        token: Option<&'a str>,
    },
    /// To the old address: the account moved to another one.
    AddressMoved {
        /// The token of the way back.
        token: &'a str,
    },
    /// The team will take a second factor off.
    FactorReset {
        /// When.
        due_at: Ts,
    },
    /// The data lies ready.
    ExportReady,
    /// The account will be deleted.
    DeletionAsked {
        /// When.
        due_at: Ts,
    },
}

/// What surrounds a letter, under the names that the layout of mails reads.
struct MailShell {
    lang: &'static str,
    title: String,
    brand_mark: String,
    site_name: String,
}

#[derive(Template)]
#[template(path = "people/mail/letter.html")]
struct LetterPage {
    shell: MailShell,
    words: Words,
}

/// A letter in one language.
struct Words {
    subject: String,
    lead: String,
    code: Option<String>,
    act: Option<(String, String)>,
    notes: Vec<String>,
    foot: String,
}

/// Writes letters of one site.
#[derive(Debug, Clone)]
pub struct Post(Arc<Settings>);

impl Post {
    /// Writes in the name of this site; links begin with its own address and never with that of a
    /// request.
    #[must_use]
    pub const fn of(settings: Arc<Settings>) -> Self {
        Self(settings)
    }

    /// Sends a letter that concerns a member, in their language, to an address of theirs.
    ///
    /// # Errors
    /// `Missing` with `member.missing`, `Invalid` when the address is none.
    pub async fn send(
        &self,
        tx: &mut Tx,
        member: MemberId,
        email: &str,
        letter: Letter<'_>,
    ) -> Outcome<()> {
        let row = member::get(tx, member).await?;
        let locale = Locale::from_tag(&row.locale).unwrap_or(self.0.locale);
        self.enqueue(tx, email, letter, (locale, row.role.0 != Role::Member)).await
    }

    /// Sends a letter to an address that no account stands behind, in the language of who asked for
    /// it.
    ///
    /// # Errors
    /// `Invalid` when the address is none.
    pub async fn send_to_nobody(
        &self,
        tx: &mut Tx,
        email: &str,
        letter: Letter<'_>,
        locale: Locale,
    ) -> Outcome<()> {
        self.enqueue(tx, email, letter, (locale, false)).await
    }

    async fn enqueue(
        &self,
        tx: &mut Tx,
        email: &str,
        letter: Letter<'_>,
        (locale, to_team): (Locale, bool),
    ) -> Outcome<()> {
        let to = Address::parse(email)?;
        let to_team = to_team || address::is_teams(tx, &to).await?;
        let words = self.words(letter, locale);
        let text = words.plain();
        let subject = words.subject.clone();
        let html = LetterPage { shell: self.shell(locale, &subject), words }
            .render()
            .map_err(|e| Fault::broken("drawing a letter", e))?;
        let message =
            Message { kind: kind(letter), to, to_team, subject, text, html, unsubscribe: None };
        mail::send(tx, message).await.map(|_id| ())
    }

    fn shell(&self, locale: Locale, title: &str) -> MailShell {
        MailShell {
            lang: locale.tag(),
            title: title.to_owned(),
            brand_mark: self.0.mark.clone(),
            site_name: self.0.name.clone(),
        }
    }

    /// An own address for a link; none until the site has a public one.
    fn link(&self, path: &str) -> Option<String> {
        self.0.url.as_deref().map(|url| format!("{}{path}", url.trim_end_matches('/')))
    }

    fn words(&self, letter: Letter<'_>, locale: Locale) -> Words {
        let (t, site) = (Texts::new(locale), self.0.name.as_str());
        let when = |at: Ts| self.0.zone.format(at, "%Y-%m-%d %H:%M");
        let act = |label: &str, path: String| self.link(&path).map(|url| (label.to_owned(), url));
        let foot = t.mail_foot(site);
        match letter {
            Letter::Code { purpose, digits, token } => {
                let shown = code::shown(digits);
                Words {
                    subject: t.mail_code_subject(purpose.key(), &shown, site),
                    lead: t.mail_code_lead(purpose.key(), site),
                    act: token.and_then(|token| act(t.mail_code_open(), format!("/code/{token}"))),
                    notes: vec![t.mail_code_ends(code::MINUTES), t.mail_code_not_you().to_owned()],
                    code: Some(shown),
                    foot,
                }
            }
            Letter::AddressMoved { token } => {
                let act = act(t.mail_moved_undo(), format!("/undo/{token}"));
                let note = if act.is_some() { t.mail_moved_note() } else { t.mail_moved_team() };
                Words {
                    subject: t.mail_moved_subject(site),
                    lead: t.mail_moved_lead(site),
                    code: None,
                    notes: vec![note.to_owned()],
                    act,
                    foot,
                }
            }
            Letter::FactorReset { due_at } => Words {
                subject: t.mail_reset_subject(site),
                lead: t.mail_reset_lead(when(due_at)),
                code: None,
                act: act(t.mail_reset_sign_in(), "/login".into()),
                notes: vec![t.mail_reset_note().to_owned()],
                foot,
            },
            Letter::ExportReady => Words {
                subject: t.mail_export_subject(site),
                lead: t.mail_export_lead().to_owned(),
                code: None,
                act: act(t.mail_export_open(), "/settings/data".into()),
                notes: Vec::new(),
                foot,
            },
            Letter::DeletionAsked { due_at } => Words {
                subject: t.mail_deletion_subject(site),
                lead: t.mail_deletion_lead(when(due_at)),
                code: None,
                act: act(t.mail_deletion_cancel(), "/login".into()),
                notes: vec![t.mail_deletion_note().to_owned()],
                foot,
            },
        }
    }
}

impl Words {
    fn plain(&self) -> String {
        let code = self.code.iter().cloned();
        let act = self.act.iter().map(|(label, url)| format!("{label}: {url}"));
        let parts = std::iter::once(self.lead.clone())
            .chain(code)
            .chain(act)
            .chain(self.notes.iter().cloned())
            .chain(std::iter::once(self.foot.clone()));
        parts.collect::<Vec<_>>().join("\n\n") + "\n"
    }
}

/// Which kind of mail a letter is counted as.
const fn kind(letter: Letter<'_>) -> &'static str {
    match letter {
        Letter::Code { .. } => "people.code",
        Letter::AddressMoved { .. } => "people.address_moved",
        Letter::FactorReset { .. } => "people.factor_reset",
        Letter::ExportReady => "people.export_ready",
        Letter::DeletionAsked { .. } => "people.deletion_asked",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(url: Option<&str>) -> Post {
        let settings = Settings { url: url.map(Into::into), ..Settings::default() };
        Post::of(Arc::new(settings))
    }

    const CODE: Letter<'_> =
        Letter::Code { purpose: Purpose::SignIn, digits: "12345678", token: Some("abc") };

    #[test]
    fn a_link_begins_with_the_address_of_the_site_or_there_is_none() {
        let words = post(Some("https://yaji.test/")).words(CODE, Locale::En);
        assert_eq!(words.act.unwrap().1, "https://yaji.test/code/abc");
        assert!(post(None).words(CODE, Locale::En).act.is_none());
        let program = Letter::Code { purpose: Purpose::Second, digits: "12345678", token: None };
        assert!(post(Some("https://yaji.test")).words(program, Locale::En).act.is_none());
    }

    #[test]
    fn the_plain_text_says_what_the_page_says() {
        for locale in Locale::ALL {
            let words = post(Some("https://yaji.test")).words(CODE, locale);
            let plain = words.plain();
            assert!(words.subject.contains("1234 5678") && plain.contains("1234 5678"));
            assert!(plain.contains("https://yaji.test/code/abc"));
        }
    }
}
