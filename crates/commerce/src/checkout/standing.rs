//! What a member holds already and what they have not paid yet, where they choose and pay.

use access::Thing;
use db::Tx;
use kernel::{Fault, Id as _, Locale, MemberId, Outcome, Ts, Zone};
use web::When;

use crate::Texts;
use crate::order::{OrderRow, store};
use crate::product::{PriceRow, PriceWords, ProductId};

/// How a member stands to a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// They do not hold it.
    Outside,
    /// They hold it until then.
    Until(Ts),
    /// They hold it without end.
    ForEver,
}

/// How somebody stands to a plan now.
pub(super) async fn of(
    tx: &Tx,
    member: Option<MemberId>,
    product: ProductId,
    zone: &Zone,
) -> Outcome<Standing> {
    let thing = Thing::plan(product.get());
    match access::next_term(tx, member, thing, 1, zone).await {
        Ok(term) if term.from > tx.now() => Ok(Standing::Until(term.from)),
        Ok(_) => Ok(Standing::Outside),
        Err(Fault::Conflict("entitlement.for_ever")) => Ok(Standing::ForEver),
        Err(fault) => Err(fault),
    }
}

impl Standing {
    /// The sentence that says so, if there is one.
    pub(super) fn says(self, t: Texts, day: impl Fn(Ts) -> String) -> Option<String> {
        match self {
            Self::Outside => None,
            Self::Until(until) => Some(t.you_hold(day(until))),
            Self::ForEver => Some(t.you_hold_for_ever().to_owned()),
        }
    }
}

/// The last day before an end, as a page says it.
pub(super) fn last_day(until: Ts, now: Ts, zone: &Zone, locale: Locale) -> String {
    When::date(zone.start_of(access::last_day(until, zone)), now, zone, locale)
}

/// An order that its member can still pay, offered instead of a second one.
pub(super) struct UnpaidView {
    pub(super) no: String,
    pub(super) line: String,
    pub(super) ways: Vec<&'static str>,
}

/// A member's newest order that can still be paid.
pub(super) async fn unpaid(tx: &Tx, member: Option<MemberId>) -> Outcome<Option<OrderRow>> {
    match member {
        Some(member) => store::find_open(tx, member).await,
        None => Ok(None),
    }
}

impl UnpaidView {
    /// How it is offered.
    pub(super) fn of(order: OrderRow, ways: Vec<&'static str>, locale: Locale) -> Self {
        let (t, term) = (Texts::new(locale), PriceWords::of(locale).name(order.term));
        let line = t.unpaid(&order.product_name, term, order.amount().exact());
        Self { no: order.no, line, ways }
    }
}

/// Until when a member would hold what a price buys.
pub(super) async fn next_end(
    tx: &Tx,
    member: Option<MemberId>,
    price: &PriceRow,
    zone: &Zone,
) -> Outcome<Option<Ts>> {
    let (thing, months) = (Thing::plan(price.product_id.get()), price.term.months());
    match access::next_term(tx, member, thing, months, zone).await {
        Ok(term) => Ok(Some(term.until)),
        Err(Fault::Conflict("entitlement.for_ever")) => Ok(None),
        Err(fault) => Err(fault),
    }
}
