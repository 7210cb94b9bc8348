-- What is sold, who bought it, what was paid, what was given back, and the books of all that.
CREATE TABLE products (
    id {int} NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('membership')),
    name TEXT NOT NULL,
    on_sale {bool} NOT NULL,
    created_at {int} NOT NULL
) {strict};

CREATE TABLE prices (
    id {int} NOT NULL PRIMARY KEY,
    product_id {int} NOT NULL REFERENCES products (id),
    amount_minor {int} NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    term TEXT NOT NULL CHECK (term IN ('month', 'year')),
    on_sale {bool} NOT NULL,
    created_at {int} NOT NULL
) {strict};
CREATE INDEX prices_product_ix ON prices (product_id, amount_minor);

-- What was agreed stands in the order itself: a price that changes later changes no order.
CREATE TABLE orders (
    id {int} NOT NULL PRIMARY KEY,
    no TEXT NOT NULL,
    member_id {int} NOT NULL,
    product_id {int} NOT NULL,
    price_id {int} NOT NULL,
    product_name TEXT NOT NULL,
    term TEXT NOT NULL CHECK (term IN ('month', 'year')),
    amount_minor {int} NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'awaiting_payment', 'paid', 'fulfilled',
        'partially_refunded', 'refunded', 'expired', 'cancelled')),
    email TEXT,
    back TEXT NOT NULL,
    locale TEXT NOT NULL,
    checkout_key TEXT,
    session_id {int},
    needs_staff {bool} NOT NULL,
    refunded_minor {int} NOT NULL DEFAULT 0,
    created_at {int} NOT NULL,
    expires_at {int} NOT NULL,
    paid_at {int},
    ended_at {int},
    CHECK (refunded_minor >= 0)
) {strict};
CREATE UNIQUE INDEX orders_no_uq ON orders (no);
CREATE UNIQUE INDEX orders_checkout_key_uq ON orders (checkout_key);
CREATE INDEX orders_created_ix ON orders (created_at, id);
CREATE INDEX orders_state_ix ON orders (state, created_at, id);
CREATE INDEX orders_member_ix ON orders (member_id, created_at, id);
CREATE INDEX orders_staff_ix ON orders (created_at, id) WHERE needs_staff;

-- Every amount that came in is one row, also what fits no order. At most one settles an order.
CREATE TABLE payments (
    id {int} NOT NULL PRIMARY KEY,
    order_id {int},
    provider TEXT NOT NULL,
    reference TEXT NOT NULL,
    transaction_ref TEXT,
    amount_minor {int} NOT NULL,
    currency TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN
        ('created', 'pending', 'succeeded', 'failed', 'expired', 'reversed')),
    settles {bool} NOT NULL,
    captured_minor {int} NOT NULL DEFAULT 0,
    refunding_minor {int} NOT NULL DEFAULT 0,
    refunded_minor {int} NOT NULL DEFAULT 0,
    next_url TEXT NOT NULL,
    created_at {int} NOT NULL,
    succeeded_at {int},
    checked_at {int} NOT NULL,
    CHECK (refunding_minor >= 0 AND refunded_minor >= 0
        AND refunding_minor + refunded_minor <= captured_minor)
) {strict};
CREATE UNIQUE INDEX payments_reference_uq ON payments (reference);
CREATE UNIQUE INDEX payments_provider_transaction_ref_uq ON payments (provider, transaction_ref);
CREATE UNIQUE INDEX payments_order_id_uq ON payments (order_id) WHERE settles;
CREATE INDEX payments_order_ix ON payments (order_id, created_at);
CREATE INDEX payments_open_ix ON payments (checked_at) WHERE state IN ('created', 'pending');

CREATE TABLE refunds (
    id {int} NOT NULL PRIMARY KEY,
    order_id {int},
    payment_id {int} NOT NULL REFERENCES payments (id),
    amount_minor {int} NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN
        ('requested', 'submitted', 'succeeded', 'failed', 'unknown')),
    why TEXT NOT NULL CHECK (why IN ('staff', 'second', 'late', 'held')),
    reason TEXT NOT NULL,
    given_by {int},
    end_before {int},
    end_after {int},
    created_at {int} NOT NULL,
    ended_at {int}
) {strict};
CREATE INDEX refunds_order_ix ON refunds (order_id, created_at);
CREATE INDEX refunds_open_ix ON refunds (created_at)
    WHERE state IN ('requested', 'submitted', 'unknown');

