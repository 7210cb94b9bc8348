//! A form on its way, and what of it may be kept.

use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use axum::extract::Request;
use http::{HeaderMap, Method, header};

use crate::cookies;
use crate::reply::came_from;
use crate::viewer::Viewer;

/// The most that is kept, in bytes.
const KEPT_MAX: usize = 64 * 1024;

/// The words by which a field is known that opens an account. They are looked for in the names of
/// fields, which are one word or several with `_` between them.
const SECRETS: [&str; 7] = ["password", "passcode", "totp", "code", "token", "secret", "recovery"];

/// Whether what is typed in a field of this name proves who somebody is: no form keeps it, and
/// no page shows it again.
#[must_use]
pub fn is_secret(name: &str) -> bool {
    name.split(['_', '-']).any(|word| SECRETS.contains(&word.to_ascii_lowercase().as_str()))
}

/// What a request says in its body, once that was read: the handler reads it, and the door has it
/// where the handler finds that something else comes first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typed(Arc<OnceLock<Bytes>>);

impl Typed {
    /// Notes what was read.
    pub(crate) fn note(&self, bytes: &Bytes) {
        // A body is read once.
        let _ = self.0.set(bytes.clone());
    }
}

/// What has to be known of a request to keep what it sends.
pub(crate) struct Sent {
    path: String,
    page: Option<String>,
    browser: Option<String>,
    is_form: bool,
    typed: Typed,
}

impl Sent {
    /// A request before its body is read.
    pub(crate) fn of(request: &mut Request, viewer: &Viewer) -> Self {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let headers = request.headers();
        let is_form = *request.method() == Method::POST && is_form(headers);
        let typed = Typed::default();
        if !is_form {
            return Self { path, page: None, browser: None, is_form, typed };
        }
        let browser = cookies::read(headers, cookies::BROWSER, &viewer.origin).map(str::to_owned);
        let page = Some(came_from(headers, viewer)).filter(|page| page != "/");
        request.extensions_mut().insert(typed.clone());
        Self { path, page, browser, is_form, typed }
    }

    /// Where it was sent.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The page that the form stands on; where the browser does not say, the form's own address,
    /// which leads there.
    pub(crate) fn page(&self) -> &str {
        self.page.as_deref().unwrap_or(&self.path)
    }

    /// The name of the browser, where it has one.
    pub(crate) fn browser(&self) -> Option<&str> {
        self.browser.as_deref()
    }

    /// Whether it is a form, as opposed to a page that is opened and to a file.
    pub(crate) fn is_form(&self) -> bool {
        self.is_form
    }

    /// The fields of a form to be kept: one with a secret in it is not, nor one that is a button
    /// and asks nothing, nor one that is too long. Whoever sent it finds it again on its page.
    pub(crate) fn fields_to_keep(&self) -> Option<String> {
        let text = self.typed.0.get().filter(|bytes| self.is_form && bytes.len() <= KEPT_MAX)?;
        let text = std::str::from_utf8(text).ok()?;
        let fields: Vec<(String, String)> = serde_urlencoded::from_str(text).ok()?;
        let holds_secret = fields.iter().any(|(name, _)| is_secret(name));
        let is_button = fields.iter().all(|(_, value)| kernel::decode_id(value).is_ok());
        (!holds_secret && !is_button).then(|| text.to_owned())
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Sent {
        let sent = Sent {
            path: "/settings/password".into(),
            page: Some("/settings/security".into()),
            browser: None,
            is_form: true,
            typed: Typed::default(),
        };
        sent.typed.note(&Bytes::from(text.to_owned()));
        sent
    }

    #[test]
    fn a_secret_is_known_by_its_word_and_not_by_its_letters() {
        for name in ["password", "new_password", "totp", "code", "recovery-code", "API_TOKEN"] {
            assert!(is_secret(name), "{name}");
        }
        for name in ["postcode", "tokens", "name", "reason", "amount", "body", ""] {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn a_form_is_kept_whole_or_not_at_all() {
        let kept = |text: &str| typed(text).fields_to_keep();
        assert_eq!(kept("reason=rain&until=").as_deref(), Some("reason=rain&until="));
        assert_eq!(kept("name=Mei&password=my+secret"), None);
        assert_eq!(kept("name=Mei&pass%77ord=my+secret"), None);
        assert_eq!(kept(&format!("body={}", "a".repeat(KEPT_MAX))), None);
    }

    #[test]
    fn a_button_has_nothing_to_be_kept() {
        assert_eq!(typed("").fields_to_keep(), None);
        assert_eq!(typed("payment=0000000000001").fields_to_keep(), None);
        assert!(typed("role=editor").fields_to_keep().is_some());
    }
}
