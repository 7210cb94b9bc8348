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

fn sign_in_path(back: &str) -> String {
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
    fields: Vec<(String, String)>,
}

/// Shows a kept form again, for whoever has signed in meanwhile to send.
///
/// # Errors
/// `Missing` when nothing is kept for this browser, or for longer than an hour.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Query(query): Query<KeptQuery>,
) -> Reply {
    viewer.me()?;
    let missing = Fault::Missing("kept.missing");
    let browser = cookies::read(&headers, cookies::BROWSER, &viewer.origin).map(fingerprint);
    let browser = browser.ok_or(missing)?;
    let (path, since) = (query.path.clone(), app.now().plus_seconds(-KEPT_FOR));
    let kept: Option<String> =
        app.db().read(async move |tx| store::find(tx, &browser, &path, since).await).await?;
    let fields = read_fields(&kept.ok_or(Fault::Missing("kept.missing"))?)?;
    let t = Texts::new(viewer.locale);
    let shell = app.shell(&viewer).title(t.kept_title()).plain().build();
    html(&KeptPage { shell, t, action: back_to(Some(&query.path)).to_owned(), fields })
}

fn read_fields(text: &str) -> Outcome<Vec<(String, String)>> {
    serde_urlencoded::from_str(text).map_err(|_form| Fault::Missing("kept.missing"))
}

/// Deletes what was kept for longer than an hour; a job runs this.
///
/// # Errors
/// When the database fails.
pub async fn sweep(tx: &mut db::Tx) -> Outcome<u64> {
    let before = tx.now().plus_seconds(-KEPT_FOR);
    store::delete_before(tx, before).await
}
