//! The member's own pages: what they hold, and their orders.

use access::{EntitlementRow, Thing, ThingKind};
use askama::Template;
use axum::extract::State;
use kernel::{Cursor, Id as _, ListSize, Locale, Ts, Zone};
use web::{
    App, Badge, Cell, ColumnView, LinkView, ListQuery, Pager, Path, Query, Reply, RowView,
    TableView, Tone, Viewer, When,
};

use crate::Texts;
use crate::order::{self, OrderRow, OrderState, Seen, see};
use crate::product::{self, PriceRow, PriceWords};
use crate::provider::Providers;

/// How the rows of a member are put into words.
pub(crate) struct Words<'a> {
    pub(crate) t: Texts,
    pub(crate) locale: Locale,
    pub(crate) now: Ts,
    pub(crate) zone: &'a Zone,
}

impl Words<'_> {
    /// The last day before an end.
    pub(crate) fn until(&self, until: Option<Ts>) -> String {
        until.map_or_else(
            || self.t.for_ever().to_owned(),
            |until| {
                let last = self.zone.start_of(access::last_day(until, self.zone));
                When::date(last, self.now, self.zone, self.locale)
            },
        )
    }

    /// A moment.
    pub(crate) fn when(&self, at: Ts) -> When {
        When::new(at, self.now, self.zone, self.locale)
    }

    /// How far an order has come, in a word.
    pub(crate) fn state(&self, order: &OrderRow) -> Badge {
        let t = self.t;
        if order.needs_staff {
            return Badge::new(Tone::Warn, t.state_needs_staff());
        }
        match order.state {
            OrderState::Draft | OrderState::AwaitingPayment => {
                Badge::new(Tone::Plain, t.state_awaiting())
            }
            OrderState::Paid | OrderState::Fulfilled => Badge::new(Tone::Ok, t.state_paid()),
            OrderState::PartiallyRefunded => Badge::new(Tone::Warn, t.state_part_refunded()),
            OrderState::Refunded => Badge::new(Tone::Line, t.state_refunded()),
            OrderState::Expired => Badge::new(Tone::Line, t.state_expired()),
            OrderState::Cancelled => Badge::new(Tone::Line, t.state_cancelled()),
        }
    }
}

struct PlanView {
    name: String,
    state: Badge,
    from: String,
    until: String,
}

#[derive(Template)]
#[template(path = "commerce/membership.html")]
struct MembershipPage {
    shell: web::Shell,
    t: Texts,
    plans: Vec<PlanView>,
    renew: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "commerce/orders.html")]
struct OrdersPage {
    shell: web::Shell,
    t: Texts,
    table: TableView,
    pager: Pager,
}

#[derive(Template)]
#[template(path = "commerce/order.html")]
struct OrderPage {
    shell: web::Shell,
    t: Texts,
    no: String,
    state: Badge,
    facts: Vec<(String, String)>,
    money: Vec<(String, String)>,
    refunds: Vec<(String, String)>,
    open: bool,
    ways: Vec<&'static str>,
    refund_rule: String,
    support: String,
}

/// What the member holds, until when, and how to renew.
///
/// # Errors
/// When the database fails.
pub async fn show(State(app): State<App>, viewer: Viewer) -> Reply {
    let member = viewer.me()?.id;
    let (rows, prices) = app
        .db()
        .read(async move |tx| {
            let size = ListSize::asked(Some(100))?;
            let rows = access::list_of_member(tx, member, Cursor::START, size).await?;
            Ok((rows.items, product::store::list_prices(tx).await?))
        })
        .await?;
    let (settings, t) = (app.settings(), Texts::new(viewer.locale));
    let words = Words { t, locale: viewer.locale, now: app.now(), zone: &settings.zone };
    let plans = rows.iter().filter(|row| row.thing_kind == ThingKind::Plan);
    let plans = plans.map(|row| plan(&words, row, &prices)).collect();
    let shell = app.shell(&viewer).title(t.membership_title()).at("/me/membership").build();
    web::html(&MembershipPage { renew: renewal(t, viewer.locale, &rows, &prices), shell, t, plans })
}

fn plan(words: &Words<'_>, row: &EntitlementRow, prices: &[PriceRow]) -> PlanView {
    let t = words.t;
    let price = prices.iter().find(|price| Thing::plan(price.product_id.get()) == row.thing());
    let name = price.map_or_else(|| t.a_plan().to_owned(), |price| price.name.clone());
    let state = if row.holds(words.now) {
        Badge::new(Tone::Ok, t.plan_running())
    } else if row.is_ahead(words.now) {
        Badge::new(Tone::Plain, t.plan_ahead())
    } else {
        Badge::new(Tone::Line, t.plan_over())
    };
    let from = When::date(row.from_at, words.now, words.zone, words.locale);
    PlanView { name, state, from, until: words.until(row.until_at) }
}

