//! A program: sends JSON, with a token or without.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use http::request::Builder;
use http::{Method, Request, header};
use serde_json::Value;
use tower::ServiceExt as _;

use crate::{Answer, ORIGIN, upload};

/// The header that names a request, however often it is sent.
const KEY: &str = "idempotency-key";

/// A key that no other request has.
#[must_use]
pub fn fresh_key() -> String {
    static LAST: AtomicU64 = AtomicU64::new(0);
    format!("program-{}", LAST.fetch_add(1, Ordering::Relaxed))
}

/// A program that uses the API.
#[derive(Clone)]
pub struct Program {
    router: Router,
    token: Option<String>,
}

impl Program {
    pub(crate) fn new(router: Router, token: Option<&str>) -> Self {
        Self { router, token: token.map(str::to_owned) }
    }

    /// The same program with another token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { router: self.router.clone(), token: Some(token.to_owned()) }
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, &[]).await
    }

    /// Posts JSON, under a key of its own: what moves money is not taken without one.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, Some(body), &[(KEY, &fresh_key())]).await
    }

    /// Sends a form with a file.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], file: &[u8]) -> Answer {
        let request = self.request(Method::POST, path).header(header::CONTENT_TYPE, upload::KIND);
        self.ask(request, Body::from(upload::body(fields, file))).await
    }

    /// Sends JSON by any method, with more headers.
    ///
    /// # Panics
    /// When a header cannot be sent.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let text = body.map(|body| body.to_string().into_bytes()).unwrap_or_default();
        let kind = [("content-type", "application/json")];
        let kind = kind.iter().filter(|_| body.is_some());
        let headers: Vec<(&str, &str)> = kind.chain(headers).copied().collect();
        self.send_raw(method, path, text, &headers).await
    }

    /// Sends bytes as they are.
    ///
    /// # Panics
    /// When a header cannot be sent.
    pub async fn send_raw(
        &self,
        method: Method,
        path: &str,
        body: Vec<u8>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = self.request(method, path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.ask(request, Body::from(body)).await
    }

    fn request(&self, method: Method, path: &str) -> Builder {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, ORIGIN.trim_start_matches("http://"))
            .header(header::ACCEPT_LANGUAGE, "en");
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        request
    }

    async fn ask(&self, request: Builder, body: Body) -> Answer {
        let request = request.body(body).expect("a request that can be sent");
        let sent = self.router.clone().oneshot(request).await;
        Answer::read(sent.unwrap_or_else(|never| match never {})).await
    }
}
