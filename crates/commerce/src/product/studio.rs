//! The studio's room of products.

pub mod detail;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use http::StatusCode;
use kernel::{Currency, Fault, FieldErrors, Money, Outcome};
use serde::Deserialize;
use web::{App, FieldView, Form, Path, Problem, Reply, Viewer};

use super::create::{AMOUNT_MAX, check_name};
use super::{Change, NewPrice, NewProduct, PriceWords, ProductId, Term, change, create, store};
use crate::{Texts, policy};

/// What the form of a new membership sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    name: String,
    month: String,
    year: String,
}

/// What the switch of a product sends.
#[derive(Debug, Clone, Deserialize)]
pub struct Sale {
    on_sale: bool,
}

struct ProductView {
    path: String,
    name: String,
    on_sale: bool,
    prices: String,
    sale_path: String,
}

#[derive(Template)]
#[template(path = "commerce/products.html")]
struct ProductsPage {
    shell: web::Shell,
    t: Texts,
    products: Vec<ProductView>,
    fields: Vec<FieldView>,
    problems: Vec<Problem>,
}

/// The products, with the form for a new one.
///
/// # Errors
/// When the database fails.
pub async fn list(State(app): State<App>, viewer: Viewer) -> Reply {
    web::html(&load(&app, &viewer, &Draft::default(), &FieldErrors::none()).await?)
}

/// Makes a membership.
///
/// # Errors
/// `Denied` without permission.
pub async fn post_create(
    State(app): State<App>,
    viewer: Viewer,
    Form(draft): Form<Draft>,
) -> Reply {
    let permit = Arc::new(policy::manage_products(&viewer)?);
    let made = match parse(&draft, app.settings().currency) {
        Ok(new) => app.db().tx(async move |tx| create(tx, &permit, &new).await).await.map(|_| ()),
        Err(fault) => Err(fault),
    };
    match made {
        Ok(()) => web::see_other("/studio/products"),
        Err(Fault::Invalid(errors)) => {
            let page = load(&app, &viewer, &draft, &errors).await?;
            web::html_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other.into()),
    }
}

/// Puts a product on sale or takes it off.
///
/// # Errors
/// `Denied` without permission, `Missing` for an unknown product.
pub async fn post_sale(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<ProductId>,
    Form(sale): Form<Sale>,
) -> Reply {
    let permit = Arc::new(policy::manage_products(&viewer)?);
    let wish = Change { on_sale: Some(sale.on_sale), ..Change::default() };
    app.db().tx(async move |tx| change(tx, &permit, id, &wish).await).await?;
    web::see_other("/studio/products")
}

/// The membership that the form asks for; whatever is wrong with it is told at once.
fn parse(draft: &Draft, currency: Currency) -> Outcome<NewProduct> {
    let mut errors = FieldErrors::none();
    check_name(&draft.name, &mut errors);
    let typed = [("month", &draft.month, Term::Month), ("year", &draft.year, Term::Year)];
    let typed = typed.into_iter().filter(|(_, text, _)| !text.trim().is_empty());
    let mut prices = Vec::new();
    for (field, text, term) in typed.clone() {
        match minor(text, currency).filter(|minor| *minor <= AMOUNT_MAX) {
            Some(minor) => prices.push(NewPrice { amount: Money::new(minor, currency), term }),
            None => errors.add(field, "price.amount"),
        }
    }
    if typed.count() == 0 {
        errors.add("year", "product.prices");
    }
    errors.or(NewProduct { name: draft.name.clone(), prices, opens: Vec::new() })
}

/// Minor units of a typed amount: digits, then at most as many decimals as the currency has.
pub(crate) fn minor(text: &str, currency: Currency) -> Option<i64> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let places = usize::try_from(currency.exponent()).ok()?;
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || part.len() > places || !digits(whole) {
        return None;
    }
    digits(part).then_some(())?;
    format!("{whole}{part:0<places$}").parse().ok().filter(|minor| *minor > 0)
}

async fn load(
    app: &App,
    viewer: &Viewer,
    draft: &Draft,
    errors: &FieldErrors,
) -> Outcome<ProductsPage> {
    let (products, prices) = app
        .db()
        .read(async |tx| Ok((store::list(tx).await?, store::list_prices(tx).await?)))
        .await?;
    let (t, words) = (Texts::new(viewer.locale), PriceWords::of(viewer.locale));
    let said = |field: &str| errors.of(field).map(|key| web::fault_text(viewer.locale, key));
    let sign = app.settings().currency.sign();
    let money = |name: &'static str, label: &str, value: &str| {
        let mut field = FieldView::new("text", name, label).value(value).error(said(name));
        field.unit = Some(sign.clone());
        field.inputmode = Some("decimal");
        field.optional(t.optional())
    };
    let name = FieldView::new("text", "name", t.product_name()).max(40);
    let view = |product: &super::ProductRow| {
        let own = |price: &&super::PriceRow| price.product_id == product.id && price.is_offered;
        let own = prices
            .iter()
            .filter(own)
            .map(|price| format!("{}{}", price.amount().short(), words.per(price.term)));
        ProductView {
            path: format!("/studio/products/{}", product.id),
            name: product.name.clone(),
            on_sale: product.on_sale,
            prices: own.collect::<Vec<_>>().join(" · "),
            sale_path: format!("/studio/products/{}/sale", product.id),
        }
    };
    Ok(ProductsPage {
        shell: app.shell(viewer).title(t.products_title()).at("/studio/products").build(),
        products: products.iter().map(view).collect(),
        fields: vec![
            name.value(draft.name.clone()).error(said("name")),
            money("month", t.price_month(), &draft.month),
            money("year", t.price_year(), &draft.year),
        ],
        problems: errors
            .iter()
            .map(|(field, key)| Problem {
                field_id: field.to_owned(),
                text: web::fault_text(viewer.locale, key).to_owned(),
            })
            .collect(),
        t,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_amount_is_read_exactly_or_not_at_all() {
        let cny = |text| minor(text, Currency::CNY);
        assert_eq!(cny("199"), Some(19_900));
        assert_eq!(cny(" 199.5 "), Some(19_950));
        assert_eq!(cny("0.01"), Some(1));
        for bad in ["", "0", "-1", "+1", "1e2", "1.999", "1,000", "１", ".5", "9999999999999"] {
            assert_eq!(cny(bad), None, "{bad}");
        }
        assert_eq!(minor("1999", "JPY".parse().unwrap()), Some(1999));
        assert_eq!(minor("1.5", "JPY".parse().unwrap()), None);
    }
}
