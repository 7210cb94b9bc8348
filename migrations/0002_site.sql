-- What the installation is called and how it behaves, and the versions of its legal texts.
CREATE TABLE settings (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    changed_at {int} NOT NULL
) {strict};

CREATE TABLE settings_history (
    id {int} NOT NULL PRIMARY KEY,
    key TEXT NOT NULL,
    old_value TEXT,
    new_value TEXT NOT NULL,
    actor {int},
    changed_at {int} NOT NULL
) {strict};


CREATE TABLE settings_fixed (
    key TEXT NOT NULL PRIMARY KEY,
    fixed_at {int} NOT NULL
) {strict};

CREATE TABLE legal_texts (
    id {int} NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('rules', 'privacy', 'terms', 'refunds')),
    version {int} NOT NULL,
    locale TEXT NOT NULL,
    body TEXT NOT NULL,
    published_at {int} NOT NULL,
    published_by {int}
) {strict};

CREATE UNIQUE INDEX legal_texts_version_uq ON legal_texts (kind, version, locale);
