//! Checking out: one screen, one field, the amount always in sight.

use access::{Term as Slot, Thing};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use kernel::{Fault, FieldErrors, Id as _, Outcome};
use mail::Address;
use people::browser::Browser;
use people::code::ask::to_confirm;
use people::letter::Post;
use serde::Deserialize;
use web::{App, FieldView, Form, Path, Problem, Query, Reply, Viewer, cookies};

use super::standing::{self, UnpaidView};
use super::{
    COOKIE, FORM_S, check_key, make_key, open_back, seal_back, to_the_order, to_the_plans,
};
use crate::Texts;
use crate::order::{self, Agrees, Buyer, NewOrder, OrderRow, Placed, Surface, place};
use crate::payment::begin;
use crate::policy;
use crate::product::{PriceId, PriceRow, PriceWords, store};
use crate::provider::Providers;

/// What stands behind the question mark.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub(super) price: Option<PriceId>,
    pub(super) back: Option<String>,
}

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    email: String,
    provider: String,
    key: String,
    back: String,
}

/// A price as a choice that leads to its checkout.
pub(super) struct LinkedPrice {
    pub(super) href: String,
    pub(super) name: &'static str,
    pub(super) amount: String,
    pub(super) per: &'static str,
    pub(super) sub: Option<String>,
}

struct WayView {
    value: &'static str,
    label: &'static str,
    checked: bool,
}

#[derive(Template)]
#[template(path = "commerce/checkout.html")]
struct CheckoutPage {
    shell: web::Shell,
    t: Texts,
    action: String,
    back_path: String,
    title: String,
    lead: String,
    unpaid: Option<UnpaidView>,
    amount: String,
    exact: String,
    prices: Vec<(LinkedPrice, bool)>,
    email: Option<FieldView>,
    problems: Vec<Problem>,
    ways: Vec<WayView>,
    key: String,
    back: String,
    line: String,
    promises: Vec<String>,
    refund: String,
    seller: String,
    consents: Vec<(&'static str, &'static str)>,
}

/// The checkout of a price; of one off sale, and of a plan held for ever, on to the plans.
///
/// # Errors
/// `Missing` for an unknown price.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(price): Path<PriceId>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Reply {
    let draft = Draft { back: asked.back.unwrap_or_default(), ..Draft::default() };
    let screen = (&viewer, &headers);
    draw(&app, screen, price, (&draft, &FieldErrors::none()), StatusCode::OK).await
}

/// Takes the form: makes member and order, asks the provider, sends the browser to pay.
///
/// # Errors
/// As [`show`], and `Conflict` when the provider is off.
pub async fn post_order(
    State(app): State<App>,
    viewer: Viewer,
    Path(price): Path<PriceId>,
    headers: HeaderMap,
    Form(draft): Form<Draft>,
) -> Reply {
    let new = match parse(&app, &viewer, (&headers, price), &draft) {
        Ok(new) => new,
        Err(Fault::Invalid(errors)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return draw(&app, (&viewer, &headers), price, (&draft, &errors), status).await;
        }
        Err(other) => return Err(other.into()),
    };
    let providers = app.part::<Providers>();
    let provider = providers.choose(&draft.provider, &app.settings(), &viewer.origin)?;
    let placed = match place_once(&app, new).await {
        Err(Fault::Invalid(errors)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return draw(&app, (&viewer, &headers), price, (&draft, &errors), status).await;
        }
        Err(Fault::Conflict(key @ ("price.off_sale" | "entitlement.for_ever"))) => {
            return to_the_plans(&app, &viewer, &draft.back, key);
        }
        other => other?,
    };
    let browser = Browser::of(&headers, &viewer);
    if placed.token.is_some() && placed.is_new {
        send_code(&app, &viewer, &browser, &placed.order).await?;
    }
    let order = placed.order;
    if viewer.must_agree() {
        // What was agreed to with it stands in the session now.
        app.sessions().forget(order.member_id);
    }
    let next = match begin(app.db(), provider.as_ref(), order.id).await {
        Ok(begun) => begun.next_url,
        // The provider does not answer or the order was paid meanwhile: its own page says so.
        Err(Fault::Busy | Fault::Conflict(_)) => format!("/pay/{}", order.no),
        Err(other) => return Err(other.into()),
    };
    let mut response: Response = web::see_other(&next)?;
    if let Some(token) = &placed.token {
        cookies::sign_in(&mut response, &viewer, token)?;
        browser.keep(&mut response, &viewer)?;
    }
    Ok(response)
}

