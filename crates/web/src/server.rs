//! All slices' routes as one service.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn_with_state, map_response_with_state};
use axum::routing::{MethodRouter, any, get};
use http::Method;
use kernel::{Fault, List};
use serde::Serialize;
use utoipa::openapi::OpenApi;

use crate::door::door;
use crate::entrance::Entrance;
use crate::reply::{Failure, Reply};
use crate::routes::{Lane, Route, Routes, Who};
use crate::{App, assets, extract, headers, kept, live};

/// A page of a list in JSON.
#[derive(Debug, Serialize)]
pub struct JsonList<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins; none on the last one.
    pub next: Option<String>,
}

impl<T> JsonList<T> {
    /// The list with its next place signed under its name, see [`extract::ListQuery::place`].
    #[must_use]
    pub fn of(app: &App, name: &str, list: List<T>) -> Self {
        let next = list.next.map(|cursor| extract::seal_cursor(app, name, cursor));
        Self { items: list.items, next }
    }
}

/// All routes behind the door, the table that the permission matrix is made of, and the API's
/// description.
pub fn assemble(app: &App, slices: Vec<Routes>) -> (Router, Vec<Route>, OpenApi) {
    let mut openapi = utoipa::openapi::OpenApiBuilder::new().build();
    let mut table = Vec::new();
    let mut router: Router<App> = Router::new();
    let mut addresses: BTreeMap<String, (Vec<Route>, MethodRouter<App>)> = BTreeMap::new();
    for slice in slices.into_iter().chain([own_routes()]) {
        openapi.merge(slice.openapi);
        for (routes, methods) in slice.list {
            let Some(path) = routes.first().map(|route| route.path.clone()) else { continue };
            table.extend(routes.iter().cloned());
            let (known, there) = addresses.entry(path).or_default();
            known.extend(routes);
            *there = std::mem::take(there).merge(methods);
        }
    }
    let readable = table.iter().filter(|route| route.method == Method::GET);
    let pages = readable.map(|route| route.path.clone()).collect();
    for (path, (mut routes, methods)) in addresses {
        let first = routes.remove(0);
        let state = (app.clone(), Arc::new(Entrance::of(first, routes, &pages)));
        router = router.route(&path, methods.layer(from_fn_with_state(state, door)));
    }
    let dressed = map_response_with_state(app.clone(), headers::dress);
    let bots = live::socketio_methods(app).layer(dressed.clone());
    let router = router
        .route("/socket.io", bots.clone())
        .route("/socket.io/", bots)
        .route("/api/{*rest}", nowhere(app, "/api/*"))
        .fallback_service(nowhere(app, "*").with_state(app.clone()))
        .route("/assets/{name}", get(assets::show).layer(dressed))
        .with_state(app.clone());
    (router, table, openapi)
}

/// What answers an address that no route has: a page, or a problem in JSON below `/api`.
fn nowhere(app: &App, path: &str) -> MethodRouter<App> {
    let lost = Route {
        slice: "web",
        method: Method::GET,
        path: path.to_owned(),
        who: Who::Anyone,
        lane: Lane::Ordinary,
        is_still: false,
        is_polled: false,
        asks_consent: false,
    };
    let state = (app.clone(), Arc::new(Entrance::for_all(lost)));
    any(missing).layer(from_fn_with_state(state, door))
}

async fn missing() -> Reply {
    Err(Failure(Fault::Missing("page.missing")))
}

fn own_routes() -> Routes {
    Routes::of("web").get("/kept", kept::show, Who::Member).get("/live", live::open, Who::Member)
}
