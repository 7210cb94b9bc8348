//! The studio's room of orders, and a member's orders on the studio's page about them.

pub mod detail;

use askama::Template;
use axum::extract::State;
use kernel::{Cursor, Fault, Id as _, ListSize, MemberId, Outcome};
use serde::Deserialize;
use web::{
    App, Cell, ColumnView, LinkView, ListQuery, Pager, Permission, Query, Reply, RowView, Tab,
    TableView, Viewer,
};

use super::{OrderId, OrderRow, OrderState, store};
use crate::Texts;
use crate::membership::page::Words;

/// What stands behind the question mark of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    state: Option<String>,
    id: Option<OrderId>,
    cursor: Option<String>,
}

#[derive(Template)]
#[template(path = "commerce/studio_orders.html")]
struct OrdersPage {
    shell: web::Shell,
    t: Texts,
    tabs: Vec<Tab>,
    table: TableView,
    pager: Pager,
}

#[derive(Template)]
#[template(path = "commerce/orders_panel.html")]
struct OrdersPanel {
    t: Texts,
    table: TableView,
}

/// Orders on the studio's page about a member; the others are in the room of orders.
const IN_PANEL: u32 = 5;

/// Orders, newest first, all or of one state; `?id=` leads to one.
///
/// # Errors
/// `Invalid` for a bad cursor, `Missing` for an unknown id.
pub async fn list(State(app): State<App>, viewer: Viewer, Query(asked): Query<Asked>) -> Reply {
    if let Some(id) = asked.id {
        let order = app.db().read(async move |tx| store::find(tx, id).await).await?;
        let order = order.ok_or(Fault::Missing("order.missing"))?;
        return web::see_other(&format!("/studio/orders/{}", order.no));
    }
    let query = ListQuery { cursor: asked.cursor.clone(), limit: None };
    let name = format!("orders {}", asked.state.as_deref().unwrap_or_default());
    let (place, size) = (query.place(&app, &name)?, query.size()?);
    let waiting = asked.state.as_deref() == Some("needs_staff");
    let state = asked.state.as_deref().and_then(OrderState::from_key);
    let rows = app
        .db()
        .read(async move |tx| match (waiting, state) {
            (true, _) => store::list_for_staff(tx, place, size.probe()).await,
            (false, Some(state)) => store::list_in(tx, state, place, size.probe()).await,
            (false, None) => store::list(tx, place, size.probe()).await,
        })
        .await?;
    let page = kernel::List::cut(rows, size, |row| Cursor { at: row.created_at, id: row.id.get() });
    let (settings, t) = (app.settings(), Texts::new(viewer.locale));
    let words = Words { t, locale: viewer.locale, now: app.now(), zone: &settings.zone };
    let kept = asked.state.as_deref().map(|state| format!("state={state}&")).unwrap_or_default();
    let older =
        page.next.map(|next| format!("?{kept}cursor={}", web::seal_cursor(&app, &name, next)));
    web::html(&OrdersPage {
        shell: app.shell(&viewer).title(t.studio_orders()).at("/studio/orders").build(),
        tabs: tabs(t, asked.state.as_deref()),
        table: table(&words, &page.items),
        pager: Pager::on(web::Texts::new(viewer.locale), older),
        t,
    })
}

fn tabs(t: Texts, now: Option<&str>) -> Vec<Tab> {
    let all = [
        (None, t.tab_all()),
        (Some("needs_staff"), t.state_needs_staff()),
        (Some("awaiting_payment"), t.state_awaiting()),
        (Some("fulfilled"), t.state_paid()),
        (Some("refunded"), t.state_refunded()),
    ];
    let tab = |(state, label): (Option<&str>, &str)| {
        let href =
            state.map_or("/studio/orders".to_owned(), |s| format!("/studio/orders?state={s}"));
        Tab::new(href, label, state == now)
    };
    all.into_iter().map(tab).collect()
}

fn table(words: &Words<'_>, orders: &[OrderRow]) -> TableView {
    let t = words.t;
    let row = |order: &OrderRow| {
        let link = LinkView::new(format!("/studio/orders/{}", order.no), order.no.clone());
        RowView::new(vec![
            Cell::Link(link),
            Cell::Badge(words.state(order)),
            Cell::Text(order.product_name.clone()),
            Cell::When(words.when(order.created_at)),
            Cell::Text(order.amount().exact()),
        ])
    };
    TableView {
        id: "orders".into(),
        caption: t.studio_orders().to_owned(),
        hide_caption: true,
        columns: vec![
            ColumnView::new(t.fact_order()).heading(),
            ColumnView::new(t.column_state()),
            ColumnView::new(t.fact_product()),
            ColumnView::new(t.column_when()),
            ColumnView::new(t.fact_amount()).number(),
        ],
        rows: orders.iter().map(row).collect(),
        pick_all: None,
        empty: Some(t.no_orders_yet().to_owned()),
        cards: true,
    }
}

/// A member's newest orders in the studio's page about them; nothing for who may not see orders.
///
/// # Errors
/// When the database fails.
pub async fn panel(app: &App, viewer: &Viewer, member: MemberId) -> Outcome<String> {
    if !viewer.may(Permission::OrdersRead) {
        return Ok(String::new());
    }
    let size = ListSize::asked(Some(IN_PANEL))?;
    let rows = app
        .db()
        .read(async move |tx| store::list_of_member(tx, member, Cursor::START, size.probe()).await)
        .await?;
    let list = kernel::List::cut(rows, size, |row| Cursor { at: row.created_at, id: row.id.get() });
    let (settings, t) = (app.settings(), Texts::new(viewer.locale));
    let words = Words { t, locale: viewer.locale, now: app.now(), zone: &settings.zone };
    web::draw(&OrdersPanel { table: table(&words, &list.items), t })
}
