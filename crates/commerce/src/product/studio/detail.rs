//! The studio's page of one product: what it opens, what it costs, whether it is sold.

use std::sync::Arc;

use access::{Thing, ThingKind, thing};
use askama::Template;
use axum::extract::State;
use http::StatusCode;
use kernel::{Fault, FieldErrors, Id as _, Money, Outcome};
use serde::Deserialize;
use web::{App, ChoiceView, FieldView, Form, Path, Problem, Reply, Viewer};

use super::super::create::check_name;
use super::super::{
    Change, NewPrice, PriceId, PriceRow, PriceWords, ProductId, Term, change, store,
};
use super::minor;
use crate::{Texts, policy};

/// What the form about the product itself sends: its name, a tick for each thing, posts by address.
type Sent = Vec<(String, String)>;

/// What the form of a new price sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PriceDraft {
    term: String,
    amount: String,
}

/// What the switch of a price sends.
#[derive(Debug, Clone, Deserialize)]
pub struct PriceSale {
    on_sale: bool,
}

struct PriceView {
    says: String,
    on_sale: bool,
    sale_path: String,
}

#[derive(Template)]
#[template(path = "commerce/product.html")]
struct ProductPage {
    shell: web::Shell,
    t: Texts,
    path: String,
    title: String,
    name: FieldView,
    things: Vec<ChoiceView>,
    posts: FieldView,
    prices: Vec<PriceView>,
    terms: Vec<ChoiceView>,
    amount: FieldView,
    problems: Vec<Problem>,
}

/// What was typed and is wrong.
#[derive(Default)]
struct Screen {
    sent: Option<Sent>,
    price: PriceDraft,
    errors: FieldErrors,
}

/// One product.
///
/// # Errors
/// `Missing` for an unknown product.
pub async fn show(State(app): State<App>, viewer: Viewer, Path(id): Path<ProductId>) -> Reply {
    web::html(&load(&app, &viewer, id, Screen::default()).await?)
}

/// Changes what it is called and what its plan opens.
///
/// # Errors
/// `Denied` without permission, `Missing` for an unknown product.
pub async fn post(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<ProductId>,
    Form(sent): Form<Sent>,
) -> Reply {
    let done = match parse(&sent) {
        Ok(wish) => apply(&app, &viewer, id, wish).await,
        Err(fault) => Err(fault),
    };
    let screen = Screen { sent: Some(sent), ..Screen::default() };
    answer(&app, &viewer, id, (done, screen)).await
}

/// Adds a price.
///
/// # Errors
/// As [`post`].
pub async fn post_price(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<ProductId>,
    Form(price): Form<PriceDraft>,
) -> Reply {
    let currency = app.settings().currency;
    let done = match (Term::from_key(&price.term), minor(&price.amount, currency)) {
        (Some(term), Some(minor)) => {
            let amount = Money::new(minor, currency);
            let new_prices = vec![NewPrice { amount, term }];
            apply(&app, &viewer, id, Change { new_prices, ..Change::default() }).await
        }
        _ => Err(Fault::invalid("amount", "price.amount")),
    };
    answer(&app, &viewer, id, (done, Screen { price, ..Screen::default() })).await
}

/// Takes a price off sale or puts it on again.
///
/// # Errors
/// As [`post`].
pub async fn post_price_sale(
    State(app): State<App>,
    viewer: Viewer,
    Path((id, price)): Path<(ProductId, PriceId)>,
    Form(sale): Form<PriceSale>,
) -> Reply {
    let prices = vec![(price, sale.on_sale)];
    let done = apply(&app, &viewer, id, Change { prices, ..Change::default() }).await;
    answer(&app, &viewer, id, (done, Screen::default())).await
}

async fn apply(app: &App, viewer: &Viewer, id: ProductId, wish: Change) -> Outcome<()> {
    let permit = Arc::new(policy::manage_products(viewer)?);
    app.db().tx(async move |tx| change(tx, &permit, id, &wish).await).await
}

async fn answer(
    app: &App,
    viewer: &Viewer,
    id: ProductId,
    (done, screen): (Outcome<()>, Screen),
) -> Reply {
    match done {
        Ok(()) => web::see_other(&format!("/studio/products/{id}")),
        Err(Fault::Invalid(errors)) => {
            let page = load(app, viewer, id, Screen { errors, ..screen }).await?;
            web::html_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other.into()),
    }
}

/// What was sent under a name.
fn fields<'a>(sent: &'a Sent, name: &'static str) -> impl Iterator<Item = &'a str> {
    sent.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
}

