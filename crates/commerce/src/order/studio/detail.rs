//! The studio's page of one order: refunds with both ends shown before the yes.

mod tables;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use http::StatusCode;
use kernel::{Day, Fault, FieldErrors, MemberId, Outcome, Ts};
use serde::Deserialize;
use web::idempotent::{Answered, Claim, claim, keep};
use web::kept::Again;
use web::{App, Badge, FieldView, Form, Path, Permission, Problem, Reply, TableView, Viewer};

use super::super::{OrderId, OrderRow, Seen, see, store};
use crate::membership::page::{Words, facts};
use crate::payment::{self, PaymentId, PaymentRow};
use crate::policy::{GiveRefunds, Permit};
use crate::refund::api::hasten;
use crate::refund::{RefundDraft, RefundId, RefundPreview, give, preview};
use crate::{Texts, policy};

/// What the refund's form sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    amount: String,
    reason: String,
    until: String,
    sure: String,
    /// The key made with the page that asks for the yes: sending it twice gives back once.
    once: String,
}

/// Which money shall settle the order after all.
#[derive(Debug, Clone, Deserialize)]
pub struct Settle {
    payment: PaymentId,
}

struct RefundView {
    once: String,
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

/// One order with its payments and refunds.
///
/// # Errors
/// `Missing` for an unknown order.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(no): Path<String>,
    again: Again,
) -> Reply {
    let typed = again.fields(&app, &viewer, &format!("/studio/orders/{no}/refunds")).await?;
    let draft: Draft = typed.unwrap_or_default();
    let mut screen = Screen { asked: None, errors: FieldErrors::none(), draft };
    // Who was about to say yes is asked once more, with what it would do now.
    if screen.draft.sure == "yes" && viewer.may(Permission::RefundsGive) {
        screen.asked = match consider(&app, &no, &screen.draft).await {
            Ok(preview) => Some(preview),
            Err(Fault::Invalid(_) | Fault::Conflict(_)) => None,
            Err(other) => return Err(other.into()),
        };
    }
    web::html(&load(&app, &viewer, &no, screen).await?)
}

/// What a refund would do.
async fn consider(app: &App, no: &str, draft: &Draft) -> Outcome<RefundPreview> {
    let order = find(app, no).await?;
    let wish = parse(app, &order, draft)?;
    app.db().read(async move |tx| preview(tx, &order, &wish).await).await
}

async fn find(app: &App, no: &str) -> Outcome<OrderRow> {
    let wanted = no.to_owned();
    let order = app.db().read(async move |tx| store::find_by_no(tx, &wanted).await).await?;
    order.ok_or(Fault::Missing("order.missing"))
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
    let order = find(&app, &no).await?;
    let parsed = parse(&app, &order, &draft);
    let done = match parsed {
        Ok(wish) if draft.sure == "yes" && !draft.once.is_empty() => {
            let request = request(permit.by(), order.id, &draft);
            match give_once(&app, (permit, request), order.id, wish).await {
                Ok(given) => {
                    if let Some(id) = given {
                        hasten(&app, id).await;
                    }
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

/// The yes as it can be known again.
fn request(by: MemberId, order: OrderId, draft: &Draft) -> Claim {
    let said = [&draft.amount, &draft.until, &draft.reason].map(String::as_str).join("\n");
    let body = format!("{order}\n{said}");
    Claim::named(by.to_string(), draft.once.clone(), "refunds.give", body.as_bytes())
}

/// Decides a refund; none when this yes has done so before.
async fn give_once(
    app: &App,
    (permit, request): (Arc<Permit<GiveRefunds>>, Claim),
    order: OrderId,
    wish: RefundDraft,
) -> Outcome<Option<RefundId>> {
    app.db()
        .tx_serializable(async move |tx| {
            if claim(tx, &request).await?.is_some() {
                return Ok(None);
            }
            let row = give(tx, &permit, order, &wish).await?;
            keep(tx, &request, &Answered { status: 303, body: row.id.to_string() }).await?;
            Ok(Some(row.id))
        })
        .await
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
    payment::decide::settle(&app, &viewer, no.clone(), settle.payment).await?;
    web::see_other(&format!("/studio/orders/{no}"))
}

fn parse(app: &App, order: &OrderRow, draft: &Draft) -> Outcome<RefundDraft> {
    let amount = match draft.amount.trim() {
        "" => None,
        text => {
            let minor = crate::product::studio::minor(text, order.currency);
            Some(minor.ok_or(Fault::invalid("amount", "price.amount"))?)
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
        payments: tables::payments(&words, &seen),
        refunds: tables::refunds(&words, &seen),
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
            once: web::random_token(),
            lead: if preview.full {
                t.refund_full(preview.amount.exact())
            } else {
                t.refund_part(preview.amount.exact())
            },
            before: end(&words, &seen, preview.end_before),
            after: end(&words, &seen, preview.end_after),
        }),
        draft: screen.draft,
        no: order.no.clone(),
        t,
    })
}

/// Until when something is held, over everything that the member holds of it.
fn end(words: &Words<'_>, seen: &Seen, until: Option<Ts>) -> String {
    if seen.given.is_empty() {
        words.t.nothing_given().to_owned()
    } else if until.is_some_and(|until| until <= words.now) {
        words.t.ends_now().to_owned()
    } else {
        words.until(until)
    }
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
