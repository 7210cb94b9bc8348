//! A browser: keeps cookies and sends forms from pages of the site.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use http::request::Builder;
use http::{Method, Request, header};
use tower::ServiceExt as _;

use crate::{Answer, ORIGIN, upload};

/// A browser.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    language: &'static str,
    sent_from: Option<&'static str>,
    host: &'static str,
    origin: Option<&'static str>,
    referer: Option<&'static str>,
    network: Option<&'static str>,
}

impl Browser {
    pub(crate) fn new(router: Router) -> Self {
        Self {
            router,
            cookies: BTreeMap::new(),
            language: "en",
            sent_from: Some("same-origin"),
            host: ORIGIN.trim_start_matches("http://"),
            origin: None,
            referer: None,
            network: None,
        }
    }

    /// The same browser that asks for another language.
    #[must_use]
    pub fn speaking(self, language: &'static str) -> Self {
        Self { language, ..self }
    }

    /// The same browser whose next forms are sent by a page of another site.
    #[must_use]
    pub fn on_another_site(self) -> Self {
        Self { sent_from: Some("cross-site"), ..self }
    }

    /// The same browser with a cookie more, such as a session that was opened elsewhere.
    #[must_use]
    pub fn carrying(mut self, name: &str, value: &str) -> Self {
        self.cookies.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same browser reaching the site by another name.
    #[must_use]
    pub fn at_host(self, host: &'static str) -> Self {
        Self { host, ..self }
    }

    /// The same browser in another network, as a proxy that the site lists tells of it.
    #[must_use]
    pub fn from_network(self, ip: &'static str) -> Self {
        Self { network: Some(ip), ..self }
    }

    /// The same browser that says of its forms only which page they stood on, as old ones do.
    #[must_use]
    pub fn saying(self, origin: Option<&'static str>, referer: Option<&'static str>) -> Self {
        Self { sent_from: None, origin, referer, ..self }
    }

    /// A cookie's value, where the browser has it.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, None, "text/html").await
    }

    /// Sends a form.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).expect("fields that encode");
        self.send(Method::POST, path, Some(body), "text/html").await
    }

    /// Sends a form as it was filled in ([`Page::filled`](crate::Page::filled)).
    pub async fn submit(&mut self, path: &str, form: &[(String, String)]) -> Answer {
        let body = serde_urlencoded::to_string(form).expect("fields that encode");
        self.send(Method::POST, path, Some(body), "text/html").await
    }

    /// Sends a form that asks for changes of the page.
    pub async fn post_for_stream(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).expect("fields that encode");
        let accept = "text/vnd.turbo-stream.html, text/html";
        self.send(Method::POST, path, Some(body), accept).await
    }

    /// Sends a form with a file.
    pub async fn upload(&mut self, path: &str, fields: &[(&str, &str)], file: &[u8]) -> Answer {
        let request = self.request(Method::POST, path, "text/html");
        let request = request.header(header::CONTENT_TYPE, upload::KIND);
        self.ask(request, Body::from(upload::body(fields, file))).await
    }

    /// Sends a form with a file whose name and type need not be honest.
    pub async fn upload_as(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        file: &upload::File<'_>,
    ) -> Answer {
        let request = self.request(Method::POST, path, "text/html");
        let request = request.header(header::CONTENT_TYPE, upload::KIND);
        self.ask(request, Body::from(upload::body_of(fields, file))).await
    }

    /// Opens a page with a header of one's own.
    pub async fn get_with(&mut self, path: &str, (name, value): (&str, &str)) -> Answer {
        let request = self.request(Method::GET, path, "text/html").header(name, value);
        self.ask(request, Body::empty()).await
    }

    /// Sends a request by any method; `form` is what the body says.
    ///
    /// # Panics
    /// When it cannot be sent.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        form: Option<String>,
        accept: &str,
    ) -> Answer {
        let mut request = self.request(method, path, accept);
        if form.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        self.ask(request, form.map_or_else(Body::empty, Body::from)).await
    }

    fn request(&self, method: Method, path: &str, accept: &str) -> Builder {
        let cookies: Vec<String> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, self.host)
            .header(header::ACCEPT, accept)
            .header(header::ACCEPT_LANGUAGE, self.language)
            .header(header::COOKIE, cookies.join("; "));
        if let Some(from) = self.sent_from {
            request = request.header("sec-fetch-site", from);
        }
        let said = [(header::ORIGIN, self.origin), (header::REFERER, self.referer)];
        for (name, value) in said {
            request =
                value.into_iter().fold(request, |request, value| request.header(&name, value));
        }
        if let Some(ip) = self.network {
            request = request.header("x-forwarded-for", ip);
        }
        request
    }

    async fn ask(&mut self, request: Builder, body: Body) -> Answer {
        let request = request.body(body).expect("a request that can be sent");
        let sent = self.router.clone().oneshot(request).await;
        let response = sent.unwrap_or_else(|never| match never {});
        self.keep_cookies(response.headers());
        Answer::read(response).await
    }

    fn keep_cookies(&mut self, headers: &http::HeaderMap) {
        for line in headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().expect("a cookie of ASCII");
            let (pair, attributes) = line.split_once(';').unwrap_or((line, ""));
            let Some((name, value)) = pair.split_once('=') else { continue };
            if attributes.contains("Max-Age=0") || value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}