-- What providers told, byte for byte, once each.
CREATE TABLE provider_notices (
    id {int} NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL,
    event_id TEXT NOT NULL,
    reference TEXT NOT NULL,
    raw {bytes} NOT NULL,
    verdict TEXT NOT NULL,
    payment_id {int},
    received_at {int} NOT NULL
) {strict};
CREATE UNIQUE INDEX provider_notices_provider_event_id_uq ON provider_notices (provider, event_id);

-- The ledger: a head a book, entries and lines that are only ever added to, balances beside them.
CREATE TABLE ledger_books (
    book TEXT NOT NULL PRIMARY KEY CHECK (book IN ('live', 'sandbox')),
    number {int} NOT NULL,
    booked_at {int} NOT NULL,
    hash TEXT NOT NULL
) {strict};

CREATE TABLE ledger_entries (
    book TEXT NOT NULL,
    number {int} NOT NULL,
    cause TEXT NOT NULL,
    booked_at {int} NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (book, number)
) {strict};
CREATE UNIQUE INDEX ledger_entries_book_cause_uq ON ledger_entries (book, cause);

CREATE TABLE ledger_postings (
    book TEXT NOT NULL,
    number {int} NOT NULL,
    line {int} NOT NULL,
    account TEXT NOT NULL,
    amount_minor {int} NOT NULL CHECK (amount_minor <> 0),
    currency TEXT NOT NULL,
    PRIMARY KEY (book, number, line)
) {strict};

CREATE TABLE ledger_balances (
    book TEXT NOT NULL,
    account TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount_minor {int} NOT NULL,
    PRIMARY KEY (book, account, currency)
) {strict};

-- sqlite:
CREATE TRIGGER ledger_entries_kept BEFORE UPDATE ON ledger_entries
BEGIN SELECT RAISE(ABORT, 'ledger entries are only added to'); END;
CREATE TRIGGER ledger_entries_stay BEFORE DELETE ON ledger_entries
BEGIN SELECT RAISE(ABORT, 'ledger entries are only added to'); END;
CREATE TRIGGER ledger_postings_kept BEFORE UPDATE ON ledger_postings
BEGIN SELECT RAISE(ABORT, 'ledger lines are only added to'); END;
CREATE TRIGGER ledger_postings_stay BEFORE DELETE ON ledger_postings
BEGIN SELECT RAISE(ABORT, 'ledger lines are only added to'); END;
-- pg:
CREATE FUNCTION ledger_is_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger is only added to'; END $$;
CREATE TRIGGER ledger_entries_kept BEFORE UPDATE OR DELETE ON ledger_entries
    FOR EACH ROW EXECUTE FUNCTION ledger_is_kept();
CREATE TRIGGER ledger_postings_kept BEFORE UPDATE OR DELETE ON ledger_postings
    FOR EACH ROW EXECUTE FUNCTION ledger_is_kept();
-- end

-- The sandbox's own side: what a real provider would keep in its own house.
CREATE TABLE sandbox_charges (
    reference TEXT NOT NULL PRIMARY KEY,
    amount_minor {int} NOT NULL,
    currency TEXT NOT NULL,
    title TEXT NOT NULL,
    return_path TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'succeeded', 'failed')),
    captured_minor {int} NOT NULL DEFAULT 0,
    created_at {int} NOT NULL
) {strict};

CREATE TABLE sandbox_refunds (
    reference TEXT NOT NULL PRIMARY KEY,
    charge TEXT NOT NULL,
    amount_minor {int} NOT NULL,
    created_at {int} NOT NULL
) {strict};

-- Which member was told that which membership ends, by the order that ends it.
CREATE TABLE renewal_reminders (
    entitlement_id {int} NOT NULL,
    until_at {int} NOT NULL,
    sent_at {int} NOT NULL,
    PRIMARY KEY (entitlement_id, until_at)
) {strict};
