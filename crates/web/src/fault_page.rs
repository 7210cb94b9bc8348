//! How an outcome looks: a page with a next step, a banner for a form, problem+json.

use std::sync::Arc;

use askama::Template;
use askama::filters::HtmlSafe;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, StatusCode, header};
use kernel::{Denied, Fault, FaultTexts, Locale, Way};
use serde::Serialize;

use crate::components::LinkView;
use crate::door::Asked;
use crate::shell::Shell;
use crate::stream::{self, Stream, streams_text};
use crate::viewer::Viewer;
use crate::{App, Reply, Texts, reply};

/// What is said of a fault's key in a language; the general sentence where nobody knows it.
#[must_use]
pub fn fault_text(locale: Locale, key: &str) -> &'static str {
    FaultTexts::find(locale, key).unwrap_or_else(|| Texts::new(locale).fault_unknown())
}

#[derive(Serialize)]
struct Problem<'a> {
    r#type: String,
    title: &'static str,
    status: u16,
    code: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    /// Seconds after which to try again.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u32>,
}

#[derive(Serialize)]
struct FieldProblem<'a> {
    field: &'a str,
    code: &'static str,
    detail: &'static str,
}

/// Problem details for the API (RFC 9457).
pub(crate) fn problem(locale: Locale, fault: &Fault, bare: Response) -> Response {
    let number = note(fault);
    let errors = match fault {
        Fault::Invalid(fields) => fields
            .iter()
            .map(|(field, code)| {
                let field = fields.place().unwrap_or(field);
                FieldProblem { field, code, detail: fault_text(locale, code) }
            })
            .collect(),
        _ => Vec::new(),
    };
    let problem = Problem {
        r#type: format!("/errors/{}", fault.key()),
        title: fault_text(locale, fault.key()),
        status: fault.status(),
        code: fault.key(),
        errors,
        number,
        retry_after: wait_of(fault),
    };
    let text = serde_json::to_vec(&problem).unwrap_or_default();
    with_body(bare, fault, "application/problem+json", text)
}

#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage {
    shell: Shell,
    t: Texts,
    status: u16,
    title: &'static str,
    reasons: Vec<&'static str>,
    /// When to try again, of what was done too often.
    again: Option<String>,
    way: Option<(String, &'static str)>,
    number: Option<String>,
    back: String,
}

impl FaultPage {
    /// The drawing above the sentence.
    const fn mark(&self) -> &'static str {
        match self.status {
            401..=403 => "lock",
            404 | 405 | 410 => "compass",
            429 | 503 => "clock",
            _ => "circle-alert",
        }
    }
}

#[derive(Template)]
#[template(path = "fault_banner.html")]
struct FaultBanner<'a> {
    title: &'static str,
    reasons: &'a [&'static str],
    again: Option<String>,
    /// The way in, and back to the page that was being written on.
    way: Option<(String, &'static str)>,
}

/// The page, or for a form that asked for changes, a banner above it.
pub(crate) fn page(
    app: &App,
    viewer: &Viewer,
    fault: &Arc<Fault>,
    (bare, asked): (Response, &Asked),
) -> Response {
    let number = note(fault);
    let mut reasons: Vec<&'static str> = match &**fault {
        Fault::Invalid(fields) => {
            fields.iter().map(|(_, key)| fault_text(viewer.locale, key)).collect()
        }
        _ => Vec::new(),
    };
    let title = fault_text(viewer.locale, fault.key());
    reasons.retain(|reason| *reason != title);
    let t = Texts::new(viewer.locale);
    let again = match **fault {
        Fault::TooFast { retry_after_s, .. } => Some(again(viewer.locale, retry_after_s)),
        _ => None,
    };
    if asked.stream {
        let way = way(fault, &t, asked.from().as_deref());
        let text = banner(title, (&reasons, again), way);
        return with_body(bare, fault, stream::KIND, text.into());
    }
    let page = FaultPage {
        shell: app.shell(viewer).title(title).plain().build(),
        way: way(fault, &t, None),
        back: reply::back_to(Some(&asked.path)).to_owned(),
        status: fault.status(),
        t,
        title,
        reasons,
        again,
        number,
    };
    let text = page.render().unwrap_or_else(|_broken_page| title.to_owned());
    with_body(bare, fault, reply::HTML, text.into())
}

