//! How a message leaves: SMTP, the mail room, or a test's memory.

use std::sync::{Arc, Mutex};

use kernel::{Fault, Outcome, Sender};
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

/// A message ready to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The id that `Message-ID` carries.
    pub id: String,
    /// Sender, an address or `Name <address>`.
    pub from: String,
    /// Receiver's address.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// The one-click address that ends this kind of mail, where there is one (RFC 8058).
    pub unsubscribe: Option<String>,
}

/// An SMTP server.
#[derive(Clone)]
pub struct Smtp(AsyncSmtpTransport<Tokio1Executor>);

impl Smtp {
    /// A server by its address, `smtps://user:password@host:465` or `smtp://host:25`.
    ///
    /// # Errors
    /// When the address is no SMTP address.
    pub fn at(url: &str) -> Outcome<Self> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|e| Fault::broken("reading the address of the mail server", e))?;
        Ok(Self(builder.build()))
    }

    /// Connects and signs in, without sending anything.
    ///
    /// # Errors
    /// `Broken` with what the server or the network said.
    pub async fn greet(&self) -> Outcome<()> {
        match self.0.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(Fault::broken("greeting the mail server", "it does not answer")),
            Err(error) => Err(Fault::broken("greeting the mail server", error)),
        }
    }
}

/// Where messages go.
#[derive(Clone)]
pub enum Transport {
    /// A mail server.
    Smtp(Smtp),
    /// Nowhere: they wait in the studio, and those to the team are printed on the terminal.
    Room,
    /// A test's memory.
    Memory(Arc<Mutex<Vec<Letter>>>),
}

impl Transport {
    /// Hands a letter over.
    ///
    /// # Errors
    /// `Broken` when the server did not take it.
    pub(crate) async fn hand_over(&self, letter: Letter) -> Outcome<()> {
        match self {
            Self::Smtp(server) => {
                let message = compose(&letter)?;
                let sent = server.0.send(message).await;
                sent.map(|_answer| ()).map_err(|e| Fault::broken("sending a mail", e))
            }
            Self::Room => {
                print(&letter);
                Ok(())
            }
            Self::Memory(letters) => {
                match letters.lock() {
                    Ok(mut kept) => kept.push(letter),
                    Err(poisoned) => poisoned.into_inner().push(letter),
                }
                Ok(())
            }
        }
    }
}

/// Writes a letter to the terminal and nowhere else: log files hold no code and no link.
#[expect(clippy::print_stdout, reason = "the terminal of serve is where the team reads its mail")]
fn print(letter: &Letter) {
    println!("— mail to {}: {}\n{}\n—", letter.to, letter.subject, letter.text);
}

fn compose(letter: &Letter) -> Outcome<lettre::Message> {
    let wrong = |e: lettre::address::AddressError| Fault::broken("addressing a mail", e);
    let sender = Sender::parse(&letter.from)
        .map_err(|fault| Fault::broken("reading who a mail comes from", fault))?;
    let mut builder = lettre::Message::builder()
        .from(Mailbox::new(sender.name, sender.address.stored().parse().map_err(wrong)?))
        .to(letter.to.parse().map_err(wrong)?)
        .subject(&letter.subject)
        .message_id(Some(format!("<{}>", letter.id)));
    if let Some(address) = &letter.unsubscribe {
        builder = builder.header(Unsubscribe(format!("<{address}>"))).header(UnsubscribePost);
    }
    let part = |kind, body: &str| SinglePart::builder().header(kind).body(body.to_owned());
    builder
        .multipart(
            MultiPart::alternative()
                .singlepart(part(ContentType::TEXT_PLAIN, &letter.text))
                .singlepart(part(ContentType::TEXT_HTML, &letter.html)),
        )
        .map_err(|e| Fault::broken("composing a mail", e))
}

#[derive(Clone)]
struct Unsubscribe(String);

impl Header for Unsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }
    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

#[derive(Clone)]
struct UnsubscribePost;

impl Header for UnsubscribePost {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }
    fn parse(_text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter {
            id: "0000000000001@example.org".into(),
            from: "雅集 <hello@example.org>".into(),
            to: "mei@example.org".into(),
            subject: "你的登录码".into(),
            text: "1234 5678".into(),
            html: "<p>1234 5678</p>".into(),
            unsubscribe: Some("https://example.org/u/x".into()),
        }
    }

    #[test]
    fn a_letter_carries_both_forms_and_the_one_click_headers() {
        let bytes = String::from_utf8(compose(&letter()).unwrap().formatted()).unwrap();
        assert!(bytes.contains("List-Unsubscribe: <https://example.org/u/x>"));
        assert!(bytes.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
        assert!(bytes.contains("text/plain") && bytes.contains("text/html"));
        assert!(bytes.contains("Subject: =?utf-8?"), "{bytes}");
    }

    #[test]
    fn whoever_the_settings_let_send_is_a_sender() {
        for (from, header) in [
            ("hello@example.org", "From: hello@example.org"),
            ("Tea <hello@example.org>", "From: Tea <hello@example.org>"),
            // Bare, the comma would begin a second address.
            ("Tea, Ltd. <hello@example.org>", "From: =?utf-8?b?VGVhLCBMdGQu?= <hello@example.org>"),
            ("hello@例子.中国", "From: hello@xn--fsqu00a.xn--fiqs8s"),
        ] {
            let bytes = compose(&Letter { from: from.into(), ..letter() }).unwrap().formatted();
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.lines().any(|line| line == header), "{text}");
        }
    }

    #[test]
    fn a_subject_cannot_add_a_header() {
        let evil = Letter { subject: "hi\r\nBcc: x@y.org".into(), ..letter() };
        let bytes = String::from_utf8(compose(&evil).unwrap().formatted()).unwrap();
        assert!(!bytes.lines().any(|line| line.starts_with("Bcc:")));
    }
}
