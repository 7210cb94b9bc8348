//! All SQL about products and prices.

use db::{Tx, args, row, sql};
use kernel::{Currency, Cursor, Money, Outcome, Ts};

use super::{PriceId, ProductId, Term};

row! {
    /// A product.
    pub struct ProductRow {
        /// Which.
        pub id: ProductId,
        /// What it is called.
        pub name: String,
        /// Whether it can be bought.
        pub on_sale: bool,
        /// Since when it exists.
        pub created_at: Ts,
    }
}

row! {
    /// A price with the product that it buys.
    pub struct PriceRow {
        /// Which price.
        pub id: PriceId,
        /// Of which product.
        pub product_id: ProductId,
        /// What that is called.
        pub name: String,
        /// The amount in minor units.
        pub amount_minor: i64,
        /// Its currency.
        pub currency: Currency,
        /// For how long it buys.
        pub term: Term,
        /// Whether price and product are both on sale.
        pub on_sale: bool,
        /// Whether the price itself is, whatever its product.
        pub is_offered: bool,
        /// Since when it exists.
        pub created_at: Ts,
    }
}

impl PriceRow {
    /// What it costs.
    #[must_use]
    pub const fn amount(&self) -> Money {
        Money::new(self.amount_minor, self.currency)
    }
}

pub(crate) async fn insert(tx: &mut Tx, id: ProductId, name: &str) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO products (id, kind, name, on_sale, created_at)
             VALUES ($1, 'membership', $2, $3, $4)"
        ),
        args![id, name, true, now],
    )
    .await?;
    Ok(())
}

pub(crate) async fn insert_price(
    tx: &mut Tx,
    id: PriceId,
    product: ProductId,
    (amount, term): (Money, Term),
) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO prices (id, product_id, amount_minor, currency, term, on_sale, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        args![id, product, amount.minor, amount.currency, term, true, now],
    )
    .await?;
    Ok(())
}

pub(crate) async fn update(tx: &mut Tx, id: ProductId, name: &str, on_sale: bool) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE products SET name = $2, on_sale = $3 WHERE id = $1"),
        args![id, name, on_sale],
    )
    .await?;
    Ok(())
}

pub(crate) async fn update_price_on_sale(tx: &mut Tx, id: PriceId, on_sale: bool) -> Outcome<()> {
    tx.exec(sql!("UPDATE prices SET on_sale = $2 WHERE id = $1"), args![id, on_sale]).await?;
    Ok(())
}

pub(crate) async fn list(tx: &Tx) -> Outcome<Vec<ProductRow>> {
    tx.list(
        sql!(ProductRow:
            "SELECT id, name, on_sale, created_at FROM products ORDER BY created_at, id LIMIT 200"),
        args![],
    )
    .await
}

/// The products on sale, newest first.
pub(crate) async fn list_on_sale(tx: &Tx, place: Cursor, probe: i64) -> Outcome<Vec<ProductRow>> {
    tx.list(
        sql!(ProductRow:
            "SELECT id, name, on_sale, created_at FROM products
              WHERE on_sale AND (created_at < $1 OR (created_at = $1 AND id < $2))
              ORDER BY created_at DESC, id DESC LIMIT $3"),
        args![place.at, place.id, probe],
    )
    .await
}

pub(crate) async fn find(tx: &Tx, id: ProductId) -> Outcome<Option<ProductRow>> {
    tx.one(
        sql!(ProductRow: "SELECT id, name, on_sale, created_at FROM products WHERE id = $1"),
        args![id],
    )
    .await
}

pub(crate) async fn find_for_update(tx: &mut Tx, id: ProductId) -> Outcome<Option<ProductRow>> {
    tx.one(
        sql!(ProductRow:
            "SELECT id, name, on_sale, created_at FROM products WHERE id = $1 {for_update}"),
        args![id],
    )
    .await
}

/// All prices of all products, the cheapest of each first.
pub(crate) async fn list_prices(tx: &Tx) -> Outcome<Vec<PriceRow>> {
    tx.list(
        sql!(PriceRow:
            "SELECT r.id, r.product_id, p.name, r.amount_minor, r.currency, r.term,
                 (r.on_sale AND p.on_sale) AS on_sale, r.on_sale AS is_offered, r.created_at
             FROM products p JOIN prices r ON r.product_id = p.id
             ORDER BY p.created_at, p.id, r.amount_minor, r.id LIMIT 1000"),
        args![],
    )
    .await
}

/// The prices of some products, the cheapest of each first.
pub(crate) async fn list_prices_of(tx: &Tx, products: &[ProductId]) -> Outcome<Vec<PriceRow>> {
    tx.list(
        sql!(PriceRow:
            "SELECT r.id, r.product_id, p.name, r.amount_minor, r.currency, r.term,
                 (r.on_sale AND p.on_sale) AS on_sale, r.on_sale AS is_offered, r.created_at
             FROM products p JOIN prices r ON r.product_id = p.id
             WHERE p.id IN ({list}) ORDER BY r.amount_minor, r.id"),
        args![].list(products),
    )
    .await
}

pub(crate) async fn find_price(tx: &Tx, id: PriceId) -> Outcome<Option<PriceRow>> {
    tx.one(
        sql!(PriceRow:
            "SELECT r.id, r.product_id, p.name, r.amount_minor, r.currency, r.term,
                 (r.on_sale AND p.on_sale) AS on_sale, r.on_sale AS is_offered, r.created_at
             FROM prices r JOIN products p ON p.id = r.product_id WHERE r.id = $1"),
        args![id],
    )
    .await
}
