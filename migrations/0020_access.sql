-- What opens doors: plans with the things they open, and the entitlements of members.
CREATE TABLE plans (
    id {int} NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    created_at {int} NOT NULL
) {strict};

CREATE TABLE plan_opens (
    plan_id {int} NOT NULL REFERENCES plans (id),
    thing_kind TEXT NOT NULL
        CHECK (thing_kind IN ('plan', 'space', 'post', 'course', 'gathering')),
    thing_id {int} NOT NULL,
    PRIMARY KEY (plan_id, thing_kind, thing_id)
) {strict};
CREATE INDEX plan_opens_thing_ix ON plan_opens (thing_kind, thing_id);

-- One slice of time in which one member has the right to one thing: from_at <= now < until_at.
-- ended_at only says that the end was announced or came early; the decision never reads it.
CREATE TABLE entitlements (
    id {int} NOT NULL PRIMARY KEY,
    member_id {int} NOT NULL,
    thing_kind TEXT NOT NULL
        CHECK (thing_kind IN ('plan', 'space', 'post', 'course', 'gathering')),
    thing_id {int} NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('order', 'grant', 'gift', 'import')),
    source_id {int} NOT NULL,
    from_at {int} NOT NULL,
    until_at {int},
    anchor_day {int},
    months {int},
    reason TEXT,
    given_by {int},
    ended_at {int},
    created_at {int} NOT NULL,
    CHECK (until_at IS NULL OR until_at >= from_at)
) {strict};

CREATE UNIQUE INDEX entitlements_source_source_id_thing_kind_thing_id_uq
    ON entitlements (source, source_id, thing_kind, thing_id);
CREATE INDEX entitlements_member_ix ON entitlements (member_id, thing_kind, thing_id, until_at);
CREATE INDEX entitlements_thing_ix ON entitlements (thing_kind, thing_id, until_at);
CREATE INDEX entitlements_due_ix ON entitlements (until_at) WHERE ended_at IS NULL;
