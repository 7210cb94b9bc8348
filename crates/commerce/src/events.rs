//! What this slice announces.

use db::Event;
use kernel::{Id, MemberId, Money, Ts};
use serde::{Deserialize, Serialize};

use crate::order::OrderId;
use crate::payment::PaymentId;
use crate::product::{PriceId, ProductId};
use crate::refund::RefundId;

macro_rules! event {
    ($(#[$doc:meta])* $name:ident = $wire:literal, $subject:ident, {
        $($(#[$field_doc:meta])* $field:ident: $kind:ty),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Serialize, Deserialize)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $kind),*
        }

        impl Event for $name {
            const NAME: &'static str = $wire;

            fn subject(&self) -> Option<i64> {
                Some(self.$subject.get())
            }
        }
    };
}

event!(
    /// A product was made.
    ProductCreated = "product.created", product, {
        /// Which.
        product: ProductId,
    }
);
event!(
    /// A product was put on sale or taken off.
    ProductChanged = "product.changed", product, {
        /// Which.
        product: ProductId,
        /// Whether it can be bought now.
        on_sale: bool,
    }
);
event!(
    /// A product got one price more.
    PriceCreated = "price.created", price, {
        /// Which.
        price: PriceId,
        /// Of which product.
        product: ProductId,
        /// How much it is.
        amount: Money,
        /// For how long it buys: `month` or `year`.
        term: String,
    }
);
event!(
    /// A price was put on sale or taken off.
    PriceChanged = "price.changed", price, {
        /// Which.
        price: PriceId,
        /// Of which product.
        product: ProductId,
        /// Whether it can be bought at now, as far as its product can.
        on_sale: bool,
    }
);
event!(
    /// Somebody placed an order.
    OrderCreated = "order.created", order, {
        /// Which.
        order: OrderId,
        /// Whose.
        member: MemberId,
        /// For what.
        product: ProductId,
        /// At which price.
        price: PriceId,
        /// For how much.
        amount: Money,
    }
);
event!(
    /// A payment settled an order.
    OrderPaid = "order.paid", order, {
        /// Which.
        order: OrderId,
        /// Whose.
        member: MemberId,
        /// What was bought.
        product: ProductId,
        /// By which payment.
        payment: PaymentId,
        /// How much.
        amount: Money,
        /// Whether its half hour was over.
        late: bool,
    }
);
event!(
    /// What an order bought was given.
    OrderFulfilled = "order.fulfilled", order, {
        /// Which.
        order: OrderId,
        /// Whose.
        member: MemberId,
        /// Until when.
        until: Ts,
    }
);
event!(
    /// An order was not paid in time.
    OrderExpired = "order.expired", order, {
        /// Which.
        order: OrderId,
        /// Whose.
        member: MemberId,
    }
);
event!(
    /// The buyer gave an order up before it was paid.
    OrderCancelled = "order.cancelled", order, {
        /// Which.
        order: OrderId,
        /// Whose.
        member: MemberId,
    }
);
event!(
    /// Money came in.
    PaymentSucceeded = "payment.succeeded", payment, {
        /// Which payment.
        payment: PaymentId,
        /// For which order, where it names one.
        order: Option<OrderId>,
        /// How much.
        amount: Money,
        /// Whether it settled the order.
        settles: bool,
    }
);
event!(
    /// A provider said no, or its time was over.
    PaymentFailed = "payment.failed", payment, {
        /// Which payment.
        payment: PaymentId,
        /// For which order.
        order: Option<OrderId>,
    }
);
event!(
    /// Money came that waits in `unapplied`: the team decides, or it goes back by itself.
    PaymentUnapplied = "payment.unapplied", payment, {
        /// Which payment.
        payment: PaymentId,
        /// The order that it names, if any.
        order: Option<OrderId>,
        /// How much.
        amount: Money,
        /// `wrong_amount`, `second`, `late`, `held` or `no_order`.
        why: String,
    }
);
event!(
    /// A provider told something that should never happen; the team has to look.
    PaymentQuestioned = "payment.questioned", payment, {
        /// Which payment.
        payment: PaymentId,
        /// What was told.
        said: String,
    }
);
event!(
    /// Money is to go back.
    RefundRequested = "refund.requested", refund, {
        /// Which refund.
        refund: RefundId,
        /// Of which payment.
        payment: PaymentId,
        /// Of which order, where there is one.
        order: Option<OrderId>,
        /// How much.
        amount: Money,
    }
);
event!(
    /// Money went back.
    RefundIssued = "refund.issued", refund, {
        /// Which refund.
        refund: RefundId,
        /// Of which payment.
        payment: PaymentId,
        /// Of which order, where there is one.
        order: Option<OrderId>,
        /// Whose that order was then.
        member: Option<MemberId>,
        /// How much.
        amount: Money,
        /// Whether nothing of the payment is left.
        full: bool,
    }
);
event!(
    /// A provider refused to give money back; the team has to look.
    RefundFailed = "refund.failed", refund, {
        /// Which refund.
        refund: RefundId,
        /// Of which order, where there is one.
        order: Option<OrderId>,
    }
);
