-- What people write for each other: spaces, posts, comments, reactions, and who follows what.

-- One row that is raised by every change of spaces, gates and moderators, so that each process
-- knows when what it keeps of them in memory is old.
CREATE TABLE community_versions (
    id {int} NOT NULL PRIMARY KEY CHECK (id = 1),
    version {int} NOT NULL
) {strict};
INSERT INTO community_versions (id, version) VALUES (1, 1);

CREATE TABLE spaces (
    id {int} NOT NULL PRIMARY KEY,
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    prompt TEXT NOT NULL,
    icon TEXT NOT NULL,
    visibility TEXT NOT NULL CHECK (visibility IN ('open', 'members', 'plan', 'secret')),
    shown {bool} NOT NULL,
    posting TEXT NOT NULL CHECK (posting IN ('everyone', 'team')),
    place {int} NOT NULL,
    posts {int} NOT NULL DEFAULT 0,
    origin TEXT NOT NULL CHECK (origin IN ('live', 'import', 'seed')),
    created_at {int} NOT NULL,
    updated_at {int} NOT NULL
) {strict};
CREATE UNIQUE INDEX spaces_handle_uq ON spaces (handle);
CREATE INDEX spaces_place ON spaces (place, id);

CREATE TABLE space_plans (
    space_id {int} NOT NULL REFERENCES spaces (id),
    plan_id {int} NOT NULL,
    PRIMARY KEY (space_id, plan_id)
) {strict};

-- Who was added to a secret space.
CREATE TABLE space_members (
    space_id {int} NOT NULL REFERENCES spaces (id),
    member_id {int} NOT NULL,
    added_by {int},
    added_at {int} NOT NULL,
    PRIMARY KEY (space_id, member_id)
) {strict};
CREATE INDEX space_members_member ON space_members (member_id, space_id);

CREATE TABLE space_moderators (
    space_id {int} NOT NULL REFERENCES spaces (id),
    member_id {int} NOT NULL,
    added_at {int} NOT NULL,
    PRIMARY KEY (space_id, member_id)
) {strict};

-- A list of things of which one opens a post, kept once for each space: a viewer's reach is then a
-- short list of gates, however many posts there are. The gate with the space's own id stands for
-- whatever the space itself asks for, and its list is empty here.
CREATE TABLE gates (
    id {int} NOT NULL PRIMARY KEY,
    space_id {int} NOT NULL REFERENCES spaces (id),
    things TEXT NOT NULL
) {strict};
CREATE UNIQUE INDEX gates_space_id_things_uq ON gates (space_id, things);

CREATE TABLE posts (
    id {int} NOT NULL PRIMARY KEY,
    space_id {int} NOT NULL REFERENCES spaces (id),
    gate_id {int} NOT NULL REFERENCES gates (id),
    author_id {int} NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('article', 'question')),
    state TEXT NOT NULL CHECK (state IN ('published', 'hidden', 'deleted')),
    title TEXT NOT NULL,
    slug TEXT NOT NULL,
    summary TEXT NOT NULL,
    free_excerpt TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    tags TEXT NOT NULL,
    lang TEXT NOT NULL,
    locked {bool} NOT NULL DEFAULT FALSE,
    accepted_id {int},
    featured_at {int},
    comments {int} NOT NULL DEFAULT 0,
    answers {int} NOT NULL DEFAULT 0,
    bookmarks {int} NOT NULL DEFAULT 0,
    reads {int} NOT NULL DEFAULT 0,
    likes {int} NOT NULL DEFAULT 0,
    thanks {int} NOT NULL DEFAULT 0,
    insights {int} NOT NULL DEFAULT 0,
    laughs {int} NOT NULL DEFAULT 0,
    questions {int} NOT NULL DEFAULT 0,
    imported_up {int} NOT NULL DEFAULT 0,
    imported_down {int} NOT NULL DEFAULT 0,
    hot {int} NOT NULL,
    characters {int} NOT NULL,
    images {int} NOT NULL,
    free_characters {int} NOT NULL,
    free_images {int} NOT NULL,
    minutes {int} NOT NULL,
    version {int} NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('live', 'import', 'seed')),
    created_at {int} NOT NULL,
    active_at {int} NOT NULL,
    edited_at {int},
    deleted_at {int},
    deleted_by {int}
) {strict};
CREATE INDEX posts_latest ON posts (created_at, id) WHERE state = 'published';
CREATE INDEX posts_hot ON posts (hot, id) WHERE state = 'published';
CREATE INDEX posts_featured ON posts (featured_at, id)
    WHERE state = 'published' AND featured_at IS NOT NULL;
