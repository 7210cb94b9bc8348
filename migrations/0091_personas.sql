-- Whom one may be with one click in a demonstration; empty on every other site.
CREATE TABLE personas (
    member_id {int} NOT NULL PRIMARY KEY,
    part TEXT NOT NULL,
    place {int} NOT NULL
) {strict};
