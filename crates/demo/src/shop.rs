//! The membership, who buys it, and what goes back: by the shop's own verbs and the sandbox.

pub(crate) mod detours;

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use access::Thing;
use commerce::order::{self, Agrees, Buyer, NewOrder, OrderId, OrderRow};
use commerce::product::{self, NewPrice, NewProduct, PriceId, ProductId, Term};
use commerce::refund::{self, RefundDraft};
use commerce::sandbox::{Outcomes, notify};
use commerce::{Providers, Sandbox, payment, policy};
use db::{Db, Origin};
use kernel::{Currency, Fault, Id as _, Locale, Money, Outcome};
use web::sessions::SessionId;
use web::{App, Face, Me, Network, Role, Theme, Via, Viewer};

use crate::dice::Dice;
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
    let db = app.db().marked(Origin::Seed);
    let order = place(&db, person, shelf, yearly).await?;
    let reference = begin(app, &db, order.id).await?;
    pay(app, &db, &reference, Outcomes::Success).await?;
    Ok(order.id)
}

/// Places an order whose number follows from who places it, and when.
pub(crate) async fn place(
    db: &Db,
    person: &Person,
    shelf: Shelf,
    yearly: bool,
) -> Outcome<OrderRow> {
    let new = NewOrder {
        price: if yearly { shelf.yearly } else { shelf.monthly },
        buyer: Buyer::Member(person.id),
        back: "/".to_owned(),
        key: None,
        locale: person.locale,
        agrees: Agrees::Nothing,
    };
    let born = person.joined_at.micros().cast_unsigned();
    let placed = db.tx(async move |tx| {
        let now = tx.now().micros().cast_unsigned();
        let mut dice = Dice::new(born.rotate_left(32) ^ now ^ u64::from(yearly));
        order::place_numbered(tx, &new, dice.below(u64::MAX)).await
    });
    Ok(placed.await?.order)
}

/// Goes to the sandbox with an order; the reference of the payment.
pub(crate) async fn begin(app: &App, db: &Db, order: OrderId) -> Outcome<String> {
    let providers = app.part::<Providers>();
    let provider = providers.find(commerce::sandbox::NAME)?;
    let begun = payment::begin(db, provider.as_ref(), order).await?;
    Ok(begun.next_url.rsplit('/').next().unwrap_or_default().to_owned())
}

/// Chooses on the sandbox's page what happens.
pub(crate) async fn pay(app: &App, db: &Db, reference: &str, outcome: Outcomes) -> Outcome<()> {
    let (providers, sandbox) = (app.part::<Providers>(), app.part::<Sandbox>());
    notify(db, &providers, &sandbox, reference, outcome).await.map(drop)
}

/// What the team writes when it gives all of the money back.
const REASONS: [&str; 5] = [
    "七天内不满意，全额退款",
    "重复购买，退掉后买的这一笔",
    "公司改走团购，个人会员退掉",
    "Bought the year by mistake and meant a month",
    "成员换了工作，用不上了，仍在七天内",
];

/// Gives the money of an order back.
pub(crate) async fn refund(app: &App, cast: &Cast, order: OrderId) -> Outcome<()> {
    let at = usize::try_from(order.get() >> 23).unwrap_or(0) % REASONS.len();
    let reason = REASONS.get(at).copied().unwrap_or_default();
    give_back(app, cast, order, (None, reason)).await
}

/// Gives so much of the money of an order back, all of it where no amount is named.
pub(crate) async fn give_back(
    app: &App,
    cast: &Cast,
    order: OrderId,
    (amount, reason): (Option<i64>, &'static str),
) -> Outcome<()> {
    let support = viewer(cast, "support", Role::Owner);
    let db = app.db().marked(Origin::Seed);
    let given = db
        .tx_serializable(async move |tx| {
            let permit = policy::give_refunds(&support, tx.now())?;
            let draft = RefundDraft { amount, reason: reason.to_owned(), new_end: None };
            refund::give(tx, &permit, order, &draft).await
        })
        .await?;
    refund::submit(&db, &app.part::<Providers>(), given.id).await
}
