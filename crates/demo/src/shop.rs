//! The membership, who buys it, and what goes back: by the shop's own verbs and the sandbox.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use access::Thing;
use commerce::order::{self, Agrees, Buyer, NewOrder, OrderId};
use commerce::product::{self, NewPrice, NewProduct, PriceId, ProductId, Term};
use commerce::refund::{self, RefundDraft};
use commerce::sandbox::{Outcomes, notify};
use commerce::{Providers, Sandbox, payment, policy};
use db::Origin;
use kernel::{Currency, Fault, Id as _, Locale, Money, Outcome};
use web::sessions::SessionId;
use web::{App, Face, Me, Network, Role, Theme, Via, Viewer};

use crate::people_of::{Cast, Person};
use crate::spaces::Spaces;

/// What is on sale.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shelf {
    pub(crate) product: ProductId,
    monthly: PriceId,
    yearly: PriceId,
}

/// Somebody of the team, as the verbs ask for them.
pub(crate) fn viewer(cast: &Cast, part: &str, role: Role) -> Viewer {
    let me = Me {
        id: cast.of(part),
        session: SessionId::from_i64(0),
        permissions: role.permissions(),
        face: Face::default(),
        reauthenticated_at: None,
        second_factor: false,
    };
    Viewer {
        locale: Locale::ZhCn,
        member: Some(Arc::new(me)),
        via: Via::Token,
        network: Network { ip: IpAddr::V4(Ipv4Addr::LOCALHOST), agent: "demo".into() },
        origin: "http://localhost".into(),
        device: None,
        theme: Theme::Auto,
        flash: None,
    }
}

/// Puts the membership on sale, by month and by year.
pub(crate) async fn open(app: &App, cast: &Cast) -> Outcome<Shelf> {
    let owner = viewer(cast, "owner", Role::Owner);
    app.db()
        .tx(async move |tx| {
            tx.origin(Origin::Seed);
            let permit = policy::manage_products(&owner)?;
            let price = |minor, term| NewPrice { amount: Money::new(minor, Currency::CNY), term };
            let new = NewProduct {
                name: "见山会员".to_owned(),
                prices: vec![price(4900, Term::Month), price(46_800, Term::Year)],
                opens: Vec::new(),
            };
            let (product, prices) = product::create(tx, &permit, &new).await?;
            let missing = || Fault::Missing("price.missing");
            let monthly = prices.first().copied().ok_or_else(missing)?;
            let yearly = prices.get(1).copied().ok_or_else(missing)?;
            Ok(Shelf { product, monthly, yearly })
        })
        .await
}

/// Says what the membership opens, once the spaces are there.
pub(crate) async fn opens(app: &App, shelf: Shelf, spaces: &Spaces) -> Outcome<()> {
    let things: Vec<Thing> = spaces.plan_things();
    app.db()
        .tx(async move |tx| {
            tx.origin(Origin::Seed);
            access::plan::define(tx, shelf.product.plan(), "见山会员", &things).await
        })
        .await
}

/// Buys a month or a year and pays in the sandbox.
pub(crate) async fn buy(
    app: &App,
    person: &Person,
    shelf: Shelf,
    yearly: bool,
) -> Outcome<OrderId> {
    let new = NewOrder {
        price: if yearly { shelf.yearly } else { shelf.monthly },
        buyer: Buyer::Member(person.id),
        back: "/".to_owned(),
        key: None,
        locale: person.locale,
        agrees: Agrees::Nothing,
    };
    let db = app.db().marked(Origin::Seed);
    let placed = db.tx(async move |tx| order::place(tx, &new).await).await?;
    let (providers, sandbox) = (app.part::<Providers>(), app.part::<Sandbox>());
    let provider = providers.find(commerce::sandbox::NAME)?;
    let begun = payment::begin(&db, provider.as_ref(), placed.order.id).await?;
    let reference = begun.next_url.rsplit('/').next().unwrap_or_default();
    notify(&db, &providers, &sandbox, reference, Outcomes::Success).await?;
    Ok(placed.order.id)
}

/// Gives the money of an order back.
pub(crate) async fn refund(app: &App, cast: &Cast, order: OrderId) -> Outcome<()> {
    let support = viewer(cast, "support", Role::Owner);
    let db = app.db().marked(Origin::Seed);
    let given = db
        .tx_serializable(async move |tx| {
            let permit = policy::give_refunds(&support, tx.now())?;
            let reason = "七天内不满意，全额退款".to_owned();
            let draft = RefundDraft { amount: None, reason, new_end: None };
            refund::give(tx, &permit, order, &draft).await
        })
        .await?;
    refund::submit(&db, &app.part::<Providers>(), given.id).await
}
