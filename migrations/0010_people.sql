-- Who belongs to the site: members, their addresses, credentials, devices, consent, claims.
CREATE TABLE members (
    id {int} PRIMARY KEY,
    number {int},
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    avatar TEXT,
    hue {int} NOT NULL,
    bio TEXT NOT NULL,
    location TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN
        ('owner', 'admin', 'editor', 'moderator', 'instructor', 'support', 'member')),
    permissions {int} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'locked', 'closed', 'erased')),
    confirmed {bool} NOT NULL,
    paid {bool} NOT NULL,
    locale TEXT NOT NULL,
    theme TEXT NOT NULL CHECK (theme IN ('auto', 'light', 'dark')),
    directory {bool} NOT NULL,
    profile_to TEXT NOT NULL CHECK (profile_to IN ('everyone', 'members')),
    unread {int} NOT NULL,
    epoch {int} NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('live', 'import', 'seed')),
    created_at {int} NOT NULL
) {strict};

CREATE UNIQUE INDEX members_handle_uq ON members (handle);
CREATE INDEX members_known_name_ix ON members (name) WHERE directory;
CREATE INDEX members_known_handle_ix ON members (handle) WHERE directory;
CREATE UNIQUE INDEX members_number_uq ON members (number);
CREATE INDEX members_created_ix ON members (created_at, id);
CREATE INDEX members_unconfirmed_ix ON members (state, created_at, id)
    WHERE origin = 'live' AND NOT confirmed AND NOT paid;
CREATE INDEX members_role_ix ON members (role, created_at, id);
CREATE INDEX members_state_ix ON members (state, created_at, id);
CREATE INDEX members_directory_ix ON members (directory, created_at, id);
CREATE INDEX members_avatar_ix ON members (avatar);

-- Pictures that were somebody's, until it is seen whether anything else shows them.
CREATE TABLE discarded_avatars (
    hash TEXT NOT NULL PRIMARY KEY
) {strict};

CREATE TABLE member_numbers (
    one {int} PRIMARY KEY,
    last {int} NOT NULL
) {strict};

INSERT INTO member_numbers (one, last) VALUES (1, 0);

CREATE TABLE member_details (
    member_id {int} PRIMARY KEY REFERENCES members (id),
    links TEXT NOT NULL,
    interests TEXT NOT NULL,
    goal TEXT NOT NULL,
    rhythm TEXT NOT NULL CHECK (rhythm IN ('daily', 'weekly', 'never')),
    quiet_from {int},
    quiet_until {int},
    badges TEXT NOT NULL,
    welcomed_at {int}
) {strict};

-- Why somebody is locked out, for as long as they are.
CREATE TABLE locks (
    member_id {int} PRIMARY KEY REFERENCES members (id),
    locked_by {int},
    reason TEXT NOT NULL,
    locked_at {int} NOT NULL
) {strict};

CREATE TABLE handles (
    handle TEXT NOT NULL PRIMARY KEY,
    member_id {int} NOT NULL REFERENCES members (id),
    redirects {bool} NOT NULL,
    taken_at {int} NOT NULL
) {strict};

CREATE INDEX handles_member_ix ON handles (member_id, taken_at);

CREATE TABLE addresses (
    member_id {int} PRIMARY KEY REFERENCES members (id),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    confirmed {bool} NOT NULL,
    created_at {int} NOT NULL,
    confirmed_at {int}
) {strict};

CREATE UNIQUE INDEX addresses_email_key_uq ON addresses (email_key) WHERE confirmed;
CREATE INDEX addresses_email_key_ix ON addresses (email_key, created_at);

CREATE TABLE address_undos (
    token_hash TEXT NOT NULL PRIMARY KEY,
    member_id {int} NOT NULL REFERENCES members (id),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    created_at {int} NOT NULL,
    expires_at {int} NOT NULL,
    used_at {int}
) {strict};

CREATE INDEX address_undos_member_ix ON address_undos (member_id, created_at);

CREATE TABLE adoptions (
    member_id {int} PRIMARY KEY REFERENCES members (id),
    email_key TEXT NOT NULL,
    browser TEXT NOT NULL,
    asked_at {int} NOT NULL,
    due_at {int} NOT NULL
) {strict};

CREATE TABLE codes (
    id {int} PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('sign_in', 'confirm', 'change', 'fresh', 'second')),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    member_id {int},
    browser TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    link_hash TEXT NOT NULL,
    kept {bool} NOT NULL,
    next TEXT NOT NULL,
    tries {int} NOT NULL,
    created_at {int} NOT NULL,
    expires_at {int} NOT NULL,
    used_at {int},
    proof_until {int}
) {strict};

CREATE INDEX codes_browser_ix ON codes (browser, created_at);
CREATE INDEX codes_email_key_ix ON codes (email_key, created_at);
CREATE INDEX codes_created_ix ON codes (created_at);
CREATE INDEX codes_member_ix ON codes (member_id);

CREATE TABLE passwords (
    member_id {int} PRIMARY KEY REFERENCES members (id),
    hash TEXT NOT NULL,
    changed_at {int} NOT NULL
) {strict};

CREATE TABLE wrong_passwords (
    login TEXT NOT NULL,
    day {int} NOT NULL,
    count {int} NOT NULL,
    PRIMARY KEY (login, day)
) {strict};

