//! The home page of members.

use askama::Template;
use axum::extract::State;
use db::Tx;
use kernel::{Cursor, ListSize, Outcome};
use serde::Deserialize;
use std::sync::Arc;
use web::{
    App, AvatarView, LinkView, ListQuery, Pager, Permission, Query, Reply, Shell, Tab, Viewer,
};

use super::landing;
use crate::Community;
use crate::feed::draw::Shelf;
use crate::feed::{self, Order, Place};
use crate::look::Look;
use crate::post::Post;
use crate::reader::Reader;
use crate::tag::{self, Tag};
use crate::texts::Texts;

/// How many posts the page begins with: what a phone is sent keeps to its weight.
const POSTS: u32 = 18;

/// What the home page is asked for.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct HomeQuery {
    #[serde(default)]
    tab: String,
    cursor: Option<String>,
}

#[derive(Template)]
#[template(path = "community/home/member.html")]
struct HomePage {
    shell: Shell,
    t: Texts,
    tabs: Vec<Tab>,
    me: Option<AvatarView>,
    rows: Vec<Arc<str>>,
    pager: Pager,
    empty: (&'static str, &'static str),
    waiting: Vec<(LinkView, String)>,
    tags: Vec<LinkView>,
    /// Whether there is no space yet, and the reader may open one.
    opens: bool,
}

/// The home page's list in an order, as its cursors name it.
fn list_name(order: Order) -> String {
    format!("home {}", order.key())
}

/// Shows the front page.
pub(crate) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<HomeQuery>,
) -> Reply {
    if viewer.member.is_none() && query.tab.is_empty() {
        return landing::show(&app, &viewer).await;
    }
    let order = Order::from_key(&query.tab).unwrap_or_default();
    let after = ListQuery { cursor: query.cursor, limit: None }.place(&app, &list_name(order))?;
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let data =
        app.db().read(async move |tx| data(tx, &community, &asking, (order, after)).await).await?;
    let look = Look::of(&app, &viewer, "/");
    let t = look.t;
    let older = data.shelf.next().map(|cursor| {
        let cursor = web::seal_cursor(&app, &list_name(order), cursor);
        format!("/?tab={}&cursor={cursor}", order.key())
    });
    let shell = app.shell(&viewer).title(t.home_title()).at("/").back("/");
    let face = viewer.member.as_ref().map(|me| {
        let id = kernel::Id::get(me.id);
        AvatarView::of(&me.face.name, id, me.face.avatar.clone())
    });
    web::html(&HomePage {
        shell: shell.build(),
        t,
        tabs: tabs(t, order, viewer.member.is_some()),
        me: face,
        opens: data.reader.ground.spaces.is_empty() && viewer.may(Permission::SpacesManage),
        rows: data.shelf.rows(&look, &data.reader, true)?,
        pager: data.shelf.pager(&look, older),
        empty: empty(t, order),
        waiting: data.beside.waiting.iter().map(|post| waiting_line(t, post)).collect(),
        tags: data
            .beside
            .tags
            .iter()
            .map(|tag| LinkView::new(format!("/t/{}", tag.slug), tag.name.clone()))
            .collect(),
    })
}

struct Data {
    reader: Reader,
    shelf: Shelf,
    beside: Arc<Beside>,
}

/// What stands beside the list, for everybody to whom the same gates are open.
#[derive(Debug)]
pub(crate) struct Beside {
    /// Questions that wait for an answer.
    waiting: Vec<Post>,
    /// Tags that many posts carry.
    tags: Vec<Tag>,
}

async fn data(
    tx: &Tx,
    community: &Community,
    viewer: &Viewer,
    (order, after): (Order, Cursor),
) -> Outcome<Data> {
    let reader = Reader::of(tx, community, viewer).await?.at_large();
    let page = feed::Page { order, after, size: ListSize::asked(Some(POSTS))? };
    let shelf = Shelf::read(tx, community, &reader, (Place::Site, page)).await?;
    let open = reader.reach.open().to_vec();
    let beside = community.beside.get(tx, open, beside(tx, &reader)).await?;
    Ok(Data { reader, shelf, beside })
}

async fn beside(tx: &Tx, reader: &Reader) -> Outcome<Beside> {
    let few = feed::Page {
        order: Order::Unanswered,
        after: Cursor::START,
        size: ListSize::asked(Some(3))?,
    };
    let open: Vec<i64> = reader.reach.open().iter().map(|gate| kernel::Id::get(*gate)).collect();
    let mut waiting = feed::store::of_site(tx, &open, few).await?;
    waiting.truncate(3);
    Ok(Beside { waiting, tags: tag::store::popular(tx, 12).await? })
}

fn tabs(t: Texts, now: Order, member: bool) -> Vec<Tab> {
    let tab =
        |order: Order, text: &str| Tab::new(format!("/?tab={}", order.key()), text, order == now);
    let mut tabs = vec![
        tab(Order::Latest, t.home_latest()),
        tab(Order::Hot, t.home_hot()),
        tab(Order::Featured, t.home_featured()),
    ];
    if member {
        tabs.push(tab(Order::Following, t.home_following()));
    }
    tabs.push(tab(Order::Unanswered, t.home_unanswered()));
    tabs
}

fn empty(t: Texts, order: Order) -> (&'static str, &'static str) {
    match order {
        Order::Latest | Order::Hot => (t.home_empty(), t.home_empty_why()),
        Order::Featured => (t.home_featured_empty(), t.home_featured_empty_why()),
        Order::Following => (t.home_following_empty(), t.home_following_empty_why()),
        Order::Unanswered => (t.home_unanswered_empty(), t.home_unanswered_empty_why()),
    }
}

fn waiting_line(t: Texts, post: &Post) -> (LinkView, String) {
    (LinkView::new(post.path(), post.title.clone()), t.home_answers_none().to_owned())
}
