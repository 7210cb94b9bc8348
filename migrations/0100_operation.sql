-- How the last check of the event log's chain ended, so that the next goes on from there. One row.
CREATE TABLE log_checks (
    id {int} NOT NULL PRIMARY KEY CHECK (id = 1),
    position {int} NOT NULL,
    hash {bytes} NOT NULL,
    began_at {int} NOT NULL,
    checked_at {int} NOT NULL,
    broken_at {int}
) {strict};
