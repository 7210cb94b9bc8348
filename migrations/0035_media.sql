-- Pictures that members bring in: what they are, their sizes, and where they are shown.

-- `idle_since` is when a picture was last shown anywhere or kept in a draft; none while a post or
-- comment shows it. Long idle ones are swept. 0 marks those of members who are no more.
CREATE TABLE media (
    id {int} NOT NULL PRIMARY KEY,
    owner_id {int} NOT NULL,
    width {int} NOT NULL,
    height {int} NOT NULL,
    colour TEXT NOT NULL,
    alt TEXT NOT NULL,
    bytes {int} NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('live', 'import', 'seed')),
    created_at {int} NOT NULL,
    idle_since {int}
) {strict};
CREATE INDEX media_owner ON media (owner_id, created_at, id);
CREATE INDEX media_latest ON media (created_at, id);
CREATE INDEX media_idle ON media (idle_since, id) WHERE idle_since IS NOT NULL;

-- Each size is a blob under the hash of its content; two pictures may share one.
CREATE TABLE media_variants (
    media_id {int} NOT NULL REFERENCES media (id),
    width {int} NOT NULL,
    height {int} NOT NULL,
    kind TEXT NOT NULL,
    hash TEXT NOT NULL,
    bytes {int} NOT NULL,
    PRIMARY KEY (media_id, width)
) {strict};
CREATE INDEX media_variants_hash ON media_variants (hash);

-- What shows a picture, and whether above the divider: who may see it is decided from here at
-- each request.
CREATE TABLE media_shown (
    media_id {int} NOT NULL REFERENCES media (id),
    holder TEXT NOT NULL CHECK (holder IN ('post', 'comment')),
    holder_id {int} NOT NULL,
    free {bool} NOT NULL,
    PRIMARY KEY (media_id, holder, holder_id)
) {strict};
CREATE INDEX media_shown_holder ON media_shown (holder, holder_id);

-- Blobs that may be without a row: on their way in, or left behind. Whoever takes one up again
-- moves its time; a claimed one is being deleted.
CREATE TABLE media_garbage (
    hash TEXT NOT NULL PRIMARY KEY,
    due_at {int} NOT NULL,
    claimed {bool} NOT NULL
) {strict};
CREATE INDEX media_garbage_due ON media_garbage (due_at, hash);

-- How much there is, counted as it comes and goes: the studio asks no whole table.
CREATE TABLE media_totals (
    id {int} NOT NULL PRIMARY KEY CHECK (id = 1),
    pictures {int} NOT NULL,
    bytes {int} NOT NULL
) {strict};
INSERT INTO media_totals (id, pictures, bytes) VALUES (1, 0, 0);
