//! What was typed when somebody turned out not to be signed in: kept for this browser for an
//! hour and shown as a form again, never sent by itself.

mod store;

use askama::Template;
use axum::extract::{Request, State};
use axum::response::Response;
use http::{HeaderMap, Method, header};
use kernel::{Fault, Outcome};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::extract::{Query, body};
use crate::keys::random_token;
use crate::reply::{Failure, Reply, back_to, html, see_other};
use crate::sessions::fingerprint;
use crate::shell::Shell;
use crate::viewer::Viewer;
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
    let path = request.uri().path_and_query().map_or("/", |p| p.as_str()).to_owned();
    if request.method() != Method::POST || !is_form(request.headers()) {
        return see_other(&sign_in_path(&path));
    }
    let known = cookies::read(request.headers(), cookies::BROWSER, &viewer.origin);
    let browser = known.map_or_else(random_token, str::to_owned);
    let fields = body(request).await?;
    if fields.len() > KEPT_MAX {
        return see_other(&sign_in_path("/"));
    }
    let fields = String::from_utf8_lossy(&fields).into_owned();
    let (key, kept_path) = (fingerprint(&browser), path.clone());
    app.db().tx(async move |tx| store::insert(tx, &key, &kept_path, &fields).await).await?;
    let back = format!("/kept?path={}", utf8_percent_encode(&path, NON_ALPHANUMERIC));
    let mut response = see_other(&sign_in_path(&back))?;
    cookies::set(&mut response, viewer, (cookies::BROWSER, &browser), KEPT_FOR)?;
    Ok(response)
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
