//! Changing a membership: its name, what its plan opens, its prices, whether they are on sale.

use access::Thing;
use db::Tx;
use kernel::{Fault, FieldErrors, Outcome};

use super::create::{check_name, check_prices};
use super::{NewPrice, PriceId, PriceRow, ProductId, ProductRow, store};
use crate::events::{PriceChanged, PriceCreated, ProductChanged};
use crate::policy::{ManageProducts, Permit};

/// What shall be different; what is missing stays as it is.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Another name. What was sold keeps the one it was sold under.
    pub name: Option<String>,
    /// Whether it can be bought.
    pub on_sale: Option<bool>,
    /// What the plan opens, in place of what it opened: for everybody who holds it, at once.
    pub opens: Option<Vec<Thing>>,
    /// Prices more.
    pub new_prices: Vec<NewPrice>,
    /// Prices of it that go on sale or off. Orders that were placed at them stand.
    pub prices: Vec<(PriceId, bool)>,
}

/// Changes a membership.
///
/// # Errors
/// `Missing` with `product.missing`; `Invalid` with the wrong fields.
pub async fn change(
    tx: &mut Tx,
    permit: &Permit<ManageProducts>,
    id: ProductId,
    change: &Change,
) -> Outcome<()> {
    let before = store::find_for_update(tx, id).await?;
    let before = before.ok_or(Fault::Missing("product.missing"))?;
    tx.acting(permit.by());
    prices(tx, id, change).await?;
    itself(tx, &before, change).await?;
    plan(tx, &before, change).await
}

async fn prices(tx: &mut Tx, id: ProductId, change: &Change) -> Outcome<()> {
    if change.prices.is_empty() && change.new_prices.is_empty() {
        return Ok(());
    }
    let there = store::list_prices_of(tx, &[id]).await?;
    if change.prices.iter().any(|(price, _)| there.iter().all(|row| row.id != *price)) {
        return Err(Fault::invalid("prices", "price.missing"));
    }
    let wanted = |row: &PriceRow| {
        let asked = change.prices.iter().rev().find(|(price, _)| *price == row.id);
        asked.map_or(row.is_offered, |(_, on_sale)| *on_sale)
    };
    let offered = there.iter().filter(|row| wanted(row));
    let mut all: Vec<NewPrice> =
        offered.map(|row| NewPrice { amount: row.amount(), term: row.term }).collect();
    all.extend(&change.new_prices);
    let currency = site::Settings::load(tx).await?.currency;
    let mut errors = FieldErrors::none();
    check_prices(&all, &change.new_prices, currency, &mut errors);
    errors.or(())?;
    for row in there.iter().filter(|row| wanted(row) != row.is_offered) {
        let on_sale = wanted(row);
        store::update_price_on_sale(tx, row.id, on_sale).await?;
        tx.announce(PriceChanged { price: row.id, product: id, on_sale }).await?;
    }
    for price in &change.new_prices {
        add_price(tx, id, *price).await?;
    }
    Ok(())
}

/// Adds a price to a product.
///
/// # Errors
/// When the database fails.
pub(super) async fn add_price(tx: &mut Tx, product: ProductId, new: NewPrice) -> Outcome<PriceId> {
    let price: PriceId = tx.new_id();
    store::insert_price(tx, price, product, (new.amount, new.term)).await?;
    let (amount, term) = (new.amount, new.term.key().to_owned());
    tx.announce(PriceCreated { price, product, amount, term }).await?;
    Ok(price)
}

async fn itself(tx: &mut Tx, before: &ProductRow, change: &Change) -> Outcome<()> {
    let name = change.name.as_deref().map_or(before.name.as_str(), str::trim);
    let on_sale = change.on_sale.unwrap_or(before.on_sale);
    if name == before.name && on_sale == before.on_sale {
        return Ok(());
    }
    let mut errors = FieldErrors::none();
    check_name(name, &mut errors);
    errors.or(())?;
    store::update(tx, before.id, name, on_sale).await?;
    tx.announce(ProductChanged { product: before.id, on_sale }).await
}

/// What the plan of the same id is called and opens. Whoever holds it gains and loses with it in the
/// same instant: what they hold is followed to what the plan opens whenever something is asked for.
async fn plan(tx: &mut Tx, before: &ProductRow, change: &Change) -> Outcome<()> {
    let plan = before.id.plan();
    let name = change.name.as_deref().map_or(before.name.as_str(), str::trim);
    let opened = access::plan::opens(tx, plan).await?;
    let mut opens = change.opens.clone().unwrap_or_else(|| opened.clone());
    opens.sort_unstable();
    opens.dedup();
    let new: Vec<Thing> = opens.iter().filter(|thing| !opened.contains(thing)).copied().collect();
    if name == before.name && new.is_empty() && opens.len() == opened.len() {
        return Ok(());
    }
    // What is gone meanwhile may stay in the list: it opens nothing.
    access::thing::check(tx, &new, ("opens", "thing.unknown")).await?;
    access::plan::define(tx, plan, name, &opens).await
}
