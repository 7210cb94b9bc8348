-- How the last check of the event log's chain ended, so that the next goes on from there. One row.
CREATE TABLE log_checks (
    id {int} NOT NULL PRIMARY KEY CHECK (id = 1),
    position {int} NOT NULL,
    hash {bytes} NOT NULL,
    began_at {int} NOT NULL,
    checked_at {int} NOT NULL,
    broken_at {int}
) {strict};

-- What the team does: the audit log shows these first, few among the millions of members' own.
CREATE INDEX events_acts ON events (position) WHERE actor IS NOT NULL AND name IN (
    'settings.changed', 'legal.published', 'mail.opened', 'media.removed',
    'member.role_changed', 'member.locked', 'member.unlocked',
    'credential.reset_asked', 'claim.given', 'claim.undone', 'product.created',
    'product.changed', 'plan.changed', 'refund.requested', 'refund.issued',
    'entitlement.granted', 'entitlement.ended', 'entitlement.moved', 'space.created',
    'space.edited', 'space.member_added', 'space.member_removed',
    'space.moderator_changed', 'post.hidden', 'post.deleted', 'post.featured',
    'post.closed', 'comment.hidden', 'comment.deleted', 'comment.featured');