/// The way to renew: the price of the newest bought plan that is still on sale.
fn renewal(
    t: Texts,
    locale: Locale,
    rows: &[EntitlementRow],
    prices: &[PriceRow],
) -> Option<(String, String)> {
    let for_ever = rows.iter().any(|row| row.until_at.is_none());
    if for_ever {
        return None;
    }
    let newest = rows.iter().find(|row| row.thing_kind == ThingKind::Plan)?;
    let on_sale =
        |price: &&PriceRow| price.on_sale && Thing::plan(price.product_id.get()) == newest.thing();
    let price = prices.iter().rev().find(on_sale)?;
    let per = PriceWords::of(locale).per(price.term);
    let label = t.renew(price.amount().short(), per);
    Some((format!("/join/{}", price.id), label))
}

/// The member's orders, newest first.
///
/// # Errors
/// `Invalid` for a bad cursor.
pub async fn list_orders(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<ListQuery>,
) -> Reply {
    let (member, place, size) =
        (viewer.me()?.id, query.place(&app, "orders of mine")?, query.size()?);
    let rows = app
        .db()
        .read(async move |tx| order::store::list_of_member(tx, member, place, size.probe()).await)
        .await?;
    let page = kernel::List::cut(rows, size, |row| Cursor { at: row.created_at, id: row.id.get() });
    let (settings, t) = (app.settings(), Texts::new(viewer.locale));
    let words = Words { t, locale: viewer.locale, now: app.now(), zone: &settings.zone };
    let row = |order: &OrderRow| {
        let link = LinkView::new(format!("/me/orders/{}", order.no), order.no.clone());
        RowView::new(vec![
            Cell::Link(link),
            Cell::Text(order.product_name.clone()),
            Cell::Badge(words.state(order)),
            Cell::When(words.when(order.created_at)),
            Cell::Text(order.amount().exact()),
        ])
    };
    let table = TableView {
        id: "orders".into(),
        caption: t.orders_title().to_owned(),
        hide_caption: true,
        columns: vec![
            ColumnView::new(t.fact_order()).heading(),
            ColumnView::new(t.fact_product()),
            ColumnView::new(t.column_state()),
            ColumnView::new(t.column_when()),
            ColumnView::new(t.fact_amount()).number(),
        ],
        rows: page.items.iter().map(row).collect(),
        pick_all: None,
        empty: Some(t.no_orders().to_owned()),
        cards: true,
    };
    let older =
        page.next.map(|next| format!("?cursor={}", web::seal_cursor(&app, "orders of mine", next)));
    let shell = app.shell(&viewer).title(t.orders_title()).at("/me/orders").build();
    let pager = Pager::on(web::Texts::new(viewer.locale), older);
    web::html(&OrdersPage { shell, t, table, pager })
}

/// One order of the member: what was bought, what was paid, what came back.
///
/// # Errors
/// `Missing` for another's order.
pub async fn show_order(State(app): State<App>, viewer: Viewer, Path(no): Path<String>) -> Reply {
    let asking = viewer.clone();
    let seen = app.db().read(async move |tx| see(tx, &asking, &no).await).await?;
    let (settings, t) = (app.settings(), Texts::new(viewer.locale));
    let words = Words { t, locale: viewer.locale, now: app.now(), zone: &settings.zone };
    let order = &seen.order;
    let refunds = seen.refunds.iter().map(|refund| {
        let when = words.when(refund.created_at).full;
        (when, refund.amount().exact())
    });
    let open = order.state == OrderState::AwaitingPayment && app.now() < order.expires_at;
    let money = seen.payments.iter().filter_map(|one| Some((one, seen.loose(one)?)));
    let money = money.map(|(payment, loose)| {
        let came = payment.money(payment.captured_minor).exact();
        (came, t.loose_money(loose.key(), payment.money(payment.refunded_minor).exact()))
    });
    web::html(&OrderPage {
        shell: app.shell(&viewer).title(t.order_title(&order.no)).at("/me/orders").build(),
        state: words.state(order),
        facts: facts(&words, &seen, &settings.seller),
        money: money.collect(),
        refunds: refunds.collect(),
        open,
        ways: app.part::<Providers>().offered(&settings, &viewer.origin),
        refund_rule: t.refund_note(settings.refund_days),
        support: settings.support_email.clone(),
        no: order.no.clone(),
        t,
    })
}

/// What an order says of itself, for its member and for the team.
pub(crate) fn facts(words: &Words<'_>, seen: &Seen, seller: &str) -> Vec<(String, String)> {
    let (t, order) = (words.t, &seen.order);
    let term = PriceWords::of(words.locale).name(order.term);
    let mut facts = vec![
        (t.fact_product().to_owned(), format!("{} · {term}", order.product_name)),
        (t.fact_amount().to_owned(), order.amount().exact()),
        (t.fact_placed().to_owned(), words.when(order.created_at).full),
    ];
    if let Some(at) = order.paid_at {
        facts.push((t.fact_paid().to_owned(), words.when(at).full));
    }
    if let Some(given) = seen.given.first() {
        facts.push((t.fact_until().to_owned(), words.until(given.until_at)));
    }
    if !seller.is_empty() {
        facts.push((t.fact_seller().to_owned(), seller.to_owned()));
    }
    facts
}
