-- What was brought in from other systems: which source row became which row here, and the text
-- that was converted, so that a second run changes nothing and a better conversion stays possible.
CREATE TABLE import_keys (
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    id {int} NOT NULL,
    PRIMARY KEY (source, kind, key)
) {strict};

CREATE TABLE import_sources (
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (source, kind, key)
) {strict};
