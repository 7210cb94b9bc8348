//! Every address of the slice.

use web::{Routes, Who, api_routes};

use crate::{feed, map, search};

/// The routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::of("discovery")
        .get("/search", search::page::show, Who::Anyone)
        .api(api_routes!(search::api::list), Who::Anyone)
        .get("/feed.xml", feed::page::site_atom, Who::Anyone)
        .polled()
        .get("/feed.json", feed::page::site_json, Who::Anyone)
        .polled()
        .get("/s/{space}/feed.xml", feed::page::space_atom, Who::Anyone)
        .polled()
        .get("/s/{space}/feed.json", feed::page::space_json, Who::Anyone)
        .polled()
        .get("/m/{handle}/feed.xml", feed::page::author_atom, Who::Anyone)
        .polled()
        .get("/m/{handle}/feed.json", feed::page::author_json, Who::Anyone)
        .polled()
        .get("/sitemap.xml", map::index, Who::Anyone)
        .polled()
        .get("/sitemap/{week}", map::week, Who::Anyone)
        .polled()
}
