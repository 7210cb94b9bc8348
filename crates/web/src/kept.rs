//! What was typed when something else has to come first (to sign in, to agree, to prove who one is):
//! kept for this browser for an hour and shown as a form again, never sent by itself.

mod sent;
mod store;

use askama::Template;
use axum::extract::{FromRequestParts, Request, State};
use axum::response::{IntoResponse as _, Response};
use http::HeaderMap;
use http::request::Parts;
use kernel::{Denied, Fault, Outcome, Way};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::extract::{Query, body};
use crate::keys::random_token;
use crate::reply::{Failure, Reply, back_to, html, see_other, with_back};
use crate::sessions::fingerprint;
use crate::shell::Shell;
use crate::viewer::{STALE, Viewer, unagreed};
use crate::{App, SIGN_IN, Texts, cookies};

pub use sent::is_secret;
pub(crate) use sent::{Sent, Typed};

/// Seconds for which it is kept.
const KEPT_FOR: i64 = 3600;

/// Sends a visitor to sign-in; of a form, what was typed is kept first.
pub(crate) async fn keep_and_ask(app: &App, viewer: &Viewer, request: Request) -> Reply {
    let (back, browser) = keep(app, viewer, &read(viewer, request).await?).await?;
    let mut response = see_other(&sign_in_path(&back))?;
    remember(&mut response, viewer, browser.as_deref())?;
    Ok(response)
}

/// Tells a member that they agree to the new rules first; what was typed is there again when they
/// have.
pub(crate) async fn keep_and_tell(app: &App, viewer: &Viewer, request: Request) -> Reply {
    let (back, browser) = keep(app, viewer, &read(viewer, request).await?).await?;
    let told = unagreed(with_back(crate::CONSENT, &back));
    let mut response = Failure(told).into_response();
    remember(&mut response, viewer, browser.as_deref())?;
    Ok(response)
}

/// Sends a member who proved too long ago who they are to where they do so again; what was typed is
/// there again when they have. A form that asked for changes of its page is told the way instead.
pub(crate) async fn keep_and_prove(
    app: &App,
    viewer: &Viewer,
    (sent, is_stream): (&Sent, bool),
) -> Reply {
    let (back, browser) = keep(app, viewer, sent).await?;
    let way = with_back(crate::REAUTHENTICATE, &back);
    let mut response = if is_stream {
        let told = Denied::because(STALE).with_way(Way::Request(way));
        Failure(told.into()).into_response()
    } else {
        see_other(&way)?
    };
    remember(&mut response, viewer, browser.as_deref())?;
    Ok(response)
}

fn remember(response: &mut Response, viewer: &Viewer, browser: Option<&str>) -> Outcome<()> {
    match browser {
        Some(browser) => cookies::set(response, viewer, (cookies::BROWSER, browser), KEPT_FOR),
        None => Ok(()),
    }
}

/// What a request sends that no handler reads any more.
async fn read(viewer: &Viewer, mut request: Request) -> Result<Sent, Failure> {
    let sent = Sent::of(&mut request, viewer);
    if sent.is_form() {
        body(request).await?;
    }
    Ok(sent)
}

/// Keeps a form that was sent, where it may be kept; says where it goes on, and which browser that
/// is then.
async fn keep(app: &App, viewer: &Viewer, sent: &Sent) -> Outcome<(String, Option<String>)> {
    let Some(fields) = sent.fields_to_keep() else { return Ok((sent.page().to_owned(), None)) };
    let browser = sent.browser().map_or_else(random_token, str::to_owned);
    let (key, path) = (keeper(&browser, viewer), sent.path().to_owned());
    app.db().tx(async move |tx| store::insert(tx, &key, &path, &fields).await).await?;
    let back = format!("/kept?path={}", utf8_percent_encode(sent.path(), NON_ALPHANUMERIC));
    Ok((back, Some(browser)))
}

/// For whom it is kept: what a member typed is shown to nobody else in their browser, what a visitor
/// typed to whoever signs in there.
fn keeper(browser: &str, viewer: &Viewer) -> String {
    match viewer.id() {
        Some(id) => fingerprint(&format!("{browser} {id}")),
        None => fingerprint(browser),
    }
}

/// Where one signs in and comes back to a page of ours.
pub(crate) fn sign_in_path(back: &str) -> String {
    with_back(SIGN_IN, back)
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

/// Shows a kept form again, for its member to send; on its own page where it names one, else here.
///
/// # Errors
/// `Missing` when nothing is kept for this browser, or for longer than an hour.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Query(query): Query<KeptQuery>,
) -> Reply {
    let browser = cookies::read(&headers, cookies::BROWSER, &viewer.origin);
    let fields: Option<Vec<(String, String)>> = find(&app, &viewer, browser, &query.path).await?;
    let fields = fields.ok_or(Fault::Missing("kept.missing"))?;
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

/// Whether a page is opened to fill its form in again, and in which browser.
#[derive(Debug, Clone)]
pub struct Again {
    browser: Option<String>,
}

/// How a page is opened that fills its form in again.
#[derive(Deserialize)]
struct AgainQuery {
    kept: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Again {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let Query(query) = Query::<AgainQuery>::from_request_parts(parts, state).await?;
        let viewer = Viewer::from_request_parts(parts, state).await?;
        let known = cookies::read(&parts.headers, cookies::BROWSER, &viewer.origin);
        let browser = query.kept.and(known).map(str::to_owned);
        Ok(Self { browser })
    }
}

impl Again {
    /// What was kept of the form that was sent to `path`; none where the page is opened as ever, or
    /// nothing is kept any more.
    ///
    /// # Errors
    /// `SignIn`.
    pub async fn fields<T: DeserializeOwned>(
        &self,
        app: &App,
        viewer: &Viewer,
        path: &str,
    ) -> Outcome<Option<T>> {
        find(app, viewer, self.browser.as_deref(), path).await
    }
}

/// What is kept of the form that was sent to `path` from a browser.
async fn find<T: DeserializeOwned>(
    app: &App,
    viewer: &Viewer,
    browser: Option<&str>,
    path: &str,
) -> Outcome<Option<T>> {
    viewer.me()?;
    let Some(browser) = browser else { return Ok(None) };
    let keepers = (keeper(browser, viewer), fingerprint(browser));
    let (path, since) = (path.to_owned(), app.now().plus_seconds(-KEPT_FOR));
    let kept: Option<String> =
        app.db().read(async move |tx| store::find(tx, &keepers, &path, since).await).await?;
    Ok(kept.and_then(|kept| serde_urlencoded::from_str(&kept).ok()))
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
        "location" => Some(t.kept_field_location()),
        "links" => Some(t.kept_field_links()),
        "interests" => Some(t.kept_field_interests()),
        "email" => Some(t.kept_field_email()),
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
