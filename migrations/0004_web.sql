-- Who is signed in where, and answers kept for requests that may be repeated.
CREATE TABLE sessions (
    id {int} NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL,
    member_id {int} NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('browser', 'token')),
    label TEXT NOT NULL,
    permissions {int} NOT NULL,
    locale TEXT,
    face TEXT NOT NULL,
    second_factor {bool} NOT NULL,
    device TEXT,
    ip TEXT NOT NULL,
    agent TEXT NOT NULL,
    created_at {int} NOT NULL,
    seen_at {int} NOT NULL,
    reauthenticated_at {int},
    expires_at {int} NOT NULL,
    ends_at {int} NOT NULL
) {strict};

CREATE UNIQUE INDEX sessions_token_hash_uq ON sessions (token_hash);
CREATE INDEX sessions_member_ix ON sessions (member_id, created_at);
CREATE INDEX sessions_expires_ix ON sessions (expires_at);

CREATE TABLE idempotent_requests (
    caller TEXT NOT NULL,
    key TEXT NOT NULL,
    route TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'done')),
    status {int},
    answer TEXT,
    started_at {int} NOT NULL,
    PRIMARY KEY (caller, key)
) {strict};

CREATE INDEX idempotent_requests_started_ix ON idempotent_requests (started_at);

CREATE TABLE kept_forms (
    browser TEXT NOT NULL,
    path TEXT NOT NULL,
    fields TEXT NOT NULL,
    kept_at {int} NOT NULL,
    PRIMARY KEY (browser, path)
) {strict};

CREATE INDEX kept_forms_kept_at_ix ON kept_forms (kept_at);

CREATE TABLE site_keys (
    name TEXT NOT NULL PRIMARY KEY,
    secret TEXT NOT NULL,
    made_at {int} NOT NULL
) {strict};