CREATE INDEX posts_space ON posts (space_id, created_at, id) WHERE state = 'published';
CREATE INDEX posts_space_hot ON posts (space_id, hot, id) WHERE state = 'published';
CREATE INDEX posts_space_featured ON posts (space_id, featured_at, id)
    WHERE state = 'published' AND featured_at IS NOT NULL;
CREATE INDEX posts_unanswered ON posts (created_at, id)
    WHERE state = 'published' AND kind = 'question' AND answers = 0;
CREATE INDEX posts_author ON posts (author_id, created_at, id);

-- The texts of a post stand apart, so that no list ever touches them: the source, what stands
-- above its divider as HTML, and the whole as HTML.
CREATE TABLE post_texts (
    post_id {int} NOT NULL PRIMARY KEY REFERENCES posts (id),
    body TEXT NOT NULL,
    free_html TEXT NOT NULL,
    whole_html TEXT NOT NULL,
    outline TEXT NOT NULL,
    divided {bool} NOT NULL,
    render_version {int} NOT NULL
) {strict};

CREATE TABLE post_revisions (
    id {int} NOT NULL PRIMARY KEY,
    post_id {int} NOT NULL REFERENCES posts (id),
    number {int} NOT NULL,
    editor_id {int} NOT NULL,
    gate_id {int} NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    tags TEXT NOT NULL,
    written_at {int} NOT NULL
) {strict};
CREATE UNIQUE INDEX post_revisions_post_id_number_uq ON post_revisions (post_id, number);

CREATE TABLE tags (
    id {int} NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    html TEXT NOT NULL,
    open_posts {int} NOT NULL DEFAULT 0,
    created_at {int} NOT NULL
) {strict};
CREATE UNIQUE INDEX tags_slug_uq ON tags (slug);
CREATE INDEX tags_open_posts ON tags (open_posts, id);

CREATE TABLE post_tags (
    post_id {int} NOT NULL REFERENCES posts (id),
    tag_id {int} NOT NULL REFERENCES tags (id),
    created_at {int} NOT NULL,
    PRIMARY KEY (post_id, tag_id)
) {strict};
CREATE INDEX post_tags_tag ON post_tags (tag_id, created_at, post_id);

CREATE TABLE post_links (
    from_id {int} NOT NULL REFERENCES posts (id),
    to_id {int} NOT NULL REFERENCES posts (id),
    kind TEXT NOT NULL CHECK (kind IN ('related', 'duplicate')),
    PRIMARY KEY (from_id, to_id)
) {strict};

CREATE TABLE comments (
    id {int} NOT NULL PRIMARY KEY,
    post_id {int} NOT NULL REFERENCES posts (id),
    parent_id {int},
    kind TEXT NOT NULL CHECK (kind IN ('comment', 'answer')),
    state TEXT NOT NULL CHECK (state IN ('published', 'hidden', 'deleted')),
    author_id {int} NOT NULL,
    body TEXT NOT NULL,
    html TEXT NOT NULL,
    render_version {int} NOT NULL,
    lang TEXT NOT NULL,
    featured_at {int},
    withdrawn {bool} NOT NULL DEFAULT FALSE,
    replies {int} NOT NULL DEFAULT 0,
    likes {int} NOT NULL DEFAULT 0,
    thanks {int} NOT NULL DEFAULT 0,
    insights {int} NOT NULL DEFAULT 0,
    laughs {int} NOT NULL DEFAULT 0,
    questions {int} NOT NULL DEFAULT 0,
    imported_up {int} NOT NULL DEFAULT 0,
    imported_down {int} NOT NULL DEFAULT 0,
    score {int} NOT NULL DEFAULT 0,
    version {int} NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('live', 'import', 'seed')),
    created_at {int} NOT NULL,
    edited_at {int},
    deleted_at {int},
    deleted_by {int}
) {strict};
CREATE INDEX comments_post ON comments (post_id, created_at, id);
CREATE INDEX comments_best ON comments (post_id, score, id) WHERE parent_id IS NULL;
CREATE INDEX comments_replies ON comments (parent_id, created_at, id);
CREATE INDEX comments_featured ON comments (post_id, featured_at, id)
    WHERE featured_at IS NOT NULL AND state = 'published';
