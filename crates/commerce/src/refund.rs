//! A refund: money that goes back by the payment that brought it.

pub mod api;
mod give;
mod issue;
pub(crate) mod store;

pub use give::{RefundDraft, RefundPreview, by_itself, give, preview};
pub use issue::{SubmitRefund, submit, told};
pub use store::RefundRow;

use crate::step::{Step, words};

kernel::id!(
    /// One refund.
    pub RefundId
);

words! {
    /// How far a refund has come.
    pub enum RefundState ("a state of refunds") {
        /// Decided; the provider was not asked yet.
        Requested = "requested",
        /// The provider has it.
        Submitted = "submitted",
        /// The money went back.
        Succeeded = "succeeded",
        /// The provider refused.
        Failed = "failed",
        /// Nobody knows: it is asked again with the same number.
        Unknown = "unknown",
    }
}

words! {
    /// What can happen to a refund.
    pub enum RefundEvent ("an event of refunds") {
        /// The provider took it on.
        Taken = "taken",
        /// The provider says that the money went back.
        Done = "done",
        /// The provider refused.
        Refused = "refused",
        /// The line broke while the provider was asked.
        Lost = "lost",
    }
}

words! {
    /// Why money goes back.
    pub enum Why ("a reason of refunds") {
        /// The team decided so.
        Staff = "staff",
        /// The order was settled already.
        Second = "second",
        /// It came too late.
        Late = "late",
        /// The member holds without end what it would have bought.
        Held = "held",
    }
}

impl RefundState {
    /// What an event does to a refund in this state.
    #[must_use]
    pub const fn step(self, event: RefundEvent) -> Step<Self> {
        use RefundState::{Failed, Requested, Submitted, Succeeded, Unknown};
        match (self, event) {
            (Requested | Submitted | Unknown, RefundEvent::Done) => Step::Move(Succeeded),
            (Requested | Submitted | Unknown, RefundEvent::Refused) => Step::Move(Failed),
            (Requested | Unknown, RefundEvent::Taken) => Step::Move(Submitted),
            (Requested | Submitted, RefundEvent::Lost) => Step::Move(Unknown),
            (Succeeded, RefundEvent::Done | RefundEvent::Taken | RefundEvent::Lost)
            | (Submitted, RefundEvent::Taken)
            | (Unknown, RefundEvent::Lost)
            | (Failed, RefundEvent::Refused | RefundEvent::Taken | RefundEvent::Lost) => {
                Step::Ignore
            }
            (Succeeded, RefundEvent::Refused) | (Failed, RefundEvent::Done) => Step::Alarm,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_refund_is_resolved_by_the_provider_alone() {
        assert_eq!(RefundState::Unknown.step(RefundEvent::Lost), Step::Ignore);
        for (event, end) in [
            (RefundEvent::Done, RefundState::Succeeded),
            (RefundEvent::Refused, RefundState::Failed),
        ] {
            assert_eq!(RefundState::Unknown.step(event), Step::Move(end));
        }
    }

    #[test]
    fn a_decided_refund_never_moves_again() {
        for event in RefundEvent::ALL {
            for end in [RefundState::Succeeded, RefundState::Failed] {
                assert_eq!(end.step(*event).moved(), None, "{end:?} {event:?}");
            }
        }
    }
}
