//! All spaces, and the page of one.

use askama::Template;
use axum::extract::State;
use commerce::product::Offer;
use db::Tx;
use kernel::{Cursor, ListSize, Outcome};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;
use web::{
    App, LinkView, ListQuery, OfferView, Pager, Path, Permission, Query, Reply, Shell, Tab, Viewer,
};

use super::{ICONS, Space, SpaceId, Visibility, store};
use crate::feed::draw::Shelf;
use crate::feed::{self, Order, Place};
use crate::follow::{self, Target};
use crate::inspection::{self, Inspection};
use crate::look::Look;
use crate::mine::MineView;
use crate::post::page::FollowView;
use crate::reach::Entry;
use crate::reader::Reader;
use crate::texts::Texts;
use crate::{Community, offer, policy};

/// The word for who may enter.
pub(crate) fn visibility_word(t: Texts, visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Open => t.space_open(),
        Visibility::Members => t.space_members(),
        Visibility::Plan => t.space_plan(),
        Visibility::Secret => t.space_secret(),
    }
}

/// The icon of a space; one that is not open wears a lock for those outside.
pub(crate) fn icon_of(space: &Space, inside: bool) -> &'static str {
    if !inside {
        return "lock";
    }
    ICONS.into_iter().find(|icon| *icon == space.icon).unwrap_or("hash")
}

/// A space in the list of all.
struct Line {
    link: LinkView,
    icon: &'static str,
    description: String,
    who: &'static str,
    count: Option<String>,
}

#[derive(Template)]
#[template(path = "community/space/list.html")]
struct ListPage {
    shell: Shell,
    t: Texts,
    lines: Vec<Line>,
    manages: bool,
}

/// Shows all spaces that the viewer may know of.
pub(crate) async fn list(State(app): State<App>, viewer: Viewer) -> Reply {
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let (reader, counts) = app
        .db()
        .read(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            Ok((reader, store::post_counts(tx).await?))
        })
        .await?;
    let t = Texts::new(viewer.locale);
    let counts: HashMap<SpaceId, i64> = counts.into_iter().collect();
    let known =
        reader.ground.spaces.iter().filter(|space| reader.reach.entry(space.id) != Entry::Hidden);
    let line = |space: &Space| {
        let inside = reader.reach.entry(space.id) == Entry::Inside;
        let count = counts.get(&space.id).filter(|_| inside).copied();
        Line {
            link: LinkView::new(space.path(), space.name.clone()),
            icon: icon_of(space, inside),
            description: space.description.clone(),
            who: visibility_word(t, space.visibility),
            count: count.map(|n| t.spaces_posts(n)),
        }
    };
    web::html(&ListPage {
        shell: app.shell(&viewer).title(t.spaces_title()).at("/spaces").back("/spaces").build(),
        t,
        lines: known.map(line).collect(),
        manages: viewer.may(Permission::SpacesManage),
    })
}

/// What a space's page is asked for.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct SpaceQuery {
    #[serde(default)]
    tab: String,
    cursor: Option<String>,
}

#[derive(Template)]
#[template(path = "community/space/show.html")]
struct SpacePage {
    shell: Shell,
    t: Texts,
    name: String,
    icon: &'static str,
    description: String,
    who: &'static str,
    follow: Option<FollowView>,
    write: Option<String>,
    edit: Option<String>,
    note: Option<&'static str>,
    sign_in: Option<String>,
    offer: Option<OfferView>,
    tabs: Vec<Tab>,
    rows: Vec<Arc<str>>,
    pager: Pager,
    is_door: bool,
    is_free: bool,
    prompt: String,
    mine: Option<MineView>,
}

struct Data {
    reader: Reader,
    space: Space,
    entry: Entry,
    shelf: Option<Shelf>,
    follows: bool,
    offers: Arc<[Offer]>,
    renews: bool,
}

/// The posts of a space in an order, as their cursors name them.
fn list_name(handle: &str, order: Order) -> String {
    format!("space {handle} {}", order.key())
}

/// Shows a space: its posts to whoever may see them, its name and the way in to others.
pub(crate) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(handle): Path<String>,
    Query(query): Query<SpaceQuery>,
) -> Reply {
    let order = Order::from_key(&query.tab).filter(|order| *order != Order::Following);
    let order = order.unwrap_or_default();
    let after =
        ListQuery { cursor: query.cursor, limit: None }.place(&app, &list_name(&handle, order))?;
    let page = feed::Page { order, after, size: ListSize::default() };
    let since = app.hub().place();
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let data =
        app.db().read(async move |tx| data(tx, &community, &asking, &handle, page).await).await?;
    inspection::note(&app, Inspection::of_space(&data.reader, data.space.id)).await?;
    let page = view(&app, &viewer, &data, (order, after, since))?;
    web::html(&page)
}

