//! The studio's room of orders: list, one order, refunds with both ends shown before the yes.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use http::StatusCode;
use kernel::{Cursor, Day, Fault, FieldErrors, Id as _, Outcome};
use serde::Deserialize;
use web::{
    App, Badge, Cell, ColumnView, FieldView, Form, LinkView, ListQuery, Path, Permission, Problem,
    Query, Reply, RowView, Tab, TableView, Viewer,
};

use super::{OrderId, OrderRow, OrderState, Seen, see, store};
use crate::membership::page::{Words, facts};
use crate::payment::{PaymentId, PaymentRow, settle_by_staff};
use crate::refund::api::hasten;
use crate::refund::{RefundDraft, RefundPreview, give, preview};
use crate::{Texts, policy};

/// What stands behind the question mark of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    state: Option<String>,
    id: Option<OrderId>,
    cursor: Option<String>,
}

/// What the refund's form sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    amount: String,
    reason: String,
    until: String,
    sure: String,
}

/// Which money shall settle the order after all.
#[derive(Debug, Clone, Deserialize)]
pub struct Settle {
    payment: PaymentId,
}

#[derive(Template)]
#[template(path = "commerce/studio_orders.html")]
struct OrdersPage {
    shell: web::Shell,
    t: Texts,
    tabs: Vec<Tab>,
    table: TableView,
    older: Option<String>,
}

struct RefundView {
    lead: String,
    before: String,
    after: String,
}

