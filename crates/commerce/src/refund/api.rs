//! Refunds as JSON.

use std::sync::Arc;

use axum::extract::State;
use http::HeaderMap;
use kernel::{Fault, Ts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::idempotent::{claim, keep};
use web::{App, Json, Path, Reply, Viewer};

use super::{RefundDraft, RefundId, give, submit};
use crate::order;
use crate::order::api::{answer, claim_of, repeat};
use crate::policy;
use crate::provider::Providers;

/// What shall go back.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundWish {
    /// Minor units; all that is left when it is missing.
    #[serde(default)]
    amount_minor: Option<i64>,
    reason: String,
    /// A new end of what was bought, for a refund in part.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Ts>,
}

impl RefundWish {
    fn draft(self) -> RefundDraft {
        RefundDraft { amount: self.amount_minor, reason: self.reason, new_end: self.until }
    }
}

/// A refund.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefundJson {
    id: String,
    status: &'static str,
    amount_minor: i64,
    currency: String,
    /// Until when what was bought was held.
    #[schema(value_type = Option<String>, format = DateTime)]
    end_before: Option<Ts>,
    /// Until when it is held since.
    #[schema(value_type = Option<String>, format = DateTime)]
    end_after: Option<Ts>,
}

/// Gives money back.
///
/// # Errors
/// `Denied` without permission, `Missing` for an unknown order, `Conflict` when nothing is left,
/// `Invalid` for amount, reason or end, or without a key.
#[utoipa::path(post, path = "/api/v1/orders/{no}/refunds", tag = "commerce",
    params(("no" = String, Path), ("Idempotency-Key" = String, Header)),
    request_body = RefundWish, responses((status = 201, body = RefundJson)))]
pub async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Path(no): Path<String>,
    headers: HeaderMap,
    Json(wish): Json<RefundWish>,
) -> Reply {
    let permit = Arc::new(policy::give_refunds(&viewer, app.now())?);
    let request = claim_of(&viewer, &headers, "refunds.create", &(&no, &wish))?;
    let draft = wish.draft();
    let (answered, given) = app
        .db()
        .tx_serializable(async move |tx| {
            if let Some(before) = claim(tx, &request).await? {
                return Ok((before, None::<RefundId>));
            }
            let order = order::store::find_by_no(tx, &no).await?;
            let order = order.ok_or(Fault::Missing("order.missing"))?;
            let row = give(tx, &permit, order.id, &draft).await?;
            let made = answer(
                201,
                &RefundJson {
                    id: row.id.to_string(),
                    status: row.state.key(),
                    amount_minor: row.amount_minor,
                    currency: row.currency.code().to_owned(),
                    end_before: row.end_before,
                    end_after: row.end_after,
                },
            )?;
            keep(tx, &request, &made).await?;
            Ok((made, Some(row.id)))
        })
        .await?;
    if let Some(id) = given {
        hasten(&app, id).await;
    }
    repeat(answered)
}

/// What a refund would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewJson {
    amount_minor: i64,
    currency: String,
    /// Whether nothing is left then.
    full: bool,
    /// Until when what was bought is held now.
    #[schema(value_type = Option<String>, format = DateTime)]
    end_before: Option<Ts>,
    /// Until when it would be held.
    #[schema(value_type = Option<String>, format = DateTime)]
    end_after: Option<Ts>,
}

/// Tells what a refund would do, and does nothing.
///
/// # Errors
/// As for giving it.
#[utoipa::path(post, path = "/api/v1/orders/{no}/refunds/preview", tag = "commerce",
    params(("no" = String, Path)), request_body = RefundWish,
    responses((status = 200, body = PreviewJson)))]
pub async fn preview(
    State(app): State<App>,
    viewer: Viewer,
    Path(no): Path<String>,
    Json(wish): Json<RefundWish>,
) -> Reply {
    policy::give_refunds(&viewer, app.now())?;
    let draft = wish.draft();
    let told = app
        .db()
        .read(async move |tx| {
            let order = order::store::find_by_no(tx, &no).await?;
            super::preview(tx, &order.ok_or(Fault::Missing("order.missing"))?, &draft).await
        })
        .await?;
    web::json(&PreviewJson {
        amount_minor: told.amount.minor,
        currency: told.amount.currency.code().to_owned(),
        full: told.full,
        end_before: told.end_before,
        end_after: told.end_after,
    })
}

/// Has a refund done at once. Where that fails the job, pushed with the decision, tries again.
pub(crate) async fn hasten(app: &App, id: RefundId) {
    let providers = app.part::<Providers>();
    if let Err(fault) = submit(app.db(), &providers, id).await {
        tracing::warn!(%fault, refund = %id, "a refund waits for its job");
    }
}
