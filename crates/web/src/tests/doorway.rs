//! A site with a few routes, asked as a browser asks.

use askama::Template;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use db::Db;
use http::request::Builder;
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use kernel::Fault;
use tower::ServiceExt as _;

use crate::live::Hub;
use crate::{
    App, AppParts, Form, Lane, Reply, Routes, Shell, Texts, Viewer, Who, assemble, html, html_text,
    no_content, see_other, see_other_with,
};

/// What the form's answer says.
pub(super) const SENTENCE: &str = "It is kept.";

#[derive(Template)]
#[template(path = "kept.html")]
struct Page {
    shell: Shell,
    t: Texts,
    action: String,
    hidden: Vec<(String, String)>,
    written: Vec<(String, String, String)>,
}

async fn page(State(app): State<App>, viewer: Viewer) -> Reply {
    let (shell, t) = (app.shell(&viewer).title("A page").build(), Texts::new(viewer.locale));
    html(&Page { shell, t, action: "/".into(), hidden: Vec::new(), written: Vec::new() })
}

async fn keep(State(app): State<App>, viewer: Viewer) -> Reply {
    see_other_with(&app, &viewer, "/way", SENTENCE)
}

async fn on(State(app): State<App>, viewer: Viewer) -> Reply {
    let _ = app.shell(&viewer).build();
    see_other("/")
}

async fn say(Form(fields): Form<Vec<(String, String)>>) -> Reply {
    Ok(html_text(StatusCode::OK, fields.len().to_string()))
}

async fn notice(request: Request<Body>) -> Reply {
    let signed = request.headers().contains_key("signature");
    if signed { no_content() } else { Err(Fault::invalid("notice", "notice.refused").into()) }
}

async fn alive() -> Reply {
    no_content()
}

async fn running() -> Reply {
    Err(Fault::Conflict("idempotency.running").into())
}

#[utoipa::path(get, path = "/api/v1/held", responses((status = 200)))]
async fn held(viewer: Viewer) -> Reply {
    viewer.me()?;
    no_content()
}

#[utoipa::path(get, path = "/api/v1/device", responses((status = 200)))]
async fn device(viewer: Viewer) -> Reply {
    Ok(html_text(StatusCode::OK, viewer.device.as_deref().unwrap_or("none").to_owned()))
}

/// Changes a setting before the site is opened.
pub(super) async fn set(db: &Db, key: &'static str, value: serde_json::Value) {
    db.tx(async move |tx| site::settings::change(tx, None, key, &value).await).await.unwrap();
}

/// The site's router.
pub(super) async fn router(db: Db) -> Router {
    let app = AppParts::new(db, mail::Transport::Room, Hub::default()).open().await.unwrap();
    let routes = Routes::of("test")
        .get("/", page, Who::Anyone)
        .still()
        .get("/way", on, Who::Anyone)
        .post("/keep", keep, Who::Anyone)
        .get_in(Lane::SignIn, "/sign-in", alive, Who::Anyone)
        .get_in(Lane::Health, "/healthz", alive, Who::Anyone)
        .post_in(Lane::Notices, "/notice", notice, Who::Provider)
        .post("/say", say, Who::Anyone)
        .post("/running", running, Who::Anyone)
        .post("/way/{id}/keep", keep, Who::Member)
        .post("/way/{id}/members", keep, Who::Anyone)
        .api(crate::api_routes!(device), Who::Anyone)
        .api(crate::api_routes!(held), Who::Member);
    assemble(&app, vec![routes]).0
}

/// A request as a page of the site sends it.
pub(super) fn asked(method: &str, path: &str) -> Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header("host", "yaji.test")
        .header("sec-fetch-site", "same-origin")
}

/// The answer to a request without a body.
pub(super) async fn ask(router: &Router, request: Builder) -> Response {
    router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

/// Status, cookies and text of an answer.
pub(super) async fn told(response: Response) -> (StatusCode, Vec<String>, String) {
    let cookies = response.headers().get_all("set-cookie").iter();
    let cookies = cookies.map(|line| line.to_str().unwrap().to_owned()).collect();
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, cookies, String::from_utf8(bytes.to_vec()).unwrap())
}