async fn data(
    tx: &Tx,
    community: &Community,
    viewer: &Viewer,
    handle: &str,
    page: feed::Page,
) -> Outcome<Data> {
    let reader = Reader::of(tx, community, viewer).await?;
    let space = reader.ground.space_of(handle);
    let entry = policy::see_space(&reader, space)?;
    let space = space.cloned().ok_or(kernel::Fault::Missing("space.missing"))?;
    let shelf = if entry >= Entry::Window {
        Some(Shelf::read(tx, community, &reader, (Place::Space(space.id), page)).await?)
    } else {
        None
    };
    let follows = match reader.member {
        Some(me) => follow::store::is(tx, me, Target::Space(space.id)).await?,
        None => false,
    };
    let offers = if space.visibility == Visibility::Plan && entry < Entry::Inside {
        offer::for_space(tx, community, &space).await?
    } else {
        Arc::default()
    };
    let renews = offer::is_renewal(tx, &reader, &offers).await?;
    Ok(Data { reader, space, entry, shelf, follows, offers, renews })
}

fn view(
    app: &App,
    viewer: &Viewer,
    data: &Data,
    (order, after, since): (Order, Cursor, i64),
) -> Outcome<SpacePage> {
    let (space, path) = (&data.space, data.space.path());
    let look = Look::of(app, viewer, &path);
    let t = look.t;
    let older = data.shelf.as_ref().and_then(Shelf::next).map(|cursor| {
        format!(
            "{path}?tab={}&cursor={}",
            order.key(),
            web::seal_cursor(app, &list_name(&space.handle, order), cursor)
        )
    });
    let rows = match &data.shelf {
        Some(shelf) => shelf.rows(&look, &data.reader, false)?,
        None => Vec::new(),
    };
    let note = match (data.entry, space.visibility) {
        (Entry::Window, _) => Some(t.space_window()),
        (Entry::Door, Visibility::Members) => Some(t.space_door_members()),
        (Entry::Door, _) => Some(t.space_door_plan()),
        _ => None,
    };
    let manages = viewer.may(Permission::SpacesManage);
    Ok(SpacePage {
        shell: shell(app, viewer, data, (order, after, since)),
        t,
        icon: icon_of(space, data.entry == Entry::Inside),
        who: visibility_word(t, space.visibility),
        follow: data.reader.member.map(|_| FollowView {
            action: format!("/follows/space/{}", space.id),
            on: data.follows,
        }),
        write: policy::open_post(&data.reader, space)
            .is_ok()
            .then(|| format!("/new?space={}", space.handle)),
        edit: manages.then(|| format!("/studio/spaces/{}", space.id)),
        note,
        sign_in: look.sign_in.clone().filter(|_| data.entry == Entry::Door),
        offer: commerce::product::card(
            app,
            viewer,
            (&data.offers, data.renews),
            (t.offer_heading_space().to_owned(), None),
            (Vec::new(), &path),
        ),
        tabs: if data.shelf.is_some() { tabs(t, &path, order) } else { Vec::new() },
        rows,
        pager: Pager::on(look.w, older),
        is_door: data.shelf.is_none(),
        is_free: space.visibility == Visibility::Members,
        mine: data.shelf.as_ref().and_then(|shelf| shelf.mine(&data.reader)),
        prompt: space.prompt.clone(),
        name: space.name.clone(),
        description: space.description.clone(),
    })
}

fn shell(
    app: &App,
    viewer: &Viewer,
    data: &Data,
    (order, after, since): (Order, Cursor, i64),
) -> Shell {
    let (space, path) = (&data.space, data.space.path());
    let mut shell = app.shell(viewer).title(space.name.clone()).at(&path).back(&path);
    if space.visibility != Visibility::Secret {
        let settings = app.settings();
        let address = settings.address(&viewer.origin);
        shell = shell.public(space.description.clone(), format!("{address}{path}"));
    }
    if order == Order::Latest && after == Cursor::START && data.entry == Entry::Inside {
        shell = shell.live(&format!("space:{}", space.id), since.to_string());
    }
    shell.build()
}

fn tabs(t: Texts, path: &str, now: Order) -> Vec<Tab> {
    [
        (Order::Latest, t.home_latest()),
        (Order::Hot, t.home_hot()),
        (Order::Featured, t.home_featured()),
        (Order::Unanswered, t.home_unanswered()),
    ]
    .into_iter()
    .map(|(order, text)| Tab::new(format!("{path}?tab={}", order.key()), text, order == now))
    .collect()
}
