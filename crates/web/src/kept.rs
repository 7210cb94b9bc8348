//! What was typed when somebody turned out not to be signed in: kept for this browser for an
//! hour and shown as a form again, never sent by itself.

mod store;

use askama::Template;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, Method, header};
use kernel::{Denied, Fault, Outcome, Way};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::extract::{Query, body};
use crate::keys::random_token;
use crate::reply::{Failure, Reply, back_to, html, see_other};
use crate::sessions::fingerprint;
use crate::shell::Shell;
use crate::viewer::{Viewer, unagreed};
use crate::{App, SIGN_IN, Texts, cookies};

/// The most that is kept, in bytes.
const KEPT_MAX: usize = 64 * 1024;
/// Seconds for which it is kept.
const KEPT_FOR: i64 = 3600;

/// Sends a visitor to sign-in; of a form, what was typed is kept first.
pub(crate) async fn keep_and_ask(
    app: &App,
    viewer: &Viewer,
    request: Request,
) -> Result<Response, Failure> {
    let (back, browser) = keep(app, viewer, request).await?;
    let mut response = see_other(&sign_in_path(&back))?;
    remember(&mut response, viewer, browser.as_deref())?;
    Ok(response)
}

/// Tells a member that they agree to the new rules first; what was typed is there again when they
/// have.
pub(crate) async fn keep_and_tell(
    app: &App,
    viewer: &Viewer,
    request: Request,
) -> Result<Response, Failure> {
    let (back, browser) = keep(app, viewer, request).await?;
    let back = utf8_percent_encode(&back, NON_ALPHANUMERIC);
    let told = unagreed(format!("{}?back={back}", crate::CONSENT));
    let mut response = Failure(told).into_response();
    remember(&mut response, viewer, browser.as_deref())?;
    Ok(response)
}

/// Tells a member who proved too long ago who they are to do so first; what they typed is there again
/// when they have.
///
/// # Errors
/// Always with the fault, but where the database fails.
pub async fn keep_and_prove(
    app: &App,
    viewer: &Viewer,
    headers: &HeaderMap,
    (path, fields): (&str, &impl Serialize),
) -> Reply {
    let fields = serde_urlencoded::to_string(fields)
        .map_err(|e| Fault::broken("keeping what was typed", e))?;
    let (back, browser) = store_form(app, viewer, headers, (path, fields)).await?;
    let back = utf8_percent_encode(&back, NON_ALPHANUMERIC);
    let way = Way::Request(format!("{}?back={back}", crate::REAUTHENTICATE));
    let told = Denied::because("session.reauthenticate").with_way(way);
    let mut response = Failure(told.into()).into_response();
    remember(&mut response, viewer, browser.as_deref())?;
    Ok(response)
}

fn remember(response: &mut Response, viewer: &Viewer, browser: Option<&str>) -> Outcome<()> {
    match browser {
        Some(browser) => cookies::set(response, viewer, (cookies::BROWSER, browser), KEPT_FOR),
        None => Ok(()),
    }
}

/// Keeps a form that was sent; says where it is shown again, and to which browser.
async fn keep(
    app: &App,
    viewer: &Viewer,
    request: Request,
) -> Result<(String, Option<String>), Failure> {
    let path = request.uri().path_and_query().map_or("/", |p| p.as_str()).to_owned();
    if request.method() != Method::POST || !is_form(request.headers()) {
        return Ok((path, None));
    }
    let headers = request.headers().clone();
    let fields = String::from_utf8_lossy(&body(request).await?).into_owned();
    Ok(store_form(app, viewer, &headers, (&path, fields)).await?)
}

