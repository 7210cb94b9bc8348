//! The addresses of feeds.

use axum::extract::State;
use community::feed::Place;
use community::space::Visibility;
use community::{Community, Reader, policy};
use db::Tx;
use kernel::{Fault, Outcome, Ts};
use web::{App, Path, Reply, Viewer};

use super::draw::{Head, atom, json_feed};
use super::{Entry, entries, store};
use crate::address;
use crate::texts::Texts;

const ATOM: &str = "application/atom+xml; charset=utf-8";
const JSON: &str = "application/feed+json; charset=utf-8";

/// Which feed is asked for.
#[derive(Debug, Clone)]
enum Wanted {
    Site,
    Space(String),
    Author(String),
}

/// What a feed is about, as a visitor may know it.
struct Subject {
    place: Place,
    name: Option<String>,
    about: Option<String>,
    begun: Ts,
}

/// The newest posts of the site as Atom.
pub(crate) async fn site_atom(State(app): State<App>, viewer: Viewer) -> Reply {
    send_atom(&app, &viewer, Wanted::Site).await
}

/// The newest posts of the site as JSON Feed.
pub(crate) async fn site_json(State(app): State<App>, viewer: Viewer) -> Reply {
    send_json(&app, &viewer, Wanted::Site).await
}

/// The newest posts of a space as Atom.
pub(crate) async fn space_atom(
    State(app): State<App>,
    viewer: Viewer,
    Path(space): Path<String>,
) -> Reply {
    send_atom(&app, &viewer, Wanted::Space(space)).await
}

/// The newest posts of a space as JSON Feed.
pub(crate) async fn space_json(
    State(app): State<App>,
    viewer: Viewer,
    Path(space): Path<String>,
) -> Reply {
    send_json(&app, &viewer, Wanted::Space(space)).await
}

/// The newest posts of a member as Atom.
pub(crate) async fn author_atom(
    State(app): State<App>,
    viewer: Viewer,
    Path(handle): Path<String>,
) -> Reply {
    send_atom(&app, &viewer, Wanted::Author(handle)).await
}

/// The newest posts of a member as JSON Feed.
pub(crate) async fn author_json(
    State(app): State<App>,
    viewer: Viewer,
    Path(handle): Path<String>,
) -> Reply {
    send_json(&app, &viewer, Wanted::Author(handle)).await
}

async fn send_atom(app: &App, viewer: &Viewer, wanted: Wanted) -> Reply {
    let (head, entries) = read(app, viewer, wanted).await?;
    address::answer(ATOM, atom(&head, &entries)?)
}

async fn send_json(app: &App, viewer: &Viewer, wanted: Wanted) -> Reply {
    let (head, entries) = read(app, viewer, wanted).await?;
    address::answer(JSON, json_feed(&head, &entries).to_string())
}

async fn read(app: &App, viewer: &Viewer, wanted: Wanted) -> Outcome<(Head, Vec<Entry>)> {
    let (community, asked) = (app.part::<Community>(), wanted.clone());
    let (subject, entries) = app
        .db()
        .read(async move |tx| {
            let anyone = address::anyone(tx, &community).await?;
            let subject = subject(tx, &anyone, &asked).await?;
            let entries = entries(tx, &anyone, subject.place).await?;
            Ok((subject, entries))
        })
        .await?;
    let settings = app.settings();
    let home = match wanted {
        Wanted::Site => "/".to_owned(),
        Wanted::Space(handle) => format!("/s/{handle}"),
        Wanted::Author(handle) => format!("/m/{handle}"),
    };
    let head = Head {
        base: address::base(app, viewer),
        title: match subject.name {
            Some(name) => format!("{name} · {}", settings.name),
            None => settings.name.clone(),
        },
        about: subject.about.unwrap_or_else(|| settings.description.clone()),
        path: if home == "/" { "/feed".to_owned() } else { format!("{home}/feed") },
        home,
        lang: settings.locale.tag(),
        begun: subject.begun,
        t: Texts::new(settings.locale),
    };
    Ok((head, entries))
}

/// What is asked for, if a visitor may know that it exists.
async fn subject(tx: &Tx, anyone: &Reader, wanted: &Wanted) -> Outcome<Subject> {
    let site = Subject { place: Place::Site, name: None, about: None, begun: Ts::default() };
    match wanted {
        Wanted::Site => Ok(site),
        Wanted::Space(handle) => {
            let space = anyone.ground.space_of(handle);
            policy::see_space(anyone, space)?;
            let space = space.filter(|space| space.visibility != Visibility::Secret);
            let space = space.ok_or(Fault::Missing("page.missing"))?;
            Ok(Subject {
                place: Place::Space(space.id),
                name: Some(space.name.clone()),
                about: Some(space.description.clone()),
                begun: space.created_at,
            })
        }
        Wanted::Author(handle) => {
            let author = store::author(tx, handle).await?;
            let (id, name, begun) = author.ok_or(Fault::Missing("page.missing"))?;
            let (place, name) = (Place::Author(id), Some(name));
            Ok(Subject { place, name, begun, ..site })
        }
    }
}
