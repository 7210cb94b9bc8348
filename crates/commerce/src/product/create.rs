//! Making products and taking them off sale.

use access::Thing;
use db::Tx;
use kernel::{Currency, Fault, FieldErrors, Money, Outcome};

use super::{PriceId, ProductId, Term, store};
use crate::events::{ProductChanged, ProductCreated};
use crate::policy::{ManageProducts, Permit};

/// The most prices of one product.
const PRICES_MAX: usize = 4;
/// The longest name, in characters.
const NAME_MAX: usize = 40;
/// The dearest price, in minor units.
const AMOUNT_MAX: i64 = 1_000_000_000;

/// A price to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewPrice {
    /// What it costs.
    pub amount: Money,
    /// For how long it buys.
    pub term: Term,
}

/// A membership to be made.
#[derive(Debug, Clone)]
pub struct NewProduct {
    /// What it is called.
    pub name: String,
    /// One to four prices, each another term.
    pub prices: Vec<NewPrice>,
    /// What the plan opens.
    pub opens: Vec<Thing>,
}

impl NewProduct {
    fn check(&self, currency: Currency) -> Outcome<()> {
        let mut errors = FieldErrors::none();
        let length = self.name.trim().chars().count();
        if length > NAME_MAX || !people::handle::is_readable(&self.name) {
            errors.add("name", "product.name");
        }
        if self.prices.is_empty() || self.prices.len() > PRICES_MAX {
            errors.add("prices", "product.prices");
        }
        if self.prices.iter().any(|price| !(1..=AMOUNT_MAX).contains(&price.amount.minor)) {
            errors.add("prices", "price.amount");
        }
        let twice = |(place, price): (usize, &NewPrice)| {
            self.prices.iter().skip(place + 1).any(|other| other == price)
        };
        if self.prices.iter().enumerate().any(twice) {
            errors.add("prices", "price.twice");
        }
        if self.prices.iter().any(|price| price.amount.currency != currency) {
            errors.add("prices", "price.currency");
        }
        errors.or(())
    }
}

/// Makes a membership with its prices, and the plan of the same id that it sells.
///
/// # Errors
/// `Invalid` with the wrong fields.
pub async fn create(
    tx: &mut Tx,
    permit: &Permit<ManageProducts>,
    new: &NewProduct,
) -> Outcome<(ProductId, Vec<PriceId>)> {
    let settings = site::Settings::load(tx).await?;
    new.check(settings.currency)?;
    access::thing::check(tx, &new.opens, ("opens", "thing.unknown")).await?;
    let id: ProductId = tx.new_id();
    let name = new.name.trim();
    tx.acting(permit.by());
    store::insert(tx, id, name).await?;
    let mut prices = Vec::with_capacity(new.prices.len());
    for price in &new.prices {
        let price_id: PriceId = tx.new_id();
        store::insert_price(tx, price_id, id, (price.amount, price.term)).await?;
        prices.push(price_id);
    }
    access::plan::define(tx, id.plan(), name, &new.opens).await?;
    tx.announce(ProductCreated { product: id }).await?;
    Ok((id, prices))
}

/// Puts a product on sale or takes it off. What was sold stays what it is.
///
/// # Errors
/// `Missing` with `product.missing`.
pub async fn set_on_sale(
    tx: &mut Tx,
    permit: &Permit<ManageProducts>,
    id: ProductId,
    on_sale: bool,
) -> Outcome<()> {
    tx.acting(permit.by());
    if store::update_on_sale(tx, id, on_sale).await? == 0 {
        return Err(Fault::Missing("product.missing"));
    }
    tx.announce(ProductChanged { product: id, on_sale }).await
}