/// Sends a new buyer what confirms their address, as registering does: until they have, no other
/// device lets them in. An address that has had its codes of a day is asked for later.
async fn send_code(app: &App, viewer: &Viewer, browser: &Browser, order: &OrderRow) -> Outcome<()> {
    let Some(email) = &order.email else { return Ok(()) };
    let (member, to, back) = (order.member_id, Address::parse(email)?, order.back.clone());
    let (key, asker) = (browser.key(), people::browser::asker(viewer));
    let post = Post::of(app.settings());
    let sent = app
        .db()
        .tx(async move |tx| to_confirm(tx, &post, (member, &to), (&back, &key), &asker).await)
        .await;
    match sent {
        Err(Fault::TooFast { .. }) => Ok(()),
        other => other,
    }
}

/// Asks the provider again for an order that is still open; of another, the buyer is told what it is
/// now.
///
/// # Errors
/// `Missing` for another's order.
pub async fn post_again(
    State(app): State<App>,
    viewer: Viewer,
    Path(no): Path<String>,
    Form(draft): Form<Draft>,
) -> Reply {
    let member = viewer.me()?.id;
    let order = app
        .db()
        .read(async move |tx| {
            let order = order::store::find_by_no(tx, &no).await?;
            order.filter(|order| order.member_id == member).ok_or(Fault::Missing("order.missing"))
        })
        .await?;
    policy::see_order(&viewer, order.member_id)?;
    match ask_again(&app, &viewer, &order, &draft.provider).await {
        Ok(next) => web::see_other(&next),
        Err(Fault::Conflict(key)) => to_the_order(&app, &viewer, &order.no, key),
        Err(other) => Err(other.into()),
    }
}

/// Where an order is paid.
async fn ask_again(app: &App, viewer: &Viewer, order: &OrderRow, way: &str) -> Outcome<String> {
    let providers = app.part::<Providers>();
    let provider = providers.choose(way, &app.settings(), &viewer.origin)?;
    Ok(begin(app.db(), provider.as_ref(), order.id).await?.next_url)
}

/// Two sendings of one form at the same instant: the second finds the order of the first.
async fn place_once(app: &App, new: NewOrder) -> Outcome<Placed> {
    let again = new.clone();
    match app.db().tx_serializable(async move |tx| place(tx, &new).await).await {
        Err(Fault::Conflict("checkout.twice")) => {
            app.db().tx_serializable(async move |tx| place(tx, &again).await).await
        }
        other => other,
    }
}

fn parse(
    app: &App,
    viewer: &Viewer,
    (headers, price): (&HeaderMap, PriceId),
    draft: &Draft,
) -> Outcome<NewOrder> {
    let key = check_key(app, viewer, headers, &draft.key);
    let key = key.ok_or(Fault::invalid("key", "checkout.stale"))?;
    let buyer = match viewer.id() {
        Some(member) => Buyer::Member(member),
        None => {
            let address = Address::parse(draft.email.trim())?;
            Buyer::Visitor(address, people::browser::asker(viewer))
        }
    };
    let back = open_back(app, Some(&draft.back));
    let agrees = if shows_all(viewer) { Agrees::All } else { Agrees::Sale };
    let agrees = agrees(Surface::Checkout);
    Ok(NewOrder { price, buyer, back, key: Some(key), locale: viewer.locale, agrees })
}

async fn draw(
    app: &App,
    (viewer, headers): (&Viewer, &HeaderMap),
    id: PriceId,
    (draft, errors): (&Draft, &FieldErrors),
    status: StatusCode,
) -> Reply {
    let (member, zone) = (viewer.id(), app.settings().zone.clone());
    let standing = app
        .db()
        .read(async move |tx| {
            let price = store::find_price(tx, id).await?.ok_or(Fault::Missing("price.missing"))?;
            if !price.on_sale {
                return Err(Fault::Conflict("price.off_sale"));
            }
            let thing = Thing::plan(price.product_id.get());
            let months = price.term.months();
            let slot = access::next_term(tx, member, thing, months, &zone).await?;
            let unpaid = standing::unpaid(tx, member).await?;
            Ok((price, store::list_prices(tx).await?, slot, unpaid))
        })
        .await;
    let (price, all, slot, unpaid) = match standing {
        Err(Fault::Conflict(key)) => return to_the_plans(app, viewer, &draft.back, key),
        other => other?,
    };
    let made = make_key(app, viewer, headers);
    let ways = app.part::<Providers>().offered(&app.settings(), &viewer.origin);
    let unpaid = unpaid.map(|order| UnpaidView::of(order, ways, viewer.locale));
    let page = CheckoutPage {
        unpaid,
        ..page(app, viewer, (&price, &all, slot), (draft, errors), made.key)
    };
    let mut response: Response = web::html_status(status, &page)?;
    cookies::set(&mut response, viewer, (COOKIE, &made.browser), FORM_S)?;
    Ok(response)
}

