-- The foundation: nodes, the event log with its subscribers, jobs, and the search index.

-- Which process makes ids with which node number; held by a lease that is renewed.
CREATE TABLE nodes (
    number {int} NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    leased_until {int} NOT NULL
) {strict};

-- The event log. Positions are dense and in commit order; NULL until the sequencer gives one.
CREATE TABLE events (
    id {int} NOT NULL PRIMARY KEY,
    seq {int} {sequence events_seq},
    position {int},
    name TEXT NOT NULL,
    version {int} NOT NULL,
    actor {int},
    subject {int},
    space {int},
    origin TEXT NOT NULL CHECK (origin IN ('live', 'import', 'seed')),
    occurred_at {int} NOT NULL,
    recorded_at {int} NOT NULL,
    payload TEXT NOT NULL,
    hash {bytes}
) {strict};
CREATE UNIQUE INDEX events_position_uq ON events (position);
CREATE INDEX events_unnumbered ON events (seq) WHERE position IS NULL;
CREATE INDEX events_actor ON events (actor, position);
CREATE INDEX events_name ON events (name, position);

-- Who numbers committed events: the row's lock and epoch are what is correct, the lease only says
-- who tries. One row; only engines with several writers use it.
CREATE TABLE sequencer (
    id {int} NOT NULL PRIMARY KEY CHECK (id = 1),
    holder TEXT NOT NULL,
    epoch {int} NOT NULL,
    leased_until {int} NOT NULL,
    position {int} NOT NULL,
    hash {bytes} NOT NULL
) {strict};

-- How far each subscriber has applied the log; moved in the transaction of the effect.
CREATE TABLE cursors (
    name TEXT NOT NULL PRIMARY KEY,
    position {int} NOT NULL,
    moved_at {int} NOT NULL,
    failures {int} NOT NULL DEFAULT 0,
    last_error TEXT
) {strict};

-- Jobs, pushed in the transaction that wants them done; dead ones stay for a person to see.
CREATE TABLE jobs (
    id {int} NOT NULL PRIMARY KEY,
    queue TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    run_at {int} NOT NULL,
    attempts {int} NOT NULL DEFAULT 0,
    attempts_max {int} NOT NULL,
    leased_until {int} NOT NULL DEFAULT 0,
    lease {int},
    dedupe_key TEXT,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'dead')),
    last_error TEXT,
    created_at {int} NOT NULL,
    ended_at {int}
) {strict};
CREATE INDEX jobs_due ON jobs (queue, run_at) WHERE state = 'waiting';
CREATE INDEX jobs_ended ON jobs (state, ended_at) WHERE ended_at IS NOT NULL;
CREATE UNIQUE INDEX jobs_dedupe_key_uq ON jobs (dedupe_key) WHERE state = 'waiting' AND attempts = 0;

-- Each time that a schedule has fired: whoever inserts the row pushes the job.
CREATE TABLE cron_fires (
    name TEXT NOT NULL,
    fire_at {int} NOT NULL,
    PRIMARY KEY (name, fire_at)
) {strict};

-- Indexes that were dropped for a bulk load and are to be built again, also after a crash.
CREATE TABLE dropped_indexes (
    name TEXT NOT NULL PRIMARY KEY,
    definition TEXT NOT NULL
) {strict};

-- What can be found: one row a document, with all that decides who may find it. The free part and
-- the gated part of one thing are two documents.
CREATE TABLE search_docs (
    id {int} NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    object {int} NOT NULL,
    part TEXT NOT NULL CHECK (part IN ('open', 'gated')),
    space {int},
    gate {int},
    author {int},
    lang TEXT NOT NULL,
    created_at {int} NOT NULL,
    version {int} NOT NULL,
    votes {int} NOT NULL DEFAULT 0
) {strict};
CREATE UNIQUE INDEX search_docs_object_kind_part_uq ON search_docs (object, kind, part);

-- sqlite:
CREATE VIRTUAL TABLE search_words USING fts5(
    title, body, content = '', contentless_delete = 1, detail = column,
    tokenize = 'unicode61 remove_diacritics 0'
);
-- pg:
CREATE TABLE search_words (
    rowid BIGINT NOT NULL PRIMARY KEY,
    words TSVECTOR NOT NULL
);
CREATE INDEX search_words_words ON search_words USING gin (words) WITH (fastupdate = off);
-- end

INSERT INTO sequencer (id, holder, epoch, leased_until, position, hash)
VALUES (1, '', 0, 0, 0, {empty_bytes});
