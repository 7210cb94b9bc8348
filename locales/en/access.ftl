# Entitlements: what members hold, and how the studio gives.

access-optional = optional
access-wrong = Some things need a change
access-for-ever = no end
access-none = No entitlements yet.

access-panel-title = Access
access-grants-title = What { $name } holds
access-grant-title = Give access
access-grant-thing = What
access-grant-post = Or a single post
access-grant-post-hint = Its address; then the choice above doesn't count.
access-grant-until = Last day
access-grant-until-hint = Ends when this day is over; leave empty for no end.
access-grant-reason = Reason
access-grant-reason-hint = Goes into the audit log; the member doesn't see it.
access-grant-submit = Give access
access-running-title = Can be taken back
access-running = { $source } · until { $until }
access-take-back = Take back
access-all-title = Everything

access-column-thing = Thing
access-column-state = State
access-column-from = From
access-column-until = Last day
access-column-source = Source
access-column-reason = Reason

access-state-running = Active
access-state-ahead = Not begun
access-state-over = Over

access-source-order = Order
access-source-grant = Given by the team
access-source-gift = Gift
access-source-import = Import

access-thing-plan = Plan { $id }
access-thing-space = Space { $id }
access-thing-post = Post { $id }
access-thing-course = Course { $id }
access-thing-gathering = Gathering { $id }

fault-thing-unknown = There is no such thing; choose again.
fault-plan-opens = A plan can't open itself, and opens 200 things at most.
fault-grant-reason = Give a reason, 500 characters at most.
fault-grant-until = The end must lie ahead.
fault-grant-denied = Your role can't give access. Ask the owner or an admin.
fault-entitlement-given = This source has given the same thing before.
fault-entitlement-for-ever = You hold this without end; there's nothing to buy.
fault-entitlement-missing = This entitlement wasn't found.
fault-entitlement-end = The new end must lie between now and the end that stands.
fault-entitlement-paid = This was paid for. To take it back, refund the order.
fault-member-missing = This member wasn't found.
