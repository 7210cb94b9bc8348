//! Payments as JSON, and the door for providers' notices.

use axum::extract::{Request, State};
use http::{HeaderMap, StatusCode};
use kernel::Outcome;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::idempotent::{Answered, claim, give_back, keep};
use web::{App, Json, Path, Reply, Viewer};

use super::{PaymentId, begin_own, decide, receive};
use crate::order::api::{answer, claim_of, repeat};
use crate::provider::Providers;

/// How to pay.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentWish {
    /// The provider's name, `sandbox`.
    provider: String,
}

/// A payment that waits at its provider.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentJson {
    id: String,
    status: &'static str,
    /// Where the buyer pays.
    next_url: String,
}

/// Asks a provider for the money of an order.
///
/// # Errors
/// `Missing` for another's order, `Conflict` when it is closed or the provider is off, `Invalid`
/// without a key.
#[utoipa::path(post, path = "/api/v1/orders/{no}/payments", tag = "commerce",
    params(("no" = String, Path), ("Idempotency-Key" = String, Header)),
    request_body = PaymentWish, responses((status = 201, body = PaymentJson)))]
pub async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Path(no): Path<String>,
    headers: HeaderMap,
    Json(wish): Json<PaymentWish>,
) -> Reply {
    let member = viewer.me()?.id;
    let request = claim_of(&viewer, &headers, "payments.create", &(&no, &wish))?;
    let asked = request.clone();
    if let Some(before) = app.db().tx(async move |tx| claim(tx, &asked).await).await? {
        return repeat(before);
    }
    match pay(&app, &viewer, (&no, &wish.provider), member).await {
        Ok(answered) => {
            let kept = answered.clone();
            app.db().tx(async move |tx| keep(tx, &request, &kept).await).await?;
            repeat(answered)
        }
        Err(fault) => {
            app.db().tx(async move |tx| give_back(tx, &request).await).await?;
            Err(fault.into())
        }
    }
}

/// Lets money of another amount settle its order after all; money that settles it already stays as it
/// is.
///
/// # Errors
/// `Denied` without permission, `Missing` for a payment of another order, `Conflict` when it does not
/// wait any more.
#[utoipa::path(put, path = "/api/v1/orders/{no}/payments/{payment}/settled", tag = "commerce",
    params(("no" = String, Path), ("payment" = String, Path)), responses((status = 204)))]
pub async fn put_settled(
    State(app): State<App>,
    viewer: Viewer,
    Path((no, payment)): Path<(String, PaymentId)>,
) -> Reply {
    decide::settle(&app, &viewer, no, payment).await?;
    web::no_content()
}

async fn pay(
    app: &App,
    viewer: &Viewer,
    (no, provider): (&str, &str),
    member: kernel::MemberId,
) -> Outcome<Answered> {
    let providers = app.part::<Providers>();
    let provider = providers.choose(provider, &app.settings(), &viewer.origin)?;
    let begun = begin_own(app.db(), provider.as_ref(), (member, no.to_owned())).await?;
    let settings = app.settings();
    let next_url = if begun.next_url.starts_with('/') {
        format!("{}{}", settings.address(&viewer.origin), begun.next_url)
    } else {
        begun.next_url
    };
    let payment = PaymentJson { id: begun.id.to_string(), status: begun.state.key(), next_url };
    answer(201, &payment)
}

/// Takes a provider's notice. Answered with success only once everything it leads to is written.
///
/// # Errors
/// `Invalid` when it cannot be verified, `Missing` for an unknown provider, `TooLarge`.
pub async fn notice(
    State(app): State<App>,
    Path(provider): Path<String>,
    request: Request,
) -> Reply {
    let headers = request.headers().clone();
    let raw = web::body(request).await?;
    let providers = app.part::<Providers>();
    receive(app.db(), &providers, &provider, &headers, raw.to_vec()).await?;
    Ok(web::html_text(StatusCode::OK, "success".to_owned()))
}