CREATE INDEX comments_author ON comments (author_id, created_at, id);

CREATE TABLE comment_revisions (
    id {int} NOT NULL PRIMARY KEY,
    comment_id {int} NOT NULL REFERENCES comments (id),
    editor_id {int} NOT NULL,
    gate_id {int} NOT NULL,
    body TEXT NOT NULL,
    written_at {int} NOT NULL
) {strict};
CREATE INDEX comment_revisions_comment ON comment_revisions (comment_id, written_at);

CREATE TABLE reactions (
    subject_kind TEXT NOT NULL CHECK (subject_kind IN ('post', 'comment')),
    subject_id {int} NOT NULL,
    member_id {int} NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('like', 'thanks', 'insight', 'laugh', 'question')),
    created_at {int} NOT NULL,
    PRIMARY KEY (subject_kind, subject_id, member_id, kind)
) {strict};
CREATE INDEX reactions_member ON reactions (member_id, subject_kind, subject_id);

CREATE TABLE bookmarks (
    member_id {int} NOT NULL,
    post_id {int} NOT NULL REFERENCES posts (id),
    created_at {int} NOT NULL,
    PRIMARY KEY (member_id, post_id)
) {strict};
CREATE INDEX bookmarks_member ON bookmarks (member_id, created_at, post_id);
CREATE INDEX bookmarks_post ON bookmarks (post_id);

CREATE TABLE follows (
    member_id {int} NOT NULL,
    target_kind TEXT NOT NULL CHECK (target_kind IN ('member', 'space', 'tag')),
    target_id {int} NOT NULL,
    created_at {int} NOT NULL,
    PRIMARY KEY (member_id, target_kind, target_id)
) {strict};
CREATE INDEX follows_target ON follows (target_kind, target_id, created_at);

CREATE TABLE mentions (
    subject_kind TEXT NOT NULL CHECK (subject_kind IN ('post', 'comment')),
    subject_id {int} NOT NULL,
    member_id {int} NOT NULL,
    created_at {int} NOT NULL,
    PRIMARY KEY (subject_kind, subject_id, member_id)
) {strict};
CREATE INDEX mentions_member ON mentions (member_id);

CREATE TABLE drafts (
    id {int} NOT NULL PRIMARY KEY,
    member_id {int} NOT NULL,
    post_id {int},
    kind TEXT NOT NULL CHECK (kind IN ('article', 'question')),
    space_id {int},
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    tags TEXT NOT NULL,
    gate TEXT NOT NULL,
    made_from TEXT NOT NULL,
    version {int} NOT NULL,
    created_at {int} NOT NULL,
    updated_at {int} NOT NULL
) {strict};
CREATE INDEX drafts_member ON drafts (member_id, updated_at, id);
CREATE INDEX drafts_updated ON drafts (updated_at);

-- Full reads, at most one for a member, post and day.
CREATE TABLE post_reads (
    post_id {int} NOT NULL,
    member_id {int} NOT NULL,
    day {int} NOT NULL,
    PRIMARY KEY (post_id, member_id, day)
) {strict};

-- Which private content somebody of the team has read on which day.
CREATE TABLE inspections (
    member_id {int} NOT NULL,
    thing_kind TEXT NOT NULL CHECK (thing_kind IN ('space', 'post')),
    thing_id {int} NOT NULL,
    day {int} NOT NULL,
    PRIMARY KEY (member_id, thing_kind, thing_id, day)
) {strict};

-- What a person's page counts, open content only.
CREATE TABLE authors (
    member_id {int} NOT NULL PRIMARY KEY,
    posts {int} NOT NULL DEFAULT 0,
    comments {int} NOT NULL DEFAULT 0,
    accepted {int} NOT NULL DEFAULT 0,
    followers {int} NOT NULL DEFAULT 0
) {strict};
