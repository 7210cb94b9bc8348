//! Placing an order: what is agreed stands in it from then on.

use access::Thing;
use db::Tx;
use kernel::{Fault, Id as _, Locale, MemberId, Outcome};
use mail::Address;
use people::member::session::Asker;
use site::Settings;

use super::{OPEN_MINUTES, OrderEvent, OrderId, OrderRow, OrderState, number, store};
use crate::events::OrderCreated;
use crate::product::{self, PriceId, PriceRow};

/// Who buys.
#[derive(Debug, Clone)]
pub enum Buyer {
    /// Somebody signed in.
    Member(MemberId),
    /// A visitor: an account is made with the order, for this address.
    Visitor(Address, Asker),
}

/// An order to be placed.
#[derive(Debug, Clone)]
pub struct NewOrder {
    /// At which price.
    pub price: PriceId,
    /// Who buys.
    pub buyer: Buyer,
    /// Where the buyer goes back to.
    pub back: String,
    /// The checkout form's key: the same key gives the same order.
    pub key: Option<String>,
    /// The buyer's language.
    pub locale: Locale,
    /// What the buyer was shown that paying agrees to, in that language.
    pub agrees: Agrees,
}

/// The texts that a buyer agrees to with an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agrees {
    /// None: a program did not say so.
    Nothing,
    /// Those of a sale.
    Sale(Surface),
    /// Those of a sale and those of members: whoever becomes one by it, and whoever agreed to older
    /// ones.
    All(Surface),
}

/// Where texts were shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// On the checkout's page.
    Checkout,
    /// By a program.
    Api,
}

/// An order that was placed now or by an earlier sending of the same form.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The order.
    pub order: OrderRow,
    /// The token of the session that goes with it, for a buyer who came as a visitor.
    pub token: Option<String>,
    /// Whether it was placed now, and not by an earlier sending.
    pub is_new: bool,
}

/// Places an order; a visitor becomes a member in the same transaction. Whoever sends the checkout's
/// form again while an order of theirs at the same price can be paid goes on with that one.
///
/// # Errors
/// `Missing` with `price.missing`; `Conflict` with `price.off_sale`, with
/// `entitlement.for_ever` when the member holds it without end, with `checkout.twice` when the
/// same form is being sent at this moment: to be tried again.
pub async fn place(tx: &mut Tx, new: &NewOrder) -> Outcome<Placed> {
    place_numbered(tx, new, number::draw()).await
}

/// As [`place`], with the digits of its number given: a seed's orders are the same on every run.
///
/// # Errors
/// As [`place`].
pub async fn place_numbered(tx: &mut Tx, new: &NewOrder, mut drawn: u64) -> Outcome<Placed> {
    if let Some(key) = &new.key
        && let Some(order) = store::find_by_key(tx, key).await?
    {
        return again(tx, order, &new.buyer).await;
    }
    if let (Some(_), Buyer::Member(member)) = (&new.key, &new.buyer)
        && let Some(order) = store::find_open(tx, *member).await?
        && order.price_id == new.price
    {
        return Ok(Placed { order, token: None, is_new: false });
    }
    let price = product::store::find_price(tx, new.price).await?;
    let price = price.ok_or(Fault::Missing("price.missing"))?;
    if !price.on_sale {
        return Err(Fault::Conflict("price.off_sale"));
    }
    let zone = Settings::load_zone(tx).await?;
    let member = if let Buyer::Member(id) = &new.buyer { Some(*id) } else { None };
    let thing = Thing::plan(price.product_id.get());
    access::next_term(tx, member, thing, price.term.months(), &zone).await?;

    let (member, email, opened) = match &new.buyer {
        Buyer::Member(id) => {
            let address = people::address::store::find(tx, *id).await?;
            (*id, address.map(|address| address.email), None)
        }
        Buyer::Visitor(address, asker) => {
            let joined = people::join::visitor(tx, address, new.locale, asker).await?;
            (joined.0.id, Some(address.stored().to_owned()), Some(joined.1))
        }
    };
    agree(tx, member, new).await?;
    let id: OrderId = tx.new_id();
    let draft = row(id, &price, (member, email), new);
    let mut order = OrderRow {
        no: number::order_number(tx.now(), &zone, drawn),
        session_id: opened.as_ref().map(|session| session.id),
        created_at: tx.now(),
        expires_at: tx.now().plus_minutes(OPEN_MINUTES),
        ..draft
    };
    while !store::insert(tx, &order, new.key.as_deref()).await? {
        drawn = number::next(drawn);
        order.no = number::order_number(tx.now(), &zone, drawn);
    }
    site::settings::fix_currency(tx).await?;
    tx.acting(member);
    tx.announce(OrderCreated {
        order: id,
        member,
        product: price.product_id,
        price: price.id,
        amount: price.amount(),
    })
    .await?;
    Ok(Placed { order, token: opened.map(|session| session.token), is_new: true })
}

async fn agree(tx: &mut Tx, member: MemberId, new: &NewOrder) -> Outcome<()> {
    let (sale, members) = (people::consent::SOLD, people::consent::ASKED);
    let (kinds, surface) = match new.agrees {
        Agrees::Nothing => return Ok(()),
        Agrees::Sale(surface) => (sale.to_vec(), surface),
        Agrees::All(surface) => ([members, sale].concat(), surface),
    };
    let surface = match surface {
        Surface::Checkout => "checkout",
        Surface::Api => "api",
    };
    people::consent::agree_to(tx, member, &kinds, new.locale, surface).await
}

fn row(
    id: OrderId,
    price: &PriceRow,
    (member_id, email): (MemberId, Option<String>),
    new: &NewOrder,
) -> OrderRow {
    let placed = OrderState::Draft.step(OrderEvent::Placed).moved();
    OrderRow {
        id,
        no: String::new(),
        member_id,
        product_id: price.product_id,
        price_id: price.id,
        product_name: price.name.clone(),
        term: price.term,
        amount_minor: price.amount_minor,
        currency: price.currency,
        state: placed.unwrap_or(OrderState::Draft),
        email,
        back: new.back.clone(),
        locale: new.locale,
        session_id: None,
        needs_staff: false,
        refunded_minor: 0,
        created_at: kernel::Ts::default(),
        expires_at: kernel::Ts::default(),
        paid_at: None,
    }
}

/// The same form once more: the same order, and the same session under a new token.
async fn again(tx: &mut Tx, order: OrderRow, buyer: &Buyer) -> Outcome<Placed> {
    match buyer {
        Buyer::Member(id) if *id == order.member_id => {
            Ok(Placed { order, token: None, is_new: false })
        }
        Buyer::Member(_) => Err(Fault::invalid("key", "checkout.stale")),
        Buyer::Visitor(address, _) => {
            let same = order.email.as_deref() == Some(address.stored());
            let Some(session) = order.session_id.filter(|_| same) else {
                return Err(Fault::invalid("key", "checkout.stale"));
            };
            let token = web::sessions::renew_token(tx, session).await?;
            Ok(Placed { order, token: Some(token), is_new: false })
        }
    }
}