async fn store_form(
    app: &App,
    viewer: &Viewer,
    headers: &HeaderMap,
    (path, fields): (&str, String),
) -> Outcome<(String, Option<String>)> {
    if fields.len() > KEPT_MAX {
        return Ok(("/".to_owned(), None));
    }
    let known = cookies::read(headers, cookies::BROWSER, &viewer.origin);
    let browser = known.map_or_else(random_token, str::to_owned);
    let (key, kept_path) = (fingerprint(&browser), path.to_owned());
    app.db().tx(async move |tx| store::insert(tx, &key, &kept_path, &fields).await).await?;
    let back = format!("/kept?path={}", utf8_percent_encode(path, NON_ALPHANUMERIC));
    Ok((back, Some(browser)))
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

/// Where one signs in and comes back to a page of ours.
pub(crate) fn sign_in_path(back: &str) -> String {
    format!("{SIGN_IN}?back={}", utf8_percent_encode(back, NON_ALPHANUMERIC))
}

/// Which kept form to show.
#[derive(Debug, Deserialize)]
pub struct KeptQuery {
    path: String,
}

#[derive(Template)]
#[template(path = "kept.html")]
struct KeptPage {
    shell: Shell,
    t: Texts,
    action: String,
    /// What a person wrote, under its label.
    written: Vec<(&'static str, String, String)>,
    /// What the form itself says, such as the button that was pressed.
    hidden: Vec<(String, String)>,
}

/// The field of a form that names the page on which it is filled in again, given `?kept=1`.
const REFILL: &str = "refill";

/// Shows a kept form again, for whoever has signed in meanwhile to send; on its own page where it
/// names one, else here.
///
/// # Errors
/// `Missing` when nothing is kept for this browser, or for longer than an hour.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Query(query): Query<KeptQuery>,
) -> Reply {
    let fields: Vec<(String, String)> = refill(&app, &viewer, &headers, &query.path).await?;
    if let Some((_, page)) = fields.iter().find(|(name, _)| name == REFILL) {
        return see_other(&format!("{}?kept=1", back_to(Some(page))));
    }
    let t = Texts::new(viewer.locale);
    let shell = app.shell(&viewer).title(t.kept_title()).plain().build();
    let (mut written, mut hidden) = (Vec::new(), Vec::new());
    for (name, value) in fields {
        match label(t, &name) {
            Some(label) => written.push((label, name, value)),
            None => hidden.push((name, value)),
        }
    }
    let action = back_to(Some(&query.path)).to_owned();
    html(&KeptPage { shell, t, action, written, hidden })
}

/// What was kept of the form that was sent to `path` from this browser.
///
/// # Errors
/// `SignIn`; `Missing` when nothing is kept for this browser, or for longer than an hour.
pub async fn refill<T: DeserializeOwned>(
    app: &App,
    viewer: &Viewer,
    headers: &HeaderMap,
    path: &str,
) -> Outcome<T> {
    viewer.me()?;
    let missing = Fault::Missing("kept.missing");
    let browser = cookies::read(headers, cookies::BROWSER, &viewer.origin).map(fingerprint);
    let browser = browser.ok_or(missing)?;
    let (path, since) = (path.to_owned(), app.now().plus_seconds(-KEPT_FOR));
    let kept: Option<String> =
        app.db().read(async move |tx| store::find(tx, &browser, &path, since).await).await?;
    let kept = kept.ok_or(Fault::Missing("kept.missing"))?;
    serde_urlencoded::from_str(&kept).map_err(|_form| Fault::Missing("kept.missing"))
}

/// How a person calls the field; none for what they did not write themselves.
fn label(t: Texts, name: &str) -> Option<&'static str> {
    match name {
        "title" => Some(t.kept_field_title()),
        "summary" => Some(t.kept_field_summary()),
        "body" => Some(t.kept_field_body()),
        "tags" => Some(t.kept_field_tags()),
        "name" => Some(t.kept_field_name()),
        "bio" | "description" => Some(t.kept_field_about()),
        "reason" | "note" => Some(t.kept_field_note()),
        _ => None,
    }
}

/// Deletes what was kept for longer than an hour; a job runs this.
///
/// # Errors
/// When the database fails.
pub async fn sweep(tx: &mut db::Tx) -> Outcome<u64> {
    let before = tx.now().plus_seconds(-KEPT_FOR);
    store::delete_before(tx, before).await
}