#[derive(Template)]
#[template(path = "commerce/studio_order.html")]
struct OrderPage {
    shell: web::Shell,
    t: Texts,
    no: String,
    state: Badge,
    buyer: (String, String),
    email: String,
    facts: Vec<(String, String)>,
    payments: TableView,
    refunds: TableView,
    waiting: Vec<(PaymentId, String)>,
    may_refund: bool,
    fields: Vec<FieldView>,
    problems: Vec<Problem>,
    asked: Option<RefundView>,
    draft: Draft,
}

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
    let (place, size) = (query.place(&app)?, query.size()?);
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
    let older = page.next.map(|next| format!("?{kept}cursor={}", web::seal_cursor(&app, next)));
    web::html(&OrdersPage {
        shell: app.shell(&viewer).title(t.studio_orders()).at("/studio/orders").build(),
        tabs: tabs(t, asked.state.as_deref()),
        table: table(&words, &page.items),
        older,
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

/// One order with its payments and refunds.
///
/// # Errors
/// `Missing` for an unknown order.
pub async fn show(State(app): State<App>, viewer: Viewer, Path(no): Path<String>) -> Reply {
    let screen = Screen { draft: Draft::default(), errors: FieldErrors::none(), asked: None };
    web::html(&load(&app, &viewer, &no, screen).await?)
}

/// Gives money back: the first sending shows both ends, the second is the yes.
///
/// # Errors
/// `Denied` without permission or proof, `Missing` for an unknown order, `Conflict` when nothing
/// is left.
pub async fn post_refund(
    State(app): State<App>,
    viewer: Viewer,
    Path(no): Path<String>,
    Form(draft): Form<Draft>,
) -> Reply {
    let permit = Arc::new(policy::give_refunds(&viewer, app.now())?);
    let wanted = no.clone();
    let order = app.db().read(async move |tx| store::find_by_no(tx, &wanted).await).await?;
    let order = order.ok_or(Fault::Missing("order.missing"))?;
    let parsed = parse(&app, &order, &draft);
    let sure = draft.sure == "yes";
    let done = match parsed {
        Ok(wish) if sure => {
            let id = order.id;
            let given =
                app.db().tx_serializable(async move |tx| give(tx, &permit, id, &wish).await).await;
            match given {
                Ok(row) => {
                    hasten(&app, row.id).await;
                    return web::see_other(&format!("/studio/orders/{no}"));
                }
                Err(fault) => Err(fault),
            }
        }
        Ok(wish) => app.db().read(async move |tx| preview(tx, &order, &wish).await).await,
        Err(fault) => Err(fault),
    };
    let (status, errors, asked) = match done {
        Ok(preview) => (StatusCode::OK, FieldErrors::none(), Some(preview)),
        Err(Fault::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors, None),
        Err(other) => return Err(other.into()),
    };
    let page = load(&app, &viewer, &no, Screen { draft, errors, asked }).await?;
    web::html_status(status, &page)
}

/// Lets money of another amount settle the order after all.
///
/// # Errors
/// `Denied` without permission or proof, `Conflict` when it does not wait any more.
pub async fn post_settle(
    State(app): State<App>,
    viewer: Viewer,
    Path(no): Path<String>,
    Form(settle): Form<Settle>,
) -> Reply {
    let permit = Arc::new(policy::give_refunds(&viewer, app.now())?);
    let payment = settle.payment;
    app.db().tx_serializable(async move |tx| settle_by_staff(tx, &permit, payment).await).await?;
    web::see_other(&format!("/studio/orders/{no}"))
}

fn parse(app: &App, order: &OrderRow, draft: &Draft) -> Outcome<RefundDraft> {
    let amount = match draft.amount.trim() {
        "" => None,
        text => {
            let minor = crate::product::studio::minor(text, order.currency);
            Some(minor.ok_or(Fault::invalid("amount", "refund.amount"))?)
        }
    };
    let new_end = match draft.until.trim() {
        "" => None,
        text => {
            let number = text.replace('-', "").parse::<i32>().ok();
            let day = number.and_then(|number| Day::from_number(number).ok());
            let day = day.ok_or(Fault::invalid("until", "entitlement.end"))?;
            // The day that is named is the last one that counts.
            Some(app.settings().zone.start_of(day.plus(1)))
        }
    };
    Ok(RefundDraft { amount, reason: draft.reason.clone(), new_end })
}

struct Screen {
    draft: Draft,
    errors: FieldErrors,
    asked: Option<RefundPreview>,
}

async fn load(app: &App, viewer: &Viewer, no: &str, screen: Screen) -> Outcome<OrderPage> {
    let (asking, wanted) = (viewer.clone(), no.to_owned());
    let (seen, buyer) = app
        .db()
        .read(async move |tx| {
            let seen = see(tx, &asking, &wanted).await?;
            let buyer = store::find_member(tx, seen.order.member_id).await?;
            Ok((seen, buyer))
        })
        .await?;
    let (settings, t) = (app.settings(), Texts::new(viewer.locale));
    let words = Words { t, locale: viewer.locale, now: app.now(), zone: &settings.zone };
    let order = &seen.order;
    let (name, handle) = buyer.unwrap_or_default();
    let left = seen.returnable();
    let waits = |payment: &&PaymentRow| {
        order.needs_staff && !payment.settles && payment.left() > 0 && !order.state.is_settled()
    };
    Ok(OrderPage {
        shell: app.shell(viewer).title(t.order_title(&order.no)).at("/studio/orders").build(),
        state: words.state(order),
        buyer: (name, format!("/m/{handle}")),
        email: order.email.clone().unwrap_or_default(),
        facts: facts(&words, &seen, ""),
        payments: payments(&words, &seen),
        refunds: refunds(&words, &seen),
        waiting: seen
            .payments
            .iter()
            .filter(waits)
            .map(|payment| (payment.id, payment.money(payment.captured_minor).exact()))
            .collect(),
        may_refund: left.is_some() && viewer.may(Permission::RefundsGive),
        fields: fields(viewer, &screen, left, &settings.currency.sign()),
        problems: screen
            .errors
            .iter()
            .map(|(field, key)| Problem {
                field_id: form_field(field).to_owned(),
                text: web::fault_text(viewer.locale, key).to_owned(),
            })
            .collect(),
        asked: screen.asked.map(|preview| RefundView {
            lead: if preview.full {
                t.refund_full(preview.amount.exact())
            } else {
                t.refund_part(preview.amount.exact())
            },
            before: words.until(preview.end_before),
            after: words.until(preview.end_after),
        }),
        draft: screen.draft,
        no: order.no.clone(),
        t,
    })
}

/// The form's name of a field of the verb.
fn form_field(field: &'static str) -> &'static str {
    if field == "amount_minor" { "amount" } else { field }
}

fn fields(
    viewer: &Viewer,
    screen: &Screen,
    left: Option<&PaymentRow>,
    sign: &str,
) -> Vec<FieldView> {
    let t = Texts::new(viewer.locale);
    let said = |names: &[&str]| {
        let key = names.iter().find_map(|name| screen.errors.of(name));
        key.map(|key| web::fault_text(viewer.locale, key))
    };
    let rest = left.map(|payment| payment.money(payment.left()).exact()).unwrap_or_default();
    let mut amount = FieldView::new("text", "amount", t.refund_amount())
        .hint(t.refund_amount_hint(&rest))
        .optional(t.optional())
        .value(screen.draft.amount.clone())
        .error(said(&["amount", "amount_minor"]));
    amount.unit = Some(sign.to_owned());
    amount.inputmode = Some("decimal");
    let reason = FieldView::new("text", "reason", t.refund_reason())
        .hint(t.refund_reason_hint())
        .max(500)
        .value(screen.draft.reason.clone())
        .error(said(&["reason"]));
    let until = FieldView::new("date", "until", t.refund_until())
        .hint(t.refund_until_hint())
        .optional(t.optional())
        .value(screen.draft.until.clone())
        .error(said(&["until"]));
    vec![amount, reason, until]
}

fn payments(words: &Words<'_>, seen: &Seen) -> TableView {
    let t = words.t;
    let row = |payment: &PaymentRow| {
        let shown =
            if payment.captured_minor > 0 { payment.captured_minor } else { payment.amount_minor };
        RowView::new(vec![
            Cell::Text(payment.provider.clone()),
            Cell::Text(t.payment_state(payment.state.key())),
            Cell::When(words.when(payment.created_at)),
            Cell::Text(payment.money(payment.refunded_minor).exact()),
            Cell::Text(payment.money(shown).exact()),
        ])
    };
    TableView {
        id: "payments".into(),
        caption: t.payments_title().to_owned(),
        hide_caption: true,
        columns: vec![
            ColumnView::new(t.way()).heading(),
            ColumnView::new(t.column_state()),
            ColumnView::new(t.column_when()),
            ColumnView::new(t.fact_refunded()).number(),
            ColumnView::new(t.fact_amount()).number(),
        ],
        rows: seen.payments.iter().map(row).collect(),
        pick_all: None,
        empty: Some(t.no_payments().to_owned()),
        cards: true,
    }
}

fn refunds(words: &Words<'_>, seen: &Seen) -> TableView {
    let t = words.t;
    let rows = seen.refunds.iter().map(|refund| {
        RowView::new(vec![
            Cell::When(words.when(refund.created_at)),
            Cell::Text(t.refund_state(refund.state.key())),
            Cell::Muted(t.refund_why(refund.why.key(), &refund.reason)),
            Cell::Text(refund.amount().exact()),
        ])
    });
    TableView {
        id: "refunds".into(),
        caption: t.refunds_title().to_owned(),
        hide_caption: true,
        columns: vec![
            ColumnView::new(t.column_when()).heading(),
            ColumnView::new(t.column_state()),
            ColumnView::new(t.refund_reason()),
            ColumnView::new(t.fact_amount()).number(),
        ],
        rows: rows.collect(),
        pick_all: None,
        empty: Some(t.no_refunds().to_owned()),
        cards: true,
    }
}