/// What a form says above itself when it is shown again because of a fault, so that nothing that was
/// typed is lost.
#[derive(Debug, Template)]
#[template(path = "fault_note.html")]
pub struct FaultNote {
    text: String,
    way: Option<LinkView>,
}

impl HtmlSafe for FaultNote {}

/// Whether a form is shown again with what was typed because of a fault: signing in keeps what was
/// sent, and where the site itself fails a page says so.
#[must_use]
pub const fn is_told_by_form(fault: &Fault) -> bool {
    !matches!(fault, Fault::SignIn(_) | Fault::Busy | Fault::Broken(_))
}

impl FaultNote {
    /// The sentences and the way in. None for what a form is not shown again for, and for fields,
    /// which say themselves what is wrong with them.
    #[must_use]
    pub fn of(locale: Locale, fault: &Fault) -> Option<Self> {
        if !is_told_by_form(fault) {
            return None;
        }
        let t = Texts::new(locale);
        let title = fault_text(locale, fault.key());
        let said = match fault {
            Fault::Invalid(_) => return None,
            Fault::TooFast { retry_after_s, .. } => {
                format!("{title} {}", again(locale, *retry_after_s))
            }
            _ => title.to_owned(),
        };
        let text = t.fault_note(&said);
        let way = way(fault, &t, None).map(|(href, word)| LinkView::new(href, word));
        Some(Self { text, way })
    }
}

/// A form that is shown again because of a fault, with the fault's own status.
///
/// # Errors
/// `Broken` when the template cannot be drawn.
pub fn html_fault(fault: &Fault, page: &impl Template) -> Reply {
    let _number = note(fault);
    let text = reply::draw(page)?;
    let status = StatusCode::from_u16(fault.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let bare = status.into_response();
    Ok(with_body(bare, fault, reply::HTML, text.into()))
}

/// The change that puts a fault above the page on which a form was sent.
pub(crate) fn banner(
    title: &'static str,
    (reasons, again): (&[&'static str], Option<String>),
    way: Option<(String, &'static str)>,
) -> String {
    let banner = FaultBanner { title, reasons, again, way }.render().unwrap_or_default();
    streams_text(&[Stream::update("toasts", banner)])
}

/// When to try again, in the largest unit that is told in whole ones.
#[must_use]
pub fn again(locale: Locale, seconds: u32) -> String {
    let t = Texts::new(locale);
    let minutes = i64::from(seconds.div_ceil(60));
    match seconds {
        ..=90 => t.again_seconds(i64::from(seconds)),
        91..=5_400 => t.again_minutes(minutes),
        _ => t.again_hours((minutes + 59) / 60),
    }
}

fn way(fault: &Fault, t: &Texts, from: Option<&str>) -> Option<(String, &'static str)> {
    match fault {
        Fault::Denied(Denied { way: Some(way), .. }) => match way {
            Way::Offer(path) => Some((path.clone(), t.way_offer())),
            Way::Request(path) => Some((path.clone(), t.way_request())),
            Way::Wait(_) => None,
        },
        Fault::SignIn(_) => Some((sign_in(from), t.way_sign_in())),
        _ => None,
    }
}

fn sign_in(from: Option<&str>) -> String {
    match from {
        Some(page) => crate::kept::sign_in_path(page),
        None => crate::SIGN_IN.to_owned(),
    }
}

/// Logs what was our mistake, once, under a number that the person can quote.
fn note(fault: &Fault) -> Option<String> {
    metrics::counter!("yaji_faults_total", "key" => fault.key()).increment(1);
    let Fault::Broken(report) = fault else { return None };
    let number = hex::encode(crate::keys::random_bytes::<4>());
    tracing::error!(number, doing = report.doing, cause = %report.cause, "broken");
    Some(number)
}

/// Seconds after which it may go through.
fn wait_of(fault: &Fault) -> Option<u32> {
    match fault {
        Fault::Busy => Some(2),
        Fault::Conflict("idempotency.running") => Some(1),
        Fault::TooFast { retry_after_s, .. } => Some(*retry_after_s),
        _ => None,
    }
}

fn with_body(mut bare: Response, fault: &Fault, kind: &'static str, body: Vec<u8>) -> Response {
    let headers = bare.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = wait_of(fault) {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if matches!(fault, Fault::SignIn(_)) {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    *bare.body_mut() = axum::body::Body::from(body);
    bare
}
