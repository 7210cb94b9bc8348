//! Products as JSON.

use axum::extract::State;
use kernel::{Currency, Cursor, Id as _, List, Money, Outcome};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{App, Json, ListQuery, Query, Reply, Viewer};

use super::{
    NewPrice, NewProduct, PriceRow, ProductId, ProductRow, Term, create as make_product, store,
};
use crate::policy;

/// A price.
#[derive(Debug, Serialize, ToSchema)]
pub struct PriceJson {
    id: String,
    /// Minor units: fen, cents.
    amount_minor: i64,
    currency: String,
    /// `month` or `year`.
    term: &'static str,
}

/// A product with its prices.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductJson {
    /// Also the id of the plan that a membership sells.
    id: String,
    kind: &'static str,
    name: String,
    on_sale: bool,
    prices: Vec<PriceJson>,
}

/// The products on sale.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductList {
    items: Vec<ProductJson>,
    next: Option<String>,
}

/// A price to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceWish {
    amount_minor: i64,
    currency: String,
    /// `month` or `year`.
    term: String,
}

/// A product to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductWish {
    /// `membership`.
    kind: String,
    name: String,
    prices: Vec<PriceWish>,
    #[serde(default)]
    opens: Vec<access::ThingName>,
}

impl ProductJson {
    fn of(product: &ProductRow, prices: &[PriceRow]) -> Self {
        let own = prices.iter().filter(|price| price.product_id == product.id);
        Self {
            id: product.id.to_string(),
            kind: "membership",
            name: product.name.clone(),
            on_sale: product.on_sale,
            prices: own
                .map(|price| PriceJson {
                    id: price.id.to_string(),
                    amount_minor: price.amount_minor,
                    currency: price.currency.code().to_owned(),
                    term: price.term.key(),
                })
                .collect(),
        }
    }
}

impl ProductWish {
    fn parse(&self) -> Outcome<NewProduct> {
        let wrong = |field, key| kernel::Fault::invalid(field, key);
        if self.kind != "membership" {
            return Err(wrong("kind", "product.kind"));
        }
        let price = |wish: &PriceWish| {
            let currency: Currency =
                wish.currency.parse().map_err(|_bad| wrong("prices", "price.currency"))?;
            let term = Term::from_key(&wish.term).ok_or_else(|| wrong("prices", "price.term"))?;
            Ok(NewPrice { amount: Money::new(wish.amount_minor, currency), term })
        };
        Ok(NewProduct {
            name: self.name.clone(),
            prices: self.prices.iter().map(price).collect::<Outcome<_>>()?,
            opens: self.opens.iter().map(|name| name.thing("opens")).collect::<Outcome<_>>()?,
        })
    }
}

/// The products on sale, newest first, with their prices.
///
/// # Errors
/// `Invalid` for a bad cursor or limit.
#[utoipa::path(get, path = "/api/v1/products", tag = "commerce",
    params(("cursor" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, body = ProductList)))]
pub async fn list(State(app): State<App>, Query(query): Query<ListQuery>) -> Reply {
    let (place, size) = (query.place(&app, "products")?, query.size()?);
    let (page, prices) = app
        .db()
        .read(async move |tx| {
            let rows = store::list_on_sale(tx, place, size.probe()).await?;
            let after = |row: &ProductRow| Cursor { at: row.created_at, id: row.id.get() };
            let page = List::cut(rows, size, after);
            let ids: Vec<ProductId> = page.items.iter().map(|product| product.id).collect();
            let prices = store::list_prices_of(tx, &ids).await?;
            Ok((page, prices))
        })
        .await?;
    let items = page.items.iter().map(|product| ProductJson::of(product, &prices)).collect();
    let next = page.next.map(|next| web::seal_cursor(&app, "products", next));
    web::json(&ProductList { items, next })
}

/// Makes a membership with its prices.
///
/// # Errors
/// `Invalid` with the wrong fields.
#[utoipa::path(post, path = "/api/v1/products", tag = "commerce", request_body = ProductWish,
    responses((status = 201, body = ProductJson)))]
pub async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Json(wish): Json<ProductWish>,
) -> Reply {
    let (permit, new) = (policy::manage_products(&viewer)?, wish.parse()?);
    let permit = std::sync::Arc::new(permit);
    let (product, prices) = app
        .db()
        .tx(async move |tx| {
            let (id, _): (ProductId, _) = make_product(tx, &permit, &new).await?;
            let missing = kernel::Fault::Missing("product.missing");
            let product = store::find(tx, id).await?.ok_or(missing)?;
            Ok((product, store::list_prices(tx).await?))
        })
        .await?;
    web::created(&ProductJson::of(&product, &prices))
}
