//! An order: what somebody agreed to buy, and how far it has come.

pub mod api;
mod cancel;
mod expire;
mod find;
mod number;
mod place;
pub(crate) mod store;
pub mod studio;

use kernel::{Money, Ts};

pub use cancel::cancel;
pub(crate) use cancel::give_up;
pub(crate) use expire::BATCH as EXPIRE_BATCH;
pub use expire::expire;
pub use find::{Loose, Seen, see, waiting};
pub use place::{Agrees, Buyer, NewOrder, Placed, Surface, place, place_numbered};
pub use store::OrderRow;

use crate::step::{Step, words};

kernel::id!(
    /// One order.
    pub OrderId
);

/// Minutes in which an order can be paid.
pub const OPEN_MINUTES: i64 = 30;
/// Hours after that in which exact money still pays it.
const LATE_HOURS: i64 = 24;

words! {
    /// How far an order has come.
    pub enum OrderState ("a state of orders") {
        /// Being put together.
        Draft = "draft",
        /// Placed, with half an hour to pay.
        AwaitingPayment = "awaiting_payment",
        /// Settled by one payment.
        Paid = "paid",
        /// What was bought has been given.
        Fulfilled = "fulfilled",
        /// Part of the money went back.
        PartiallyRefunded = "partially_refunded",
        /// All of the money went back.
        Refunded = "refunded",
        /// Not paid in time.
        Expired = "expired",
        /// Given up before it was paid.
        Cancelled = "cancelled",
    }
}

words! {
    /// What can happen to an order.
    pub enum OrderEvent ("an event of orders") {
        /// The buyer placed it.
        Placed = "placed",
        /// A payment settled it in time.
        Settled = "settled",
        /// A payment settled it after its time, within a day and by the rules for that.
        SettledLate = "settled_late",
        /// What was bought was given.
        Given = "given",
        /// Part of the money went back.
        PartRefunded = "part_refunded",
        /// The last of the money went back.
        AllRefunded = "all_refunded",
        /// Its half hour is over.
        TimeUp = "time_up",
        /// The buyer gave it up.
        GivenUp = "given_up",
    }
}

impl OrderState {
    /// What an event does to an order in this state: every pair is decided.
    #[must_use]
    pub const fn step(self, event: OrderEvent) -> Step<Self> {
        use OrderEvent::{
            AllRefunded, Given, GivenUp, PartRefunded, Placed, Settled, SettledLate, TimeUp,
        };
        use OrderState::{
            AwaitingPayment, Cancelled, Draft, Expired, Fulfilled, Paid, PartiallyRefunded,
            Refunded,
        };
        match (self, event) {
            (Draft, Placed) => Step::Move(AwaitingPayment),
            (AwaitingPayment, Settled) | (Expired, SettledLate) => Step::Move(Paid),
            (AwaitingPayment, TimeUp) => Step::Move(Expired),
            (Draft | AwaitingPayment, GivenUp) => Step::Move(Cancelled),
            (Paid, Given) => Step::Move(Fulfilled),
            (Paid | Fulfilled | PartiallyRefunded, PartRefunded) => Step::Move(PartiallyRefunded),
            (Paid | Fulfilled | PartiallyRefunded, AllRefunded) => Step::Move(Refunded),

            // Said twice, or overtaken by what came first.
            (AwaitingPayment, Placed)
            | (Fulfilled | PartiallyRefunded | Refunded, Given)
            | (Expired | Cancelled | Paid | Fulfilled | PartiallyRefunded | Refunded, TimeUp)
            | (Expired | Cancelled | Paid | Fulfilled | PartiallyRefunded | Refunded, GivenUp)
            | (Refunded, AllRefunded) => Step::Ignore,

            // Never by our own rules: money for an order that is not open goes to `unapplied`.
            (Draft, Settled | SettledLate | Given | PartRefunded | AllRefunded | TimeUp)
            | (AwaitingPayment, SettledLate | Given | PartRefunded | AllRefunded)
            | (Paid | Fulfilled | PartiallyRefunded | Refunded, Placed | Settled | SettledLate)
            | (Refunded, PartRefunded)
            | (Expired, Placed | Settled | Given | PartRefunded | AllRefunded)
            | (Cancelled, Placed | Settled | SettledLate | Given | PartRefunded | AllRefunded) => {
                Step::Alarm
            }
        }
    }

    /// Whether a payment has settled it, whatever happened after.
    #[must_use]
    pub const fn is_settled(self) -> bool {
        matches!(self, Self::Paid | Self::Fulfilled | Self::PartiallyRefunded | Self::Refunded)
    }
}

/// What has to be known of an order to say whether money fits it.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// How far it has come.
    pub state: OrderState,
    /// What it costs.
    pub amount: Money,
    /// When its time was or will be over.
    pub expires_at: Ts,
    /// Whether its price is still on sale.
    pub on_sale: bool,
    /// Whether the member has bought the same product after placing it.
    pub bought_since: bool,
    /// Whether the member has come to hold it without end, so that there is no term left to give.
    pub held_for_ever: bool,
}

impl Facts {
    /// Whether the order can be paid in its time: what `on_sale` and `bought_since` say decides about
    /// later money alone.
    #[must_use]
    pub fn is_in_time(&self, now: Ts) -> bool {
        self.state == OrderState::AwaitingPayment && now < self.expires_at
    }
}

