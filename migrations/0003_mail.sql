-- Mail on its way out, and addresses that nothing is sent to any more.
CREATE TABLE mail_outbox (
    id {int} NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    recipient_key TEXT NOT NULL,
    to_team {bool} NOT NULL,
    subject TEXT NOT NULL,
    text_body TEXT NOT NULL,
    html_body TEXT NOT NULL,
    unsubscribe TEXT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'suppressed')),
    last_error TEXT,
    created_at {int} NOT NULL,
    sent_at {int},
    opened_at {int}
) {strict};

CREATE INDEX mail_outbox_state_ix ON mail_outbox (state, created_at, id);
CREATE INDEX mail_outbox_recipient_ix ON mail_outbox (recipient_key);

CREATE TABLE mail_suppressed (
    address TEXT NOT NULL PRIMARY KEY,
    reason TEXT NOT NULL CHECK (reason IN ('bounce', 'complaint', 'asked')),
    at {int} NOT NULL
) {strict};