fn page(
    app: &App,
    viewer: &Viewer,
    (price, all, slot): (&PriceRow, &[PriceRow], Slot),
    (draft, errors): (&Draft, &FieldErrors),
    key: String,
) -> CheckoutPage {
    let (t, words) = (Texts::new(viewer.locale), PriceWords::of(viewer.locale));
    let settings = app.settings();
    let said = |field: &str| errors.of(field).map(|key| web::fault_text(viewer.locale, key));
    let day = |until| standing::last_day(until, app.now(), &settings.zone, viewer.locale);
    let until = day(slot.until);
    let renews = slot.from > app.now();
    let title = if renews { t.renew_plan(&price.name) } else { t.checkout_title(&price.name) };
    let here = checkout_path(price.id, &draft.back);
    let offered = app.part::<Providers>().offered(&settings, &viewer.origin);
    let back_path = open_back(app, Some(&draft.back));
    // The longest term first, as the offers have it, whichever is chosen.
    let prices = all.iter().rev().filter(|one| one.product_id == price.product_id && one.on_sale);
    let mut promises = Vec::new();
    if back_path != "/" {
        promises.push(t.promise_back().to_owned());
    }
    promises.push(t.promise_inside(&price.name));
    promises.push(t.no_renewal().to_owned());
    CheckoutPage {
        shell: app.shell(viewer).title(title.clone()).back(&here).plain().build(),
        action: format!("/join/{}", price.id),
        lead: match viewer.id() {
            Some(_) if renews => t.checkout_lead_renews(day(slot.from), &until),
            Some(_) => t.checkout_lead_member().to_owned(),
            None => t.checkout_lead().to_owned(),
        },
        title,
        unpaid: None,
        amount: price.amount().short(),
        exact: price.amount().exact(),
        prices: prices
            .map(|one| (linked(&words, one, all, &draft.back), one.id == price.id))
            .collect(),
        email: viewer.member.is_none().then(|| {
            FieldView::new("email", "email", t.email())
                .hint(t.email_hint())
                .autocomplete("email")
                .max(254)
                .value(draft.email.clone())
                .error(said("email"))
        }),
        problems: problems(viewer, errors),
        ways: ways(t, &offered, &draft.provider),
        key,
        back: seal_back(app, &back_path),
        back_path,
        line: t.line(&price.name, &until),
        promises,
        refund: t.refund_note(settings.refund_days),
        seller: settings.seller.clone(),
        consents: consents(t, viewer),
        t,
    }
}

/// Whether paying agrees to the texts of members, too: of whoever becomes one by it, and of those who
/// agreed to older ones.
fn shows_all(viewer: &Viewer) -> bool {
    viewer.member.is_none() || viewer.must_agree()
}

/// The texts that paying agrees to.
fn consents(t: Texts, viewer: &Viewer) -> Vec<(&'static str, &'static str)> {
    let mut texts = vec![("/terms", t.consent_terms()), ("/refunds", t.consent_refunds())];
    if shows_all(viewer) {
        texts.extend([("/rules", t.consent_rules()), ("/privacy", t.consent_privacy())]);
    }
    texts
}

fn problems(viewer: &Viewer, errors: &FieldErrors) -> Vec<Problem> {
    errors
        .iter()
        .map(|(field, key)| Problem {
            field_id: if field == "key" { "pay".to_owned() } else { field.to_owned() },
            text: web::fault_text(viewer.locale, key).to_owned(),
        })
        .collect()
}

fn ways(t: Texts, offered: &[&'static str], chosen: &str) -> Vec<WayView> {
    let any = offered.contains(&chosen);
    let way = |(place, name): (usize, &&'static str)| WayView {
        value: name,
        label: provider_name(t, name),
        checked: if any { *name == chosen } else { place == 0 },
    };
    offered.iter().enumerate().map(way).collect()
}

/// What a provider is called on pages.
pub(crate) fn provider_name(t: Texts, name: &'static str) -> &'static str {
    if name == crate::sandbox::NAME { t.way_sandbox() } else { name }
}

/// A price with the way to its checkout.
pub(super) fn linked(
    words: &PriceWords,
    price: &PriceRow,
    all: &[PriceRow],
    back: &str,
) -> LinkedPrice {
    LinkedPrice {
        href: checkout_path(price.id, back),
        name: words.name(price.term),
        amount: price.amount().short(),
        per: words.per(price.term),
        sub: words.sub(price, all),
    }
}

/// The checkout of a price, for whoever comes from somewhere.
pub(super) fn checkout_path(price: PriceId, back: &str) -> String {
    if back.is_empty() { format!("/join/{price}") } else { format!("/join/{price}?back={back}") }
}