fn parse(sent: &Sent) -> Outcome<Change> {
    let mut errors = FieldErrors::none();
    let name = fields(sent, "name").next().map(str::to_owned);
    if let Some(name) = &name {
        check_name(name, &mut errors);
    }
    let ticked = fields(sent, "opens").map(thing::read_choice);
    let lines = fields(sent, "posts").flat_map(str::lines);
    let posts = lines.filter(|line| !line.trim().is_empty()).map(thing::read_post);
    let opens: Option<Vec<Thing>> = ticked.chain(posts).collect();
    if opens.is_none() {
        errors.add("posts", "thing.unknown");
    }
    // Without the field that the whole form always sends, nothing is said about what is opened.
    let opens = opens.filter(|_| fields(sent, "posts").next().is_some());
    errors.or(Change { name, opens, ..Change::default() })
}

async fn load(app: &App, viewer: &Viewer, id: ProductId, screen: Screen) -> Outcome<ProductPage> {
    let (product, prices, opened, named, posts) = app
        .db()
        .read(async move |tx| {
            let product = store::find(tx, id).await?;
            let product = product.ok_or(Fault::Missing("product.missing"))?;
            let opened = access::plan::opens(tx, id.plan()).await?;
            let posts = thing::posts(tx, &opened).await?;
            let named = thing::named(tx).await?;
            Ok((product, store::list_prices_of(tx, &[id]).await?, opened, named, posts))
        })
        .await?;
    let t = Texts::new(viewer.locale);
    let said = |field: &str| screen.errors.of(field).map(|key| web::fault_text(viewer.locale, key));
    let typed = |name: &'static str| {
        screen.sent.as_ref().and_then(|sent| fields(sent, name).next()).map(str::to_owned)
    };
    let ticked = |thing: &Thing| match &screen.sent {
        Some(sent) => sent.contains(&("opens".to_owned(), thing::choice(*thing))),
        None => opened.contains(thing),
    };
    let itself = Thing { kind: ThingKind::Plan, id: id.get() };
    let lines: Vec<String> = posts.iter().map(|(id, title)| format!("/p/{id} {title}")).collect();
    Ok(ProductPage {
        shell: app.shell(viewer).title(product.name.clone()).at("/studio/products").build(),
        path: format!("/studio/products/{id}"),
        name: FieldView::new("text", "name", t.product_name())
            .max(40)
            .value(typed("name").unwrap_or_else(|| product.name.clone()))
            .error(said("name")),
        things: named
            .iter()
            .filter(|(thing, _)| *thing != itself)
            .map(|(thing, name)| ChoiceView::new(thing::choice(*thing), name, ticked(thing)))
            .collect(),
        posts: FieldView {
            rows: 4,
            ..FieldView::new("area", "posts", t.product_posts())
                .hint(t.product_posts_hint())
                .optional(t.optional())
                .value(typed("posts").unwrap_or_else(|| lines.join("\n")))
                .error(said("posts").or_else(|| said("opens")))
        },
        prices: prices.iter().map(|price| view(PriceWords::of(viewer.locale), price)).collect(),
        terms: Term::ALL
            .iter()
            .map(|term| {
                let words = PriceWords::of(viewer.locale);
                ChoiceView::new(term.key(), words.name(*term), screen.price.term == term.key())
            })
            .collect(),
        amount: amount(app, t, &screen, said("amount").or_else(|| said("prices"))),
        problems: problems(viewer, &screen.errors),
        title: product.name,
        t,
    })
}

fn amount(app: &App, t: Texts, screen: &Screen, error: Option<&'static str>) -> FieldView {
    let field = FieldView::new("text", "amount", t.price_amount());
    let mut field = field.value(screen.price.amount.clone()).error(error);
    field.unit = Some(app.settings().currency.sign());
    field.inputmode = Some("decimal");
    field
}

fn view(words: PriceWords, price: &PriceRow) -> PriceView {
    PriceView {
        says: format!("{}{}", price.amount().short(), words.per(price.term)),
        on_sale: price.is_offered,
        sale_path: format!("/studio/products/{}/prices/{}/sale", price.product_id, price.id),
    }
}

fn problems(viewer: &Viewer, errors: &FieldErrors) -> Vec<Problem> {
    let field = |name: &'static str| match name {
        "opens" => "posts",
        "prices" => "amount",
        other => other,
    };
    errors
        .iter()
        .map(|(name, key)| Problem {
            field_id: field(name).to_owned(),
            text: web::fault_text(viewer.locale, key).to_owned(),
        })
        .collect()
}