CREATE INDEX wrong_passwords_day_ix ON wrong_passwords (day);

CREATE TABLE totps (
    member_id {int} PRIMARY KEY REFERENCES members (id),
    secret {bytes} NOT NULL,
    confirmed {bool} NOT NULL,
    last_step {int} NOT NULL,
    created_at {int} NOT NULL
) {strict};

CREATE TABLE recovery_codes (
    member_id {int} NOT NULL REFERENCES members (id),
    code_hash TEXT NOT NULL,
    used_at {int},
    PRIMARY KEY (member_id, code_hash)
) {strict};

CREATE TABLE factor_resets (
    member_id {int} PRIMARY KEY REFERENCES members (id),
    asked_by {int} NOT NULL,
    reason TEXT NOT NULL,
    asked_at {int} NOT NULL,
    due_at {int} NOT NULL
) {strict};

CREATE INDEX factor_resets_due_ix ON factor_resets (due_at);

CREATE TABLE passkeys (
    id {int} PRIMARY KEY,
    member_id {int} NOT NULL REFERENCES members (id),
    credential_id TEXT NOT NULL,
    name TEXT NOT NULL,
    credential TEXT NOT NULL,
    created_at {int} NOT NULL,
    used_at {int}
) {strict};

CREATE UNIQUE INDEX passkeys_credential_id_uq ON passkeys (credential_id);
CREATE INDEX passkeys_member_ix ON passkeys (member_id, created_at);

CREATE TABLE passkey_challenges (
    token_hash TEXT NOT NULL PRIMARY KEY,
    member_id {int},
    state TEXT NOT NULL,
    expires_at {int} NOT NULL
) {strict};

CREATE INDEX passkey_challenges_expires_ix ON passkey_challenges (expires_at);

CREATE TABLE half_sign_ins (
    token_hash TEXT NOT NULL PRIMARY KEY,
    member_id {int} NOT NULL REFERENCES members (id),
    needs_code {bool} NOT NULL,
    needs_factor {bool} NOT NULL,
    next TEXT NOT NULL,
    tries {int} NOT NULL,
    expires_at {int} NOT NULL
) {strict};

CREATE INDEX half_sign_ins_expires_ix ON half_sign_ins (expires_at);
CREATE INDEX half_sign_ins_member_ix ON half_sign_ins (member_id);

CREATE TABLE devices (
    token_hash TEXT NOT NULL,
    member_id {int} NOT NULL REFERENCES members (id),
    seen_at {int} NOT NULL,
    PRIMARY KEY (token_hash, member_id)
) {strict};

CREATE INDEX devices_member_ix ON devices (member_id, seen_at);

CREATE TABLE networks (
    member_id {int} NOT NULL REFERENCES members (id),
    network TEXT NOT NULL,
    seen_at {int} NOT NULL,
    PRIMARY KEY (member_id, network)
) {strict};

CREATE TABLE consents (
    id {int} PRIMARY KEY,
    member_id {int} NOT NULL REFERENCES members (id),
    kind TEXT NOT NULL CHECK (kind IN ('rules', 'privacy', 'terms', 'refunds')),
    version {int} NOT NULL,
    locale TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    surface TEXT NOT NULL CHECK (surface IN ('register', 'checkout', 'again', 'api')),
    given_at {int} NOT NULL
) {strict};

CREATE INDEX consents_member_ix ON consents (member_id, kind, version);

CREATE TABLE daily_writes (
    member_id {int} NOT NULL REFERENCES members (id),
    day {int} NOT NULL,
    count {int} NOT NULL,
    PRIMARY KEY (member_id, day)
) {strict};

CREATE INDEX daily_writes_day_ix ON daily_writes (day);

CREATE TABLE owner_links (
    token_hash TEXT NOT NULL PRIMARY KEY,
    expires_at {int} NOT NULL
) {strict};

CREATE TABLE claims (
    id {int} PRIMARY KEY,
    member_id {int} NOT NULL REFERENCES members (id),
    token_hash TEXT NOT NULL,
    given_by {int} NOT NULL,
    reason TEXT NOT NULL,
    created_at {int} NOT NULL,
    expires_at {int} NOT NULL,
    used_at {int},
    undone_at {int}
) {strict};

CREATE UNIQUE INDEX claims_token_hash_uq ON claims (token_hash);
CREATE INDEX claims_member_ix ON claims (member_id, created_at);

CREATE TABLE exports (
    id {int} PRIMARY KEY,
    member_id {int} NOT NULL REFERENCES members (id),
    state TEXT NOT NULL CHECK (state IN ('building', 'ready', 'failed')),
    blob TEXT,
    bytes {int} NOT NULL,
    asked_at {int} NOT NULL,
    expires_at {int}
) {strict};

CREATE INDEX exports_member_ix ON exports (member_id, asked_at);
CREATE INDEX exports_expires_ix ON exports (expires_at);
CREATE INDEX exports_building_ix ON exports (asked_at) WHERE state = 'building';

CREATE TABLE deletions (
    member_id {int} PRIMARY KEY REFERENCES members (id),
    keep_posts {bool} NOT NULL,
    asked_at {int} NOT NULL,
    due_at {int} NOT NULL
) {strict};

CREATE INDEX deletions_due_ix ON deletions (due_at);
