//! Products as JSON.

use axum::extract::State;
use kernel::{Currency, Cursor, Id as _, List, Money, Outcome};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{App, Json, ListQuery, Path, Query, Reply, Viewer};

use super::{
    Change, NewPrice, NewProduct, PriceId, PriceRow, ProductId, ProductRow, Term, change,
    create as make_product, store,
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
    /// Whether orders can be placed at it, as far as its product is on sale.
    on_sale: bool,
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
    /// What the plan opens; told to who manages products.
    #[serde(skip_serializing_if = "Option::is_none")]
    opens: Option<Vec<access::ThingName>>,
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

/// A price of the product that goes on sale or off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceSwitch {
    /// The price's id.
    id: String,
    on_sale: bool,
}

/// What shall be different about a product; what is missing stays as it is.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductPatch {
    /// 1 to 40 characters.
    name: Option<String>,
    on_sale: Option<bool>,
    /// What the plan opens, in place of what it opened: for everybody who holds it, at once.
    opens: Option<Vec<access::ThingName>>,
    /// Prices more.
    #[serde(default)]
    add_prices: Vec<PriceWish>,
    /// Prices of it that go on sale or off. Orders that were placed at them stand.
    #[serde(default)]
    prices: Vec<PriceSwitch>,
}

impl PriceWish {
    fn parse(&self) -> Outcome<NewPrice> {
        let wrong = |key| kernel::Fault::invalid("prices", key);
        let currency: Currency = self.currency.parse().map_err(|_bad| wrong("price.currency"))?;
        let term = Term::from_key(&self.term).ok_or_else(|| wrong("price.term"))?;
        Ok(NewPrice { amount: Money::new(self.amount_minor, currency), term })
    }
}

fn things(names: &[access::ThingName]) -> Outcome<Vec<access::Thing>> {
    names.iter().map(|name| name.thing("opens")).collect()
}

impl ProductPatch {
    fn parse(&self) -> Outcome<Change> {
        let unknown = || kernel::Fault::invalid("prices", "price.missing");
        let switch = |one: &PriceSwitch| {
            let id: PriceId = one.id.parse().map_err(|_bad| unknown())?;
            Ok((id, one.on_sale))
        };
        Ok(Change {
            name: self.name.clone(),
            on_sale: self.on_sale,
            opens: self.opens.as_deref().map(things).transpose()?,
            new_prices: self.add_prices.iter().map(PriceWish::parse).collect::<Outcome<_>>()?,
            prices: self.prices.iter().map(switch).collect::<Outcome<_>>()?,
        })
    }
}

impl ProductJson {
    /// With the prices that one can buy at.
    fn on_offer(product: &ProductRow, prices: &[PriceRow]) -> Self {
        let mut json = Self::of(product, prices);
        json.prices.retain(|price| price.on_sale);
        json
    }

    fn opening(self, things: &[access::Thing]) -> Self {
        Self { opens: Some(things.iter().copied().map(Into::into).collect()), ..self }
    }

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
                    on_sale: price.is_offered,
                })
                .collect(),
            opens: None,
        }
    }
}

impl ProductWish {
    fn parse(&self) -> Outcome<NewProduct> {
        let wrong = |field, key| kernel::Fault::invalid(field, key);
        if self.kind != "membership" {
            return Err(wrong("kind", "product.kind"));
        }
        Ok(NewProduct {
            name: self.name.clone(),
            prices: self.prices.iter().map(PriceWish::parse).collect::<Outcome<_>>()?,
            opens: things(&self.opens)?,
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
    let items = page.items.iter().map(|product| ProductJson::on_offer(product, &prices));
    let items = items.collect();
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
    let made = app
        .db()
        .tx(async move |tx| {
            let (id, _) = make_product(tx, &permit, &new).await?;
            whole(tx, id).await
        })
        .await?;
    web::created(&made)
}

/// Changes a membership: its name, whether it is on sale, what its plan opens, its prices.
///
/// # Errors
/// `Missing` for an unknown product, `Invalid` with the wrong fields.
#[utoipa::path(patch, path = "/api/v1/products/{id}", tag = "commerce",
    params(("id" = String, Path)), request_body = ProductPatch,
    responses((status = 200, body = ProductJson)))]
pub async fn update(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<ProductId>,
    Json(patch): Json<ProductPatch>,
) -> Reply {
    let (permit, wish) = (policy::manage_products(&viewer)?, patch.parse()?);
    let permit = std::sync::Arc::new(permit);
    let changed = app
        .db()
        .tx(async move |tx| {
            change(tx, &permit, id, &wish).await?;
            whole(tx, id).await
        })
        .await?;
    web::json(&changed)
}

/// A product with all its prices and what it opens.
async fn whole(tx: &db::Tx, id: ProductId) -> Outcome<ProductJson> {
    let product = store::find(tx, id).await?;
    let product = product.ok_or(kernel::Fault::Missing("product.missing"))?;
    let prices = store::list_prices_of(tx, &[id]).await?;
    let opens = access::plan::opens(tx, id.plan()).await?;
    Ok(ProductJson::of(&product, &prices).opening(&opens))
}
