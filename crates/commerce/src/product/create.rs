//! Making products.

use access::Thing;
use db::Tx;
use kernel::{Currency, FieldErrors, Money, Outcome};

use super::change::add_price;
use super::{PriceId, ProductId, Term, store};
use crate::events::ProductCreated;
use crate::policy::{ManageProducts, Permit};

/// The most prices of one product.
const PRICES_MAX: usize = 4;
/// The longest name, in characters.
const NAME_MAX: usize = 40;
/// The dearest price, in minor units.
pub(super) const AMOUNT_MAX: i64 = 1_000_000_000;

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
        check_name(&self.name, &mut errors);
        if self.prices.is_empty() {
            errors.add("prices", "product.prices");
        }
        check_prices(&self.prices, &self.prices, currency, &mut errors);
        errors.or(())
    }
}

/// Notes what is wrong with a name.
pub(super) fn check_name(name: &str, errors: &mut FieldErrors) {
    let length = name.trim().chars().count();
    if length > NAME_MAX || !people::handle::is_readable(name) {
        errors.add("name", "product.name");
    }
}

/// Notes what is wrong with all the prices that a product would be sold at, and with the new ones.
pub(super) fn check_prices(
    all: &[NewPrice],
    new: &[NewPrice],
    currency: Currency,
    errors: &mut FieldErrors,
) {
    if all.len() > PRICES_MAX {
        errors.add("prices", "product.prices");
    }
    if new.iter().any(|price| !(1..=AMOUNT_MAX).contains(&price.amount.minor)) {
        errors.add("prices", "price.amount");
    }
    let twice =
        |(place, price): (usize, &NewPrice)| all.iter().skip(place + 1).any(|other| other == price);
    if all.iter().enumerate().any(twice) {
        errors.add("prices", "price.twice");
    }
    if new.iter().any(|price| price.amount.currency != currency) {
        errors.add("prices", "price.currency");
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
    tx.announce(ProductCreated { product: id }).await?;
    let mut prices = Vec::with_capacity(new.prices.len());
    for price in &new.prices {
        prices.push(add_price(tx, id, *price).await?);
    }
    access::plan::define(tx, id.plan(), name, &new.opens).await?;
    Ok((id, prices))
}
