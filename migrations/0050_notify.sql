-- What members are told: ids only, drawn anew for whoever looks.

-- A row gathers all events of one thread: one comment, or all reactions to a post on one day. Its id
-- is that of the event that opened it and its position that of the latest, so that a rebuild gives
-- the same rows and an event that is applied again changes nothing.
CREATE TABLE notifications (
    member_id {int} NOT NULL,
    id {int} NOT NULL,
    thread TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('comment', 'answer', 'reply', 'mention', 'accepted',
        'post_featured', 'comment_featured', 'reaction', 'follow', 'granted', 'ended', 'paid',
        'refunded', 'adoption')),
    shelf TEXT NOT NULL CHECK (shelf IN ('mention', 'money', 'system', 'echo')),
    actor_id {int},
    post_id {int},
    comment_id {int},
    order_id {int},
    refund_id {int},
    thing_kind TEXT,
    thing_id {int},
    people {int} NOT NULL,
    position {int} NOT NULL,
    created_at {int} NOT NULL,
    moved_at {int} NOT NULL,
    read_at {int},
    PRIMARY KEY (member_id, id)
) {strict};
CREATE UNIQUE INDEX notifications_member_id_thread_uq ON notifications (member_id, thread);
CREATE UNIQUE INDEX notifications_member_id_position_uq ON notifications (member_id, position);
CREATE INDEX notifications_list ON notifications (member_id, moved_at, id);
CREATE INDEX notifications_shelf ON notifications (member_id, shelf, moved_at, id);
CREATE INDEX notifications_actor ON notifications (actor_id);
CREATE INDEX notifications_unread ON notifications (member_id) WHERE read_at IS NULL;

-- Who did what in a row that gathers; nobody is counted twice.
CREATE TABLE notification_people (
    member_id {int} NOT NULL,
    notification_id {int} NOT NULL,
    actor_id {int} NOT NULL,
    word TEXT NOT NULL,
    position {int} NOT NULL,
    PRIMARY KEY (member_id, notification_id, actor_id, word)
) {strict};
CREATE INDEX notification_people_actor ON notification_people (actor_id, member_id, word);

-- Up to which position of the log new notifications were announced: a rebuild announces none again.
CREATE TABLE notification_told (
    id {int} NOT NULL PRIMARY KEY CHECK (id = 1),
    position {int} NOT NULL
) {strict};
INSERT INTO notification_told (id, position) VALUES (1, 0);
