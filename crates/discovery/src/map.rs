//! The map for search engines: posts that any visitor reads whole, a file for each week.

use askama::Template;
use axum::extract::State;
use community::Community;
use community::gate::GateId;
use community::post::{PostId, path};
use community::reach::Entry;
use db::{Tx, args, row, sql};
use kernel::{Fault, Id, Outcome, Ts};
use web::{App, Path, Reply, Viewer};

use crate::address;

const XML: &str = "application/xml; charset=utf-8";
/// Microseconds of a week; weeks are counted from 1970-01-01.
pub(crate) const WEEK: i64 = 7 * 86_400_000_000;
/// The most addresses that one file may hold, by the protocol.
const ADDRESSES_MAX: i64 = 50_000;

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

row! {
    /// A post on the map.
    pub(crate) struct PostOnMap {
        pub(crate) id: PostId,
        pub(crate) slug: String,
        pub(crate) created_at: Ts,
        pub(crate) edited_at: Option<Ts>,
    }
}

/// Lists the files of the map: one of pages, then one for each week with posts between the first
/// and the newest.
pub(crate) async fn index(State(app): State<App>, viewer: Viewer) -> Reply {
    let (community, base) = (app.part::<Community>(), address::base(&app, &viewer));
    let ends = app
        .db()
        .read(async move |tx| {
            let anyone = address::anyone(tx, &community).await?;
            ends(tx, anyone.reach.open()).await
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
            let place = |post: PostOnMap| MapPlace {
                href: format!("{base}{}", path(post.id, &post.slug)),
                changed: Some(post.edited_at.unwrap_or(post.created_at).to_string()),
            };
            let posts = posts(tx, i64::from(week), anyone.reach.open()).await?;
            Ok(posts.into_iter().map(place).collect::<Vec<_>>())
        })
        .await?;
    address::answer(XML, web::draw(&Map { places })?)
}

/// When the first and the newest open posts were written.
async fn ends(tx: &Tx, open: &[GateId]) -> Outcome<Option<(i64, i64)>> {
    if open.is_empty() {
        return Ok(None);
    }
    let gates = || args![].list(open.iter().copied());
    let first: Option<i64> = tx
        .one(
            sql!(
                "SELECT created_at FROM posts WHERE state = 'published' AND gate_id IN ({list})
                  ORDER BY created_at, id LIMIT 1"
            ),
            gates(),
        )
        .await?;
    let last: Option<i64> = tx
        .one(
            sql!(
                "SELECT created_at FROM posts WHERE state = 'published' AND gate_id IN ({list})
                  ORDER BY created_at DESC, id DESC LIMIT 1"
            ),
            gates(),
        )
        .await?;
    Ok(first.zip(last))
}

/// The open posts of a week.
pub(crate) async fn posts(tx: &Tx, week: i64, open: &[GateId]) -> Outcome<Vec<PostOnMap>> {
    let (from, until) = (week * WEEK, (week + 1) * WEEK);
    tx.list(
        sql!(PostOnMap: "SELECT id, slug, created_at, edited_at FROM posts
              WHERE state = 'published' AND created_at >= $1 AND created_at < $2
                AND gate_id IN ({list}) ORDER BY created_at, id LIMIT $3"),
        args![from, until, ADDRESSES_MAX].list(open.iter().map(|gate| gate.get())),
    )
    .await
}
