//! What the site answered.

use axum::body::Bytes;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::Value;

/// What the site answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub text: String,
    /// The body as it came.
    pub bytes: Bytes,
}

impl Answer {
    pub(crate) async fn read(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body that arrives").to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Self { status: parts.status, headers: parts.headers, text, bytes }
    }

    /// The answer, which must have this status.
    ///
    /// # Panics
    /// When it has another.
    #[must_use]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.short());
        self
    }

    /// Where the browser is sent on to with 303.
    ///
    /// # Panics
    /// When it is not.
    #[must_use]
    pub fn sees_other(&self) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.short());
        self.header("location")
    }

    /// A header's value, empty where there is none.
    #[must_use]
    pub fn header(&self, name: &str) -> String {
        let value = self.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.short()))
    }

    /// The stable key of a problem.
    #[must_use]
    pub fn code(&self) -> String {
        self.json().get("code").and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// Whether the body holds a text.
    #[must_use]
    pub fn has(&self, text: &str) -> bool {
        self.text.contains(text)
    }

    fn short(&self) -> String {
        let head: String = self.text.chars().take(2000).collect();
        format!("{} {:?}\n{head}", self.status, self.headers.get("location"))
    }
}
