//! Orders as JSON.

use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use kernel::{Cursor, Fault, Id as _, List, MemberId, Money, Outcome, Ts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::idempotent::{Answered, Claim, claim, keep};
use web::{App, Json, JsonList, ListQuery, Path, Query, Reply, Viewer};

use super::{
    Agrees, Buyer, Loose, NewOrder, OrderRow, OrderState, Seen, Surface, cancel, place, see, store,
};
use crate::policy;
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
) -> Outcome<Claim> {
    let bytes = serde_json::to_vec(body).map_err(|e| Fault::broken("reading JSON", e))?;
    Claim::of(viewer, headers, route, &bytes)
}

/// Places an order for the member behind the token.
///
/// # Errors
/// `Invalid` for a bad price id or without a key, `Missing` for an unknown price, `Conflict` for one
/// off sale.
#[utoipa::path(post, path = "/api/v1/orders", tag = "commerce", request_body = OrderWish,
    params(("Idempotency-Key" = String, Header)),
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
            if let Some(before) = claim(tx, &request).await? {
                return Ok(before);
            }
            let placed = place(tx, &new).await?;
            let made = answer(201, &OrderJson::new(&placed.order))?;
            keep(tx, &request, &made).await?;
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

/// An order in a list; what was paid and came back stands in the order itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedOrderJson {
    no: String,
    status: &'static str,
    /// Whose.
    #[schema(value_type = String)]
    member: MemberId,
    product: String,
    price: String,
    #[serde(flatten)]
    amount: MoneyJson,
    refunded_minor: i64,
    /// Whether money that came waits for the team's decision.
    needs_staff: bool,
    #[schema(value_type = String, format = DateTime)]
    created_at: Ts,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Ts,
    #[schema(value_type = Option<String>, format = DateTime)]
    paid_at: Option<Ts>,
}

impl ListedOrderJson {
    fn of(order: OrderRow) -> Self {
        Self {
            status: order.state.key(),
            member: order.member_id,
            product: order.product_id.to_string(),
            price: order.price_id.to_string(),
            amount: order.amount().into(),
            refunded_minor: order.refunded_minor,
            needs_staff: order.needs_staff,
            created_at: order.created_at,
            expires_at: order.expires_at,
            paid_at: order.paid_at,
            no: order.no,
        }
    }
}

/// Which orders.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct OrdersQuery {
    /// One member's.
    member: Option<MemberId>,
    /// Those of one status, or `needs_staff`.
    status: Option<String>,
    cursor: Option<String>,
    limit: Option<u32>,
}

/// Which orders a list holds.
#[derive(Debug, Clone, Copy)]
enum Which {
    All,
    OfMember(MemberId),
    Waiting,
    In(OrderState),
}

impl OrdersQuery {
    fn which(&self, viewer: &Viewer) -> Outcome<Which> {
        let member = policy::list_orders(viewer, self.member)?;
        match (member, self.status.as_deref()) {
            (Some(member), None) => Ok(Which::OfMember(member)),
            (Some(_), Some(_)) => Err(Fault::invalid("status", "order.status_of_all")),
            (None, None) => Ok(Which::All),
            (None, Some("needs_staff")) => Ok(Which::Waiting),
            (None, Some(key)) => {
                let state = OrderState::from_key(key);
                Ok(Which::In(state.ok_or_else(|| Fault::invalid("status", "request.query"))?))
            }
        }
    }
}

impl Which {
    /// What the cursors of the list name it.
    fn list_name(self) -> String {
        match self {
            Self::All => "orders".to_owned(),
            Self::OfMember(member) => format!("orders of {member}"),
            Self::Waiting => "orders needs_staff".to_owned(),
            Self::In(state) => format!("orders {}", state.key()),
        }
    }
}

/// Lists orders, newest first: one's own; everybody's for who reads orders.
///
/// # Errors
/// `Denied` for another's orders, `Invalid` for a bad status, cursor or limit.
#[utoipa::path(get, path = "/api/v1/orders", tag = "commerce",
    params(
        ("member" = Option<String>, Query, description = "One member's; another's for who reads \
            orders only. Left out: everybody's for them, one's own for everybody else"),
        ("status" = Option<String>, Query, description = "One status, or `needs_staff`; in the \
            list of everybody's only"),
        ("cursor" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Vec<ListedOrderJson>)))]
pub async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<OrdersQuery>,
) -> Reply {
    let which = query.which(&viewer)?;
    let (paging, name) =
        (ListQuery { cursor: query.cursor, limit: query.limit }, which.list_name());
    let (place, size) = (paging.place(&app, &name)?, paging.size()?);
    let rows = app
        .db()
        .read(async move |tx| match which {
            Which::All => store::list(tx, place, size.probe()).await,
            Which::OfMember(member) => store::list_of_member(tx, member, place, size.probe()).await,
            Which::Waiting => store::list_for_staff(tx, place, size.probe()).await,
            Which::In(state) => store::list_in(tx, state, place, size.probe()).await,
        })
        .await?;
    let page = List::cut(rows, size, |row| Cursor { at: row.created_at, id: row.id.get() });
    web::json(&JsonList::of(&app, &name, page.map(ListedOrderJson::of)))
}

/// Gives one's own order up before it was paid; money that comes for it all the same goes back.
///
/// # Errors
/// `Missing` for another's order; `Conflict` where it is paid, or money for it waits for the team.
#[utoipa::path(put, path = "/api/v1/orders/{no}/cancelled", tag = "commerce",
    params(("no" = String, Path)), responses((status = 204)))]
pub async fn put_cancelled(
    State(app): State<App>,
    viewer: Viewer,
    Path(no): Path<String>,
) -> Reply {
    give_up(&app, &viewer, no).await?;
    web::no_content()
}

/// Gives the viewer's own order up: the page's and the API's one act.
pub(crate) async fn give_up(app: &App, viewer: &Viewer, no: String) -> Outcome<()> {
    let member = viewer.me()?.id;
    app.db().tx(async move |tx| cancel(tx, member, &no).await).await?;
    app.sessions().forget(member);
    Ok(())
}
