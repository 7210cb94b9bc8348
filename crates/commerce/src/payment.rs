//! A payment: one attempt to bring the money, or money that came by itself.

pub mod api;
mod begin;
pub(crate) mod decide;
mod receive;
pub(crate) mod settle;
pub(crate) mod store;

pub use begin::{Begun, begin, begin_own};
pub use receive::{Received, accept, receive};
pub use settle::settle_by_staff;
pub use store::PaymentRow;

use crate::step::{Step, words};

kernel::id!(
    /// One payment.
    pub PaymentId
);

words! {
    /// How far a payment has come.
    pub enum PaymentState ("a state of payments") {
        /// Written down, not yet with the provider.
        Created = "created",
        /// With the provider.
        Pending = "pending",
        /// The money is there.
        Succeeded = "succeeded",
        /// The provider said no.
        Failed = "failed",
        /// Nobody paid in time.
        Expired = "expired",
        /// The provider took the money back.
        Reversed = "reversed",
    }
}

words! {
    /// What can happen to a payment.
    pub enum PaymentEvent ("an event of payments") {
        /// The provider took it on.
        Sent = "sent",
        /// The provider says that the money is there.
        Succeeded = "succeeded",
        /// The provider says no.
        Failed = "failed",
        /// The provider says that its time is over.
        Expired = "expired",
        /// The provider took the money back.
        Reversed = "reversed",
    }
}

impl PaymentState {
    /// What an event does to a payment in this state. The provider's truth wins late: money that
    /// came after a failure is still money.
    #[must_use]
    pub const fn step(self, event: PaymentEvent) -> Step<Self> {
        use PaymentState::{Created, Expired, Failed, Pending, Reversed, Succeeded};
        match (self, event) {
            (Created, PaymentEvent::Sent) => Step::Move(Pending),
            (Created | Pending | Failed | Expired, PaymentEvent::Succeeded) => {
                Step::Move(Succeeded)
            }
            (Created | Pending, PaymentEvent::Failed) => Step::Move(Failed),
            (Created | Pending, PaymentEvent::Expired) => Step::Move(Expired),
            (Succeeded, PaymentEvent::Reversed) => Step::Move(Reversed),
            (Pending | Succeeded | Failed | Expired | Reversed, PaymentEvent::Sent)
            | (Succeeded, PaymentEvent::Succeeded | PaymentEvent::Failed | PaymentEvent::Expired)
            | (Failed | Expired, PaymentEvent::Failed | PaymentEvent::Expired)
            | (Reversed, PaymentEvent::Reversed) => Step::Ignore,
            (Created | Pending | Failed | Expired, PaymentEvent::Reversed)
            | (Reversed, PaymentEvent::Succeeded | PaymentEvent::Failed | PaymentEvent::Expired) => {
                Step::Alarm
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn money_that_comes_after_a_failure_is_still_money() {
        for state in [PaymentState::Failed, PaymentState::Expired, PaymentState::Created] {
            let step = state.step(PaymentEvent::Succeeded);
            assert_eq!(step, Step::Move(PaymentState::Succeeded));
        }
    }

    #[test]
    fn nothing_but_a_reversal_undoes_success() {
        for event in PaymentEvent::ALL {
            let moved = PaymentState::Succeeded.step(*event).moved();
            assert_eq!(moved.is_some(), *event == PaymentEvent::Reversed);
        }
    }

    proptest! {
        #[test]
        fn notices_in_any_order_and_number_end_in_success_once_one_said_so(
            events in proptest::collection::vec(0_usize..4, 1..30), place in 0_usize..30
        ) {
            let mut events: Vec<PaymentEvent> =
                events.into_iter().map(|i| PaymentEvent::ALL[i]).collect();
            let place = place % (events.len() + 1);
            events.insert(place, PaymentEvent::Succeeded);
            let end = events.iter().fold(PaymentState::Created, |state, event| {
                state.step(*event).moved().unwrap_or(state)
            });
            prop_assert_eq!(end, PaymentState::Succeeded);
        }
    }
}
