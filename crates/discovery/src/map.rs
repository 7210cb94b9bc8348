//! The map for search engines: posts that any visitor reads whole, a file for each week.

pub(crate) mod store;

use askama::Template;
use axum::extract::State;
use community::Community;
use community::post::path;
use community::reach::Entry;
use kernel::Fault;
use web::{App, Path, Reply, Viewer};

use crate::address;

const XML: &str = "application/xml; charset=utf-8";
/// Microseconds of a week; weeks are counted from 1970-01-01.
pub(crate) const WEEK: i64 = 7 * 86_400_000_000;

#[derive(Template)]
#[template(path = "discovery/sitemap_index.xml")]
struct Index {
    files: Vec<String>,
}

#[derive(Template)]
#[template(path = "discovery/sitemap.xml")]
struct Map {
    places: Vec<MapPlace>,
}

/// An address and when what stands there last changed.
struct MapPlace {
    href: String,
    changed: Option<String>,
}

/// Lists the files of the map: one of pages, then one for each week with posts between the first
/// and the newest.
pub(crate) async fn index(State(app): State<App>, viewer: Viewer) -> Reply {
    let (community, base) = (app.part::<Community>(), address::base(&app, &viewer));
    let ends = app
        .db()
        .read(async move |tx| {
            let anyone = address::anyone(tx, &community).await?;
            store::ends(tx, anyone.reach.open()).await
        })
        .await?;
    let weeks = ends.map_or(0..0, |(first, last)| first / WEEK..last / WEEK + 1);
    let weeks = weeks.map(|week| format!("{base}/sitemap/{week}"));
    let pages = std::iter::once(format!("{base}/sitemap/pages"));
    address::answer(XML, web::draw(&Index { files: pages.chain(weeks).collect() })?)
}

/// One file of the map: a week, or the pages that are no posts.
pub(crate) async fn week(
    State(app): State<App>,
    viewer: Viewer,
    Path(file): Path<String>,
) -> Reply {
    let (community, base) = (app.part::<Community>(), address::base(&app, &viewer));
    let week = match file.as_str() {
        "pages" => None,
        number => Some(number.parse::<u16>().map_err(|_no_week| Fault::Missing("page.missing"))?),
    };
    let places = app
        .db()
        .read(async move |tx| {
            let anyone = address::anyone(tx, &community).await?;
            let Some(week) = week else {
                let open = anyone.ground.spaces.iter();
                let open = open.filter(|space| anyone.reach.entry(space.id) >= Entry::Window);
                let paths = open.map(community::space::Space::path);
                let paths = ["/".to_owned(), "/spaces".to_owned()].into_iter().chain(paths);
                let place = |path| MapPlace { href: format!("{base}{path}"), changed: None };
                return Ok(paths.map(place).collect());
            };
            let place = |post: store::PostOnMap| MapPlace {
                href: format!("{base}{}", path(post.id, &post.slug)),
                changed: Some(post.edited_at.unwrap_or(post.created_at).to_string()),
            };
            let posts = store::posts(tx, i64::from(week), anyone.reach.open()).await?;
            Ok(posts.into_iter().map(place).collect::<Vec<_>>())
        })
        .await?;
    address::answer(XML, web::draw(&Map { places })?)
}
