# Products, checkout, orders, refunds, ledger.

commerce-optional = optional
commerce-wrong = Some things need a change
commerce-for-ever = no end
commerce-term-month = One month
commerce-term-year = One year
commerce-per-month = /month
commerce-per-year = /year
commerce-no-renewal = No automatic renewal; we remind you 7 days before the end.
commerce-by-month = { $amount } a month
commerce-by-month-saves = { $amount } a month, { $saved } less than monthly
commerce-choose-plan = Plan
commerce-join = Join
commerce-join-plan = Join { $name }
commerce-renew-any = Renew
commerce-renew-plan = Renew { $name }
commerce-refund-note = Full refund within { NUMBER($days) } days.
commerce-refund-how = It goes back the way it came.
commerce-proof = { $n ->
    [one] One member has joined
   *[other] { COUNT($n) } members have joined
}
commerce-join-title = Join { $site }
commerce-join-lead = Choose a plan. Once it's paid, you're in.
commerce-join-lead-renews = A renewal begins where what you hold ends.
commerce-you-hold = You are a member until { $until }.
commerce-you-hold-for-ever = You hold it without end: there is nothing to renew.
commerce-then-until = Until { $until } after paying
commerce-nothing-on-sale = Nothing is on sale right now
commerce-nothing-on-sale-why = The team hasn't put up a plan yet. Come back a little later.
commerce-checkout-title = Join { $name }
commerce-checkout-lead = Pay and you're in, with no separate sign-up.
commerce-checkout-lead-member = It opens as soon as you have paid.
commerce-checkout-lead-renews = You are a member until { $now }; after paying, until { $then }.
commerce-member-already = Already a member?
commerce-sign-in = Sign in
commerce-unpaid-title = Unpaid order
commerce-unpaid = You have an order that is not paid: { $name } · { $term }, { $amount }.
commerce-go-back = Back
commerce-email = Email
commerce-email-hint = Receipt, recovery and reminders go here.
commerce-way = Payment method
commerce-way-sandbox = Sandbox (no real money)
commerce-no-way-to-pay = No payment method is available right now. Contact the team.
commerce-consent-before = By paying you agree to the
commerce-consent-terms = terms
commerce-consent-between = {" "}and the{" "}
commerce-consent-comma = {", "}
commerce-consent-refunds = refund rules
commerce-consent-rules = community rules
commerce-consent-privacy = privacy policy
commerce-consent-after = .
commerce-pay = Pay { $amount }
commerce-bill = Order
commerce-line = { $name }, until { $until }
commerce-to-pay = To pay
commerce-afterwards = Right after paying
commerce-promise-back = Go back to what you were reading, unlocked
commerce-promise-inside = Open everything that { $name } includes
commerce-charge-title = { $name } · { $term }
commerce-you-are-in = Paid. Welcome in.
commerce-wait-title = Waiting for payment
commerce-wait-open = Waiting for the payment
commerce-wait-open-lead = This page goes on by itself once it's paid.
commerce-wait-long = Not paid yet
commerce-wait-long-lead = You can pay now. If you have paid already, don't pay again: your money is safe, access opens as soon as it's confirmed, and we mail you. Order { $no }.
commerce-wait-failed = The payment didn't go through
commerce-wait-failed-lead = You weren't charged. You can try again.
commerce-wait-expired = The order is closed
commerce-wait-expired-lead = It wasn't paid within 30 minutes. If you did pay, the money is applied or sent back by itself.
commerce-wait-cancelled = The order is cancelled
commerce-wait-cancelled-lead = Nothing was charged. If you did pay, the money goes back the way it came.
commerce-wait-staff = The amount differs from the order
commerce-wait-staff-lead = { $came } has arrived, the order is { $asked }. The team will accept it or send it back, and mail you.
commerce-wait-staff-again = {" "}You can also pay the { $asked } of the order now: the first sum goes back by itself.
commerce-wait-refunded = This order was refunded
commerce-wait-refunded-lead = The money went back the way it came.
commerce-other-paid = The money has arrived
commerce-other-paid-lead = Go on in the browser where you ordered, or sign in with a code by mail.
commerce-other-open-lead = Go on in the browser where you ordered.
commerce-other-closed = This order is closed
commerce-other-closed-lead = It can't be paid any more. If you did pay, the money is applied or sent back by itself.
commerce-pay-again = Try again
commerce-go-pay = Go to payment
commerce-see-order = See the order
commerce-order-again = Order again
commerce-cancel-order = Cancel the order
commerce-cancelled = The order is cancelled. Nothing was charged.
commerce-go-on = Go on
commerce-fact-order = Order
commerce-fact-product = Product
commerce-fact-amount = Amount
commerce-fact-seller = Seller
commerce-fact-until = Until
commerce-fact-from = From
commerce-fact-placed = Placed
commerce-fact-paid = Paid
commerce-fact-refunded = Refunded
commerce-fact-buyer = Buyer
commerce-receipt-subject = Your receipt from { $site }, order { $no }
commerce-receipt-lead = Your payment has arrived and your access to { $site } is open.
commerce-receipt-open = See the order
commerce-receipt-other-device = On another device, sign in with a code to this address.
commerce-receipt-confirm = Confirm this address in the browser you paid in: after that, a code to it signs you in on other devices.
commerce-refunded-subject = Your refund from { $site }, order { $no }
commerce-refunded-lead = Your refund is done; the money goes back the way it came.
commerce-refunded-note = How long it takes depends on the payment provider.
commerce-reminder-subject = { $name } ends on { $until }
commerce-reminder-lead = Your { $name } at { $site } is about to end.
commerce-reminder-renew = Renew
commerce-mail-foot = Sent by { $site } about your order.
commerce-membership-title = My membership
commerce-no-membership = No membership yet
commerce-no-membership-why = Once you join, your plan and its end are shown here.
commerce-a-plan = A plan
commerce-plan-running = Active
commerce-plan-ahead = Not begun
commerce-plan-over = Over
commerce-renew = Renew for { $amount }{ $per }
commerce-loose-title = Payments that were not used
commerce-loose-money = { $why ->
    [wrong_amount] Not the amount of the order. The team will accept it or send it back, and mail you.
    [second] The order was paid already: it goes back by itself. Returned: { $back }.
    [late] It came too late: it goes back by itself. Returned: { $back }.
    [held] You hold this without end already: it goes back by itself. Returned: { $back }.
   *[staff] Sent back by the team. Returned: { $back }.
}
commerce-orders-title = My orders
commerce-no-orders = No orders yet
commerce-no-orders-why = What you buy is listed here, with its payments and refunds.
commerce-order-title = Order { $no }
commerce-write-us = Write to us
commerce-column-state = State
commerce-column-when = When
commerce-state-needs-staff = Needs a decision
commerce-state-awaiting = Awaiting payment
commerce-state-paid = Paid
commerce-state-part-refunded = Partly refunded
commerce-state-refunded = Refunded
commerce-state-expired = Closed
commerce-state-cancelled = Cancelled
commerce-studio-orders = Orders
commerce-tab-all = All
commerce-no-orders-yet = No orders yet.
commerce-payments-title = Payments
commerce-no-payments = No payments yet.
commerce-refunds-title = Refunds
commerce-no-refunds = No refunds.
commerce-payment-state = { $state ->
    [created] Created
    [pending] Pending
    [succeeded] Arrived
    [failed] Failed
    [expired] Expired
   *[reversed] Taken back
}
commerce-refund-state = { $state ->
    [requested] Decided
    [submitted] Under way
    [succeeded] Done
    [failed] Refused
   *[unknown] Unclear
}
commerce-refund-why = { $why ->
    [second] Paid twice, sent back by itself
    [late] Came too late, sent back by itself
    [held] Holds it without end, sent back by itself
   *[staff] { $reason }
}
commerce-waiting-lead = { $amount } arrived, which isn't what the order costs. Accept it as payment, or refund it below.
commerce-settle = Accept as payment
commerce-refund-give = Refund
commerce-refund-amount = Amount
commerce-refund-amount-hint = Leave empty for all that is left, { $left }.
commerce-refund-reason = Reason
commerce-refund-reason-hint = Goes into the audit log.
commerce-refund-until = New last day
commerce-refund-until-hint = For a partial refund only; leave empty to keep the end.
commerce-refund-next = Next: check
commerce-refund-full = Full refund of { $amount }: the time that this order bought is taken back at once.
commerce-refund-part = Partial refund of { $amount }.
commerce-end-before = Ends now
commerce-end-after = Ends after the refund
commerce-nothing-given = Nothing was given
commerce-ends-now = Ends at once
commerce-refund-yes = Refund
commerce-refund-no = Don't refund
commerce-products-title = Products
commerce-products-all = Plans
commerce-no-products = No products yet. Make a membership first.
commerce-sale-on = On sale
commerce-sale-off = Off sale
commerce-take-off-sale = Take off sale
commerce-put-on-sale = Put on sale
commerce-product-new = New membership
commerce-product-name = Name
commerce-price-month = Monthly price
commerce-price-year = Yearly price
commerce-product-opens = What it opens
commerce-product-opens-lead = Whoever holds the plan gains and loses with it at once.
commerce-product-things = Spaces and plans
commerce-product-posts = Single posts
commerce-product-posts-hint = The address of one post a line.
commerce-product-save = Save
commerce-product-prices = Prices
commerce-product-prices-lead = A price that goes off sale takes no new orders; what was ordered at it stands.
commerce-price-term = For how long
commerce-price-amount = Amount
commerce-price-add = Add price
commerce-product-create = Make membership
commerce-ledger-title = Ledger
commerce-book-live = Live
commerce-book-sandbox = Sandbox
commerce-ledger-holds = All { NUMBER($n) } entries checked: they balance and nothing was changed.
commerce-ledger-broken = The check failed: { $what }
commerce-ledger-empty = No entries yet.
commerce-balances = Balances
commerce-entries = Entries
commerce-column-account = Account
commerce-column-currency = Currency
commerce-column-balance = Balance
commerce-column-number = No.
commerce-column-act = What
commerce-column-lines = Lines
commerce-stray = Money without an order
commerce-column-transaction = Transaction
commerce-column-hash = Hash
commerce-ledger-act = { $act ->
    [received] Payment
    [fee] Fee
    [refunded] Refund
    [unapplied_booked] Unmatched money in
    [unapplied_applied] Unmatched money accepted
    [unapplied_refunded] Unmatched money sent back
    [settled] Paid out to the bank
   *[corrected] Correction
}
commerce-sandbox-title = Sandbox payment
commerce-sandbox-lead = No real money here. Choose what happens.
commerce-sandbox-success = Payment succeeds
commerce-sandbox-failure = Payment fails
commerce-sandbox-delay = Succeeds, notice 20 seconds late
commerce-sandbox-duplicate = Succeeds, notified more than once
commerce-sandbox-wrong-amount = A different amount arrives
commerce-sandbox-decided = This one is decided; choosing again only notifies again.
commerce-sandbox-leave = Back to the order

