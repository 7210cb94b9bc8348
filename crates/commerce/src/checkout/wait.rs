//! The page that waits for the money. It changes nothing and signs nobody in; it asks itself again
//! until the order is decided, without any script.

use askama::Template;
use axum::extract::State;
use kernel::{Fault, Money, Ts};
use web::{App, Path, Reply, Viewer};

use super::to_the_order;
use crate::Texts;
use crate::order::{self, OrderRow, OrderState, store};
use crate::payment::{self, PaymentState};
use crate::provider::Providers;

/// Seconds between two looks.
const LOOK_EVERY: u32 = 3;
/// Seconds after which the page explains that the money is safe.
const EXPLAINS_AFTER: i64 = 60;

#[derive(Template)]
#[template(path = "commerce/wait.html")]
struct WaitPage {
    shell: web::Shell,
    t: Texts,
    no: String,
    look_every: Option<u32>,
    heading: String,
    lead: String,
    amount: String,
    ways: Vec<&'static str>,
    next: Option<String>,
    pay: &'static str,
    cancel: bool,
    support: String,
    leave: Option<String>,
    open: Option<String>,
    renew: Option<String>,
}

/// What has become of an order. Its own member goes on to where they came from once it is paid.
///
/// # Errors
/// `Missing` for an unknown order.
pub async fn show(State(app): State<App>, viewer: Viewer, Path(no): Path<String>) -> Reply {
    let (order, payments) = app
        .db()
        .read(async move |tx| {
            let order = store::find_by_no(tx, &no).await?;
            let order = order.ok_or(Fault::Missing("order.missing"))?;
            let payments = payment::store::list_of_order(tx, order.id).await?;
            Ok((order, payments))
        })
        .await?;
    let own = viewer.id() == Some(order.member_id);
    if own && matches!(order.state, OrderState::Paid | OrderState::Fulfilled) {
        // The first page inside knows that they have paid.
        app.sessions().forget(order.member_id);
        let t = Texts::new(viewer.locale);
        return web::see_other_with(&app, &viewer, &order.back, t.you_are_in());
    }
    let waiting = payments.iter().rev().find(|one| one.state == PaymentState::Pending);
    let failed = payments.last().is_some_and(|one| one.state == PaymentState::Failed);
    let loose = payments.iter().find(|one| !one.settles && one.left() > 0);
    let standing = Standing {
        next: waiting.map(|payment| payment.next_url.clone()),
        failed,
        loose: loose.map(|one| one.money(one.left())),
    };
    let page = if own {
        own_page(&app, &viewer, &order, standing)
    } else {
        other_page(&app, &viewer, &order)
    };
    web::html(&page)
}

/// What the payments of an order have come to.
struct Standing {
    /// Where a payment waits.
    next: Option<String>,
    /// Whether the last one failed.
    failed: bool,
    /// Money that came and did not fit.
    loose: Option<Money>,
}

/// Gives an unpaid order up; of one that money has come for, the buyer is told what it is now.
///
/// # Errors
/// `Missing` for another's order.
pub async fn post_cancel(State(app): State<App>, viewer: Viewer, Path(no): Path<String>) -> Reply {
    match order::api::give_up(&app, &viewer, no.clone()).await {
        Err(Fault::Conflict(key)) => return to_the_order(&app, &viewer, &no, key),
        other => other?,
    }
    web::see_other_with(&app, &viewer, "/join", Texts::new(viewer.locale).cancelled())
}

/// For the order's own member: where it stands, and how to go on.
fn own_page(app: &App, viewer: &Viewer, order: &OrderRow, standing: Standing) -> WaitPage {
    let t = Texts::new(viewer.locale);
    let Standing { next, failed, loose } = standing;
    let open = order.state == OrderState::AwaitingPayment;
    let payable = open && app.now() < order.expires_at;
    let closed = matches!(order.state, OrderState::Expired | OrderState::Cancelled);
    let settings = app.settings();
    let (heading, lead) = if order.needs_staff {
        let came = loose.map(Money::exact).unwrap_or_default();
        let again = payable.then(|| t.wait_staff_again(order.amount().exact()));
        let lead = t.wait_staff_lead(came, order.amount().exact());
        (t.wait_staff(), format!("{lead}{}", again.unwrap_or_default()))
    } else if order.state == OrderState::Cancelled {
        (t.wait_cancelled(), t.wait_cancelled_lead().to_owned())
    } else if closed {
        (t.wait_expired(), t.wait_expired_lead().to_owned())
    } else if open && failed {
        (t.wait_failed(), t.wait_failed_lead().to_owned())
    } else if open && is_late(order, app.now()) {
        (t.wait_long(), t.wait_long_lead(&order.no))
    } else if open {
        (t.wait_open(), t.wait_open_lead().to_owned())
    } else {
        (t.wait_refunded(), t.wait_refunded_lead().to_owned())
    };
    let ways = app.part::<Providers>().offered(&settings, &viewer.origin);
    let asks = payable && (failed || order.needs_staff || next.is_none());
    WaitPage {
        look_every: (open && !failed && !order.needs_staff).then_some(LOOK_EVERY),
        heading: heading.to_owned(),
        lead,
        ways: if asks { ways } else { Vec::new() },
        next: next.filter(|_| payable && !asks),
        pay: if failed { t.pay_again() } else { t.go_pay() },
        cancel: payable && !order.needs_staff,
        support: if order.needs_staff { settings.support_email.clone() } else { String::new() },
        leave: Some(format!("/me/orders/{}", order.no)).filter(|_| open),
        open: (!open && !closed).then(|| format!("/me/orders/{}", order.no)),
        renew: closed.then(|| format!("/join/{}", order.price_id)),
        ..blank(app, viewer, order, t)
    }
}

/// For everybody else: only whether the money has come or nobody waits for it any more, and where to
/// go on. Whoever gave their first order up has no account any more, and is one of them.
fn other_page(app: &App, viewer: &Viewer, order: &OrderRow) -> WaitPage {
    let t = Texts::new(viewer.locale);
    let paid = order.state.is_settled();
    let open = order.state == OrderState::AwaitingPayment;
    let (heading, lead) = if paid {
        (t.other_paid(), t.other_paid_lead())
    } else if open {
        (t.wait_open(), t.other_open_lead())
    } else {
        (t.other_closed(), t.other_closed_lead())
    };
    WaitPage {
        look_every: open.then_some(LOOK_EVERY),
        heading: heading.to_owned(),
        lead: lead.to_owned(),
        renew: (!paid && !open).then(|| "/join".to_owned()),
        open: paid.then(|| web::SIGN_IN.to_owned()),
        ..blank(app, viewer, order, t)
    }
}

fn blank(app: &App, viewer: &Viewer, order: &OrderRow, t: Texts) -> WaitPage {
    WaitPage {
        shell: app.shell(viewer).title(t.wait_title()).plain().build(),
        no: order.no.clone(),
        look_every: None,
        heading: String::new(),
        lead: String::new(),
        amount: if viewer.id() == Some(order.member_id) {
            order.amount().exact()
        } else {
            String::new()
        },
        ways: Vec::new(),
        next: None,
        pay: t.go_pay(),
        cancel: false,
        support: String::new(),
        leave: None,
        open: None,
        renew: None,
        t,
    }
}

fn is_late(order: &OrderRow, now: Ts) -> bool {
    now.since(order.created_at) > EXPLAINS_AFTER * 1_000_000
}
