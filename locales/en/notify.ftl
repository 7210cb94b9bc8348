# What members are told in the app.

notify-title = Notifications
notify-filters = Kinds of notifications
notify-filter-all = All
notify-filter-mention = Replies and mentions
notify-filter-money = Payments
notify-filter-system = System
notify-mark-all = Mark all as read
notify-mark-read = Mark as read
notify-unread = Unread
notify-empty = All quiet
notify-empty-why = Replies, mentions, payments and changes of access appear here.
notify-empty-act = See new posts

## What a notification says
notify-former = A former member
notify-something = something
notify-veiled = You can’t see what this was about any more
notify-comment = { $name } commented on your post
notify-answer = { $name } answered your question
notify-reply = { $name } replied to you
notify-mention = { $name } mentioned you
notify-accepted = Your answer was accepted
notify-post-featured = The team featured your post
notify-comment-featured = The team shows your comment to everybody; you can take it back
notify-reaction-post = { $name } reacted to your post
notify-reaction-post-many = { $name } and { $others ->
    [one] 1 other
   *[other] { COUNT($others) } others
} reacted to your post
notify-reaction-comment = { $name } reacted to your comment
notify-reaction-comment-many = { $name } and { $others ->
    [one] 1 other
   *[other] { COUNT($others) } others
} reacted to your comment
notify-follow = { $name } follows you
notify-follow-many = { $name } and { $others ->
    [one] 1 other
   *[other] { COUNT($others) } others
} follow you
notify-granted = You now have access to { $thing }
notify-ended = Your access to { $thing } has ended
notify-paid = Payment of { $amount } received: { $product }
notify-refunded = { $amount } refunded: { $product }
notify-adoption = Somebody says your account is theirs: you can say no within 72 hours

fault-notification-missing = There is no such notification.
fault-notification-filter = The filter is mention, money or system.
fault-notification-ids = Mark 1 to 100 at a time; leave ids out to mark all.