fault-product-denied = Your role can't manage products.
fault-refund-denied = Your role can't give refunds.
fault-product-missing = This product wasn't found.
fault-product-name = Give a name of 1 to 40 characters that can be seen.
fault-product-prices = Give at least one price, four at most.
fault-product-kind = Only memberships can be made.
fault-price-amount = Enter an amount above zero, with no more decimals than the currency has.
fault-price-currency = Prices are in the site's currency.
fault-price-term = The term is month or year.
fault-price-twice = Two of the prices are the same. Leave one out.
fault-price-missing = This price wasn't found.
fault-price-off-sale = This price is off sale. Choose another plan.
fault-order-status-of-all = Only the list of everybody's orders can be narrowed to a status.
fault-order-missing = This order wasn't found.
fault-order-closed = The order is closed. Order again.
fault-order-already-paid = The order is paid already.
fault-order-money-waits = Money came for this order and the team is checking it: it cannot be cancelled now.
fault-provider-missing = There is no such payment method.
fault-provider-off = This payment method isn't available now. Choose another.
fault-payment-missing = This payment wasn't found.
fault-payment-not-waiting = This money isn't waiting any more.
fault-notice-refused = The notice couldn't be verified.
fault-notice-too-large = The notice is too large.
fault-checkout-stale = The page had expired and is fresh now. Send it once more.
fault-checkout-twice = Your first click is still being handled.
fault-refund-nothing-left = There is nothing left to refund.
fault-refund-amount = Enter an amount above zero and no more than what is left.
fault-refund-reason = Give a reason, 500 characters at most.
fault-refund-end-of-full = A full refund ends access at once; no other end can be set.
fault-refund-missing = This refund wasn't found.
fault-sandbox-outcome = There is no such outcome.
fault-ledger-missing = There is no such book. The two are live and sandbox.
fault-ledger-booked = This is booked already.
commerce-provider = { $name ->
    [sandbox] Sandbox
   *[other] { $name }
}
commerce-account-clearing = Clearing ({ $provider })
commerce-account = { $name ->
    [bank] Bank
    [sales] Sales
    [refunds] Refunds
    [fees] Fees
    [unapplied] Unapplied receipts
    [held] Payable to others
   *[other] { $name }
}
