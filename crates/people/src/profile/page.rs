//! A member's page, the directory, pictures.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderValue, header};
use kernel::{Fault, MemberId, Outcome, Ts};
use web::{
    App, AvatarView, Badge, ListQuery, Pager, Path, Query, Reply, Role, Shell, Tone, Viewer,
    seal_cursor,
};

use super::change::read_list;
use super::{avatar_address, find, shown_link, store};
use crate::member::{self, MemberRow};
use crate::policy;
use crate::setup::{People, blobs};
use crate::texts::Texts;

/// A part that another slice adds to a member's page, or to the studio's page about them.
#[derive(Clone, Copy)]
pub struct PagePart {
    /// Draws what this viewer may read of what the member wrote.
    pub draw: Draw,
}

/// Draws a part of a member's page.
pub type Draw = for<'a> fn(
    &'a App,
    &'a Viewer,
    MemberId,
) -> std::pin::Pin<Box<dyn Future<Output = Outcome<String>> + Send + 'a>>;

#[derive(Template)]
#[template(path = "people/profile/show.html")]
struct ShowPage {
    shell: Shell,
    t: Texts,
    name: String,
    handle: String,
    avatar: AvatarView,
    badges: Vec<Badge>,
    number: Option<i64>,
    since: String,
    location: String,
    bio: String,
    links: Vec<(String, String)>,
    interests: Vec<String>,
    imported: Vec<String>,
    own: bool,
    manage: Option<String>,
    lists: Vec<String>,
}

/// Shows a member; an old handle leads to the one they have now.
pub async fn show(State(app): State<App>, viewer: Viewer, Path(handle): Path<String>) -> Reply {
    let folded = handle.trim_start_matches('@').to_ascii_lowercase();
    let wanted = folded.clone();
    let found = app.db().read(async move |tx| find::by_handle(tx, &wanted).await).await?;
    let (row, details) = found;
    policy::may_see_profile(&viewer, &row)?;
    if row.handle != folded {
        return web::moved(&format!("/m/{}", row.handle));
    }
    let lists = app.part::<People>().lists.clone();
    let mut drawn = Vec::new();
    for list in &lists {
        drawn.push((list.draw)(&app, &viewer, row.id).await?);
    }
    page(&app, &viewer, row, (details, drawn))
}

fn page(
    app: &App,
    viewer: &Viewer,
    row: MemberRow,
    (details, lists): (Option<store::DetailsRow>, Vec<String>),
) -> Reply {
    let t = Texts::new(viewer.locale);
    let list = |text: Option<&String>| text.map(|text| read_list(text)).unwrap_or_default();
    let links = list(details.as_ref().map(|d| &d.links));
    let path = format!("/m/{}", row.handle);
    let shell = app.shell(viewer).title(row.name.clone()).back(&path);
    let public = row.profile_to == "everyone" && !row.bio.is_empty();
    let shell = match app.settings().url.as_deref().filter(|_| public) {
        Some(url) => shell.public(row.bio.clone(), format!("{}{path}", url.trim_end_matches('/'))),
        None => shell,
    };
    web::html(&ShowPage {
        shell: shell.build(),
        avatar: face(&row),
        badges: badges(&row, t),
        number: row.number,
        since: app.settings().zone.format(row.created_at, "%Y-%m"),
        links: links.into_iter().map(|link| (shown_link(&link), link)).collect(),
        interests: list(details.as_ref().map(|d| &d.interests)),
        imported: list(details.as_ref().map(|d| &d.badges)),
        own: viewer.id() == Some(row.id),
        manage: viewer
            .may(web::Permission::MembersRead)
            .then(|| format!("/studio/members/{}", row.id)),
        name: row.name,
        handle: row.handle,
        location: row.location,
        bio: row.bio,
        lists,
        t,
    })
}

/// A member's face.
pub(crate) fn face(row: &MemberRow) -> AvatarView {
    let image = row.avatar.as_deref().map(avatar_address);
    AvatarView::of(&row.name, kernel::Id::get(row.id), image)
}

/// The role, where it is one above member.
pub(crate) fn badges(row: &MemberRow, t: Texts) -> Vec<Badge> {
    let role = row.role.0;
    if role == Role::Member { Vec::new() } else { vec![Badge::new(Tone::Best, t.role(role.key()))] }
}

#[derive(Template)]
#[template(path = "people/profile/directory.html")]
struct DirectoryPage {
    shell: Shell,
    t: Texts,
    people: Vec<PersonCard>,
    pager: Pager,
    listed: bool,
}

struct PersonCard {
    name: String,
    path: String,
    avatar: AvatarView,
    badges: Vec<Badge>,
    location: String,
    bio: String,
}

/// Shows who stands in the directory.
pub async fn directory(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<ListQuery>,
) -> Reply {
    let me = viewer.me()?.id;
    let (place, size) = (query.place(&app, find::LIST)?, query.size()?);
    let (list, listed) = app
        .db()
        .read(async move |tx| {
            let own = member::get(tx, me).await?.directory;
            Ok((find::listed(tx, place, size).await?, own))
        })
        .await?;
    let t = Texts::new(viewer.locale);
    let older =
        list.next.map(|next| format!("/members?cursor={}", seal_cursor(&app, find::LIST, next)));
    let card = |row: MemberRow| PersonCard {
        avatar: face(&row),
        badges: badges(&row, t),
        path: format!("/m/{}", row.handle),
        name: row.name,
        location: row.location,
        bio: row.bio,
    };
    web::html(&DirectoryPage {
        shell: app.shell(&viewer).title(t.directory_title()).at("/members").build(),
        people: list.items.into_iter().map(card).collect(),
        pager: Pager::on(web::Texts::new(viewer.locale), older),
        listed,
        t,
    })
}

/// Gives a picture that is somebody's; its address is its content, so it never changes.
pub async fn avatar(State(app): State<App>, Path(hash): Path<String>) -> Reply {
    let missing = || Fault::Missing("page.missing");
    let parsed = hash.parse::<blob::Hash>().map_err(|_no_hash| missing())?;
    let known = app.db().read(async move |tx| store::find_avatar(tx, &hash).await).await?;
    if !known {
        return Err(missing().into());
    }
    let content = blobs(&app)?.get(parsed).await?;
    let kind = HeaderValue::from_static(blob::Kind::of(&content).media_type());
    let mut response = Response::new(content.into());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, kind);
    let cache = HeaderValue::from_static("public, max-age=31536000, immutable");
    headers.insert(header::CACHE_CONTROL, cache);
    Ok(response)
}

/// The day on which somebody came, for lists.
pub(crate) fn since(app: &App, at: Ts) -> String {
    app.settings().zone.format(at, "%Y-%m-%d")
}