/// What money is to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It settles it.
    Settles,
    /// It settles it after its time.
    SettlesLate,
    /// Another amount or currency: the team decides.
    WrongAmount,
    /// The order is settled already: the money goes back by itself.
    Second,
    /// It came too late: the money goes back by itself.
    TooLate,
    /// The member holds without end what it would buy: the money goes back by itself.
    Held,
}

/// Decides what money is to an order that it names.
#[must_use]
pub fn fit(order: &Facts, money: Money, now: Ts) -> Fit {
    if order.state.is_settled() {
        return Fit::Second;
    }
    if money != order.amount {
        return Fit::WrongAmount;
    }
    match order.state {
        OrderState::AwaitingPayment | OrderState::Expired if order.held_for_ever => Fit::Held,
        _ if order.is_in_time(now) => Fit::Settles,
        // The clock decides, not whether the job that closes orders has come by.
        OrderState::AwaitingPayment | OrderState::Expired => {
            let in_time = now <= order.expires_at.plus_hours(LATE_HOURS);
            if in_time && order.on_sale && !order.bought_since {
                Fit::SettlesLate
            } else {
                Fit::TooLate
            }
        }
        _ => Fit::TooLate,
    }
}

#[cfg(test)]
mod tests {
    use kernel::Currency;
    use proptest::prelude::*;

    use super::*;

    fn facts(state: OrderState) -> Facts {
        Facts {
            state,
            amount: Money::new(19_900, Currency::CNY),
            expires_at: Ts::default().plus_minutes(OPEN_MINUTES),
            on_sale: true,
            bought_since: false,
            held_for_ever: false,
        }
    }

    #[test]
    fn an_order_is_paid_only_from_awaiting_or_from_expired_by_the_late_rule() {
        for state in OrderState::ALL {
            for event in OrderEvent::ALL {
                if state.step(*event) == Step::Move(OrderState::Paid) {
                    let pair = (*state, *event);
                    assert!(matches!(
                        pair,
                        (OrderState::AwaitingPayment, OrderEvent::Settled)
                            | (OrderState::Expired, OrderEvent::SettledLate)
                    ));
                }
            }
        }
    }

    #[test]
    fn a_refunded_or_cancelled_order_never_moves_again() {
        for event in OrderEvent::ALL {
            for end in [OrderState::Refunded, OrderState::Cancelled] {
                assert_eq!(end.step(*event).moved(), None, "{end:?} {event:?}");
            }
        }
    }

    #[test]
    fn saying_the_same_twice_changes_nothing_and_alarms_nobody() {
        for state in OrderState::ALL {
            for event in [OrderEvent::TimeUp, OrderEvent::GivenUp, OrderEvent::AllRefunded] {
                if let Step::Move(next) = state.step(event) {
                    assert_eq!(next.step(event), Step::Ignore, "{state:?} {event:?}");
                }
            }
        }
    }

    #[test]
    fn a_fen_more_or_another_currency_waits_for_the_team() {
        let open = facts(OrderState::AwaitingPayment);
        let now = Ts::default();
        assert_eq!(fit(&open, open.amount, now), Fit::Settles);
        for minor in [0, 19_899, 19_901] {
            assert_eq!(fit(&open, Money::new(minor, Currency::CNY), now), Fit::WrongAmount);
        }
        assert_eq!(fit(&open, Money::new(19_900, Currency::USD), now), Fit::WrongAmount);
    }

    #[test]
    fn late_money_pays_within_a_day_while_on_sale_and_not_bought_since() {
        let late = facts(OrderState::Expired);
        let within = late.expires_at.plus_hours(24);
        assert_eq!(fit(&late, late.amount, within), Fit::SettlesLate);
        assert_eq!(fit(&late, late.amount, within.plus_seconds(1)), Fit::TooLate);
        assert_eq!(fit(&Facts { on_sale: false, ..late }, late.amount, within), Fit::TooLate);
        assert_eq!(fit(&Facts { bought_since: true, ..late }, late.amount, within), Fit::TooLate);
        assert_eq!(fit(&facts(OrderState::Cancelled), late.amount, within), Fit::TooLate);
    }

    #[test]
    fn the_clock_says_what_is_late_and_not_the_job_that_closes_orders() {
        let open = facts(OrderState::AwaitingPayment);
        let (end, more) = (open.expires_at, open.expires_at.plus_seconds(1));
        assert_eq!(fit(&open, open.amount, end.plus_seconds(-1)), Fit::Settles);
        assert_eq!(fit(&open, open.amount, end), Fit::SettlesLate);
        assert_eq!(fit(&Facts { bought_since: true, ..open }, open.amount, more), Fit::TooLate);
    }

    proptest! {
        #[test]
        fn an_order_is_settled_at_most_once(
            events in proptest::collection::vec(0..OrderEvent::ALL.len(), 0..40)
        ) {
            let mut state = OrderState::Draft;
            let mut settled = 0;
            for event in events {
                if let Step::Move(next) = state.step(OrderEvent::ALL[event]) {
                    settled += i32::from(next == OrderState::Paid);
                    prop_assert!(!(state.is_settled() && next == OrderState::Expired));
                    state = next;
                }
            }
            prop_assert!(settled <= 1);
        }
    }
}
