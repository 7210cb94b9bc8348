//! Orders as JSON.

use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use kernel::{Fault, Money, Outcome, Ts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::idempotent::{Answered, Claim, claim, keep};
use web::{App, Json, Path, Reply, Viewer};

use super::{Agrees, Buyer, Loose, NewOrder, OrderRow, Seen, Surface, place, see};
use crate::product::PriceId;

/// An amount in minor units of a currency.
#[derive(Debug, Serialize, ToSchema)]
pub struct MoneyJson {
    amount_minor: i64,
    currency: String,
}

impl From<Money> for MoneyJson {
    fn from(money: Money) -> Self {
        Self { amount_minor: money.minor, currency: money.currency.code().to_owned() }
    }
}

/// A payment of an order.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderPaymentJson {
    id: String,
    provider: String,
    status: &'static str,
    settles: bool,
    /// What was asked for.
    #[serde(flatten)]
    amount: MoneyJson,
    /// What came.
    captured_minor: i64,
    /// What of it went back.
    refunded_minor: i64,
    /// Why money that came does not settle the order: `wrong_amount` waits for the team, `second`,
    /// `late` and `held` go back by themselves, `staff` was sent back by the team.
    why: Option<&'static str>,
}

/// A refund of an order.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderRefundJson {
    id: String,
    status: &'static str,
    #[serde(flatten)]
    amount: MoneyJson,
}

/// An order.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderJson {
    no: String,
    /// `awaiting_payment`, `paid`, `fulfilled`, `partially_refunded`, `refunded`, `expired` …
    status: &'static str,
    product: String,
    price: String,
    #[serde(flatten)]
    amount: MoneyJson,
    /// All that went back of what came for the order.
    refunded_minor: i64,
    #[schema(value_type = String, format = DateTime)]
    created_at: Ts,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Ts,
    #[schema(value_type = Option<String>, format = DateTime)]
    paid_at: Option<Ts>,
    /// Until when what was bought is held.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Ts>,
    payments: Vec<OrderPaymentJson>,
    refunds: Vec<OrderRefundJson>,
}

/// An order to be placed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderWish {
    /// The price's id.
    price: String,
    /// Whether the buyer agrees to the terms and the refund rules, and to the rules of the community
    /// and what is kept about people where those have changed; it is recorded.
    #[serde(default)]
    agrees: bool,
}

impl OrderJson {
    fn new(order: &OrderRow) -> Self {
        Self {
            no: order.no.clone(),
            status: order.state.key(),
            product: order.product_id.to_string(),
            price: order.price_id.to_string(),
            amount: order.amount().into(),
            refunded_minor: order.refunded_minor,
            created_at: order.created_at,
            expires_at: order.expires_at,
            paid_at: order.paid_at,
            until: None,
            payments: Vec::new(),
            refunds: Vec::new(),
        }
    }

    fn of(seen: &Seen) -> Self {
        let payments = seen.payments.iter().map(|payment| OrderPaymentJson {
            id: payment.id.to_string(),
            provider: payment.provider.clone(),
            status: payment.state.key(),
            settles: payment.settles,
            amount: payment.money(payment.amount_minor).into(),
            captured_minor: payment.captured_minor,
            refunded_minor: payment.refunded_minor,
            why: seen.loose(payment).map(Loose::key),
        });
        let refunds = seen.refunds.iter().map(|refund| OrderRefundJson {
            id: refund.id.to_string(),
            status: refund.state.key(),
            amount: refund.amount().into(),
        });
        Self {
            until: seen.given.first().and_then(|given| given.until_at),
            refunded_minor: seen.returned(),
            payments: payments.collect(),
            refunds: refunds.collect(),
            ..Self::new(&seen.order)
        }
    }
}

/// An answer given before, as it was given.
pub(crate) fn repeat(answered: Answered) -> Reply {
    let status = StatusCode::from_u16(answered.status).unwrap_or(StatusCode::OK);
    let mut response = Response::new(axum::body::Body::from(answered.body));
    *response.status_mut() = status;
    let kind = http::HeaderValue::from_static("application/json");
    response.headers_mut().insert(http::header::CONTENT_TYPE, kind);
    Ok(response)
}

/// The answer to a body, as it is kept and given.
pub(crate) fn answer(status: u16, body: &impl Serialize) -> Outcome<Answered> {
    let body = serde_json::to_string(body).map_err(|e| Fault::broken("writing JSON", e))?;
    Ok(Answered { status, body })
}

/// The claim of a request's idempotency key, over its body.
pub(crate) fn claim_of(
    viewer: &Viewer,
    headers: &HeaderMap,
    route: &'static str,
    body: &impl Serialize,
) -> Outcome<Option<Claim>> {
    let bytes = serde_json::to_vec(body).map_err(|e| Fault::broken("reading JSON", e))?;
    Claim::of(viewer, headers, route, &bytes)
}

/// Places an order for the member behind the token.
///
/// # Errors
/// `Invalid` for a bad price id, `Missing` for an unknown one, `Conflict` for one off sale.
#[utoipa::path(post, path = "/api/v1/orders", tag = "commerce", request_body = OrderWish,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = OrderJson)))]
pub async fn create(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Json(wish): Json<OrderWish>,
) -> Reply {
    let price: PriceId =
        wish.price.parse().map_err(|_bad| Fault::invalid("price", "price.missing"))?;
    let request = claim_of(&viewer, &headers, "orders.create", &wish)?;
    let new = NewOrder {
        price,
        buyer: Buyer::Member(viewer.me()?.id),
        back: "/".to_owned(),
        key: None,
        locale: viewer.locale,
        agrees: if wish.agrees { Agrees::All(Surface::Api) } else { Agrees::Nothing },
    };
    if !wish.agrees {
        viewer.agreed()?;
    }
    let me = viewer.id();
    let answered = app
        .db()
        .tx_serializable(async move |tx| {
            if let Some(request) = &request
                && let Some(before) = claim(tx, request).await?
            {
                return Ok(before);
            }
            let placed = place(tx, &new).await?;
            let made = answer(201, &OrderJson::new(&placed.order))?;
            if let Some(request) = &request {
                keep(tx, request, &made).await?;
            }
            Ok(made)
        })
        .await?;
    if let Some(me) = me.filter(|_me| wish.agrees) {
        // What was agreed to with it stands in the session now.
        app.sessions().forget(me);
    }
    repeat(answered)
}

/// An order with its payments and refunds.
///
/// # Errors
/// `Missing` where there is none, and for everybody but its member and the team.
#[utoipa::path(get, path = "/api/v1/orders/{no}", tag = "commerce",
    params(("no" = String, Path)), responses((status = 200, body = OrderJson)))]
pub async fn show(State(app): State<App>, viewer: Viewer, Path(no): Path<String>) -> Reply {
    let seen = app.db().read(async move |tx| see(tx, &viewer, &no).await).await?;
    web::json(&OrderJson::of(&seen))
}
