# Words of the layouts and components.

web-skip = Skip to content
web-close = Close
web-more = More
web-notice = Notice

## Navigation
web-nav-main = Main
web-nav-mine = Yours
web-nav-dock = Shortcuts
web-nav-home = Home
web-nav-spaces = Spaces
web-nav-search = Search
web-nav-new = Write a post
web-nav-notifications = Notifications
web-nav-unread = { $count ->
    [0] Notifications
    [one] Notifications, 1 unread
   *[other] Notifications, { $count } unread
}
web-nav-me = Me
web-nav-settings = Settings
web-nav-login = Sign in
web-nav-join = Join
web-nav-studio = Studio
web-nav-crumbs = Where you are
web-nav-toc = Contents
web-nav-beside = Author and related

## Studio
web-studio-rooms = Rooms
web-studio-leave = Member side

## Foot
web-foot-label = About this community
web-foot-powered = runs on Yaji
web-foot-rules = Rules
web-foot-terms = Terms
web-foot-privacy = Privacy
web-foot-refunds = Refunds
web-foot-other-language = 简体中文
web-foot-light = Light
web-foot-dark = Dark

## Live line
web-live-off = You're offline. What you see may be out of date; reconnecting.
web-live-on = Back online.

## Keys
web-keys-title = Keyboard shortcuts
web-keys-items = Next and previous item
web-keys-like = Like
web-keys-comment = Comment
web-keys-headings = Previous and next heading

## Posts, comments, reactions
web-featured = Featured
web-pinned = Pinned
web-edited = edited
web-bookmark = Save
web-bookmarked = Saved
web-reply = Reply
web-react-more = Other reactions
web-react-like = Like
web-react-thanks = Thanks
web-react-insight = Insightful
web-react-laugh = Funny
web-react-question = Unclear
web-comments-count = { $count ->
    [one] comment
   *[other] comments
}
web-answers-count = { $count ->
    [0] No answers yet
    [one] 1 answer
   *[other] { COUNT($count) } answers
}

## Offer
web-offer-sign-in = Already a member? Sign in

## Lists
web-pages = Pages
web-pages-more = Show more
web-pages-newer = Newer
web-pages-older = Older
web-filter-apply = Show
web-filter-clear = Clear
web-stat-none = No data yet
web-stat-up = Up { $change }
web-stat-down = Down { $change }
web-stat-flat = No change

## Editor
web-editor-tools = Formatting
web-editor-bold = Bold
web-editor-italic = Italic
web-editor-heading = Heading
web-editor-link = Link
web-editor-quote = Quote
web-editor-code = Code
web-editor-list = List
web-editor-numbers = Numbered list
web-editor-image = Image
web-editor-math = Formula
web-editor-divider = Members only below
web-editor-divider-hint = Everything below this line is for members
web-editor-write = Write
web-editor-preview = Preview
web-editor-preview-failed = The preview did not arrive. Your text is safe here.
web-editor-preview-empty = Nothing to preview yet.
web-editor-saved = Saved on this device
web-editor-synced = Saved to your drafts
web-editor-away = You were signed out. Your text is kept on this device; sign in to continue.
web-editor-free = Free part
web-editor-table = Table
web-editor-restored = Restored what you had not sent yet.
web-editor-discard = Discard it
web-editor-help = Markdown · Ctrl Enter sends
web-editor-pictures = Add a picture (opens a page beside this one)
web-editor-sending = Sending
web-editor-send-failed = didn't arrive.
web-editor-send-again = Try again
web-editor-send-stop = Cancel
web-editor-send-large = is larger than { $most } MB.
web-editor-send-kind = is no picture. PNG, JPEG, WebP and GIF are.
web-editor-send-wait = Pictures are still on their way. Send it once they are here.
web-editor-drop = Drop pictures here

## Forms
web-problems-title = { $count ->
    [one] One thing needs a change
   *[other] { $count } things need a change
}
web-optional = optional
web-copy = Copy
web-copied = Copied
web-failed = That didn't go through. Try again.

## Moments
web-when-now = just now
web-when-minutes = { $count ->
    [one] 1 minute ago
   *[other] { $count } minutes ago
}
web-when-hours = { $count ->
    [one] 1 hour ago
   *[other] { $count } hours ago
}
web-when-days = { $count ->
    [one] yesterday
   *[other] { $count } days ago
}

## Outcomes
web-fault-unknown = That didn't go through. Nothing you typed is lost.
web-fault-note = { $said } What you wrote is still here.
web-fault-status = Status { $status }
web-fault-number = Quote this number to the team: { $number }
web-again-seconds = { $count ->
    [one] Try again in a second.
   *[other] Try again in { $count } seconds.
}
web-again-minutes = { $count ->
    [one] Try again in a minute.
   *[other] Try again in { $count } minutes.
}
web-again-hours = { $count ->
    [one] Try again in an hour.
   *[other] Try again in { $count } hours.
}
web-way-offer = See what opens it
web-way-request = Go on
web-way-sign-in = Sign in
web-way-again = Try again
web-way-home = Back to the home page
web-opening-title = The site is opening. Try again in a moment.
web-kept-title = Here is what you were sending
web-kept-why = Nothing was sent. Look it over and send it yourself.
web-kept-send = Send it now
web-kept-field-title = Title
web-kept-field-summary = Summary
web-kept-field-body = Text
web-kept-field-tags = Tags
web-kept-field-name = Name
web-kept-field-about = About
web-kept-field-location = Location
web-kept-field-links = Links
web-kept-field-interests = Interests
web-kept-field-email = Email
web-kept-field-note = Note
web-personas = Look at it as
web-banner-demo = Demonstration: nobody here is real, and no money moves.
web-banner-sandbox = The sandbox is on: payments here are made up.
fault-session-needed = Sign in to go on.
fault-session-bad-token = This token doesn't work. It may have ended.
fault-session-signed-in = You are signed in already.
fault-session-reauthenticate = Confirm that it's you first.
fault-permission-missing = This needs a permission that you don't have. The owner gives roles on the team page.
fault-page-missing = There is nothing at this address, or it isn't open to you.
fault-request-method = This address can't be used this way.
fault-request-cross-site = This request came from another site, so it was not carried out.
fault-request-query = The address has a part that can't be read.
fault-request-form = The form could not be read. Check what you entered and send it again.
fault-request-not-json = The body must be JSON, with Content-Type application/json.
fault-request-json = The JSON body has the wrong form.
fault-request-missing-field = This field is missing.
fault-request-unknown-field = There is no field of this name here.
fault-request-wrong-type = This field is of another type.
fault-request-wrong-value = This field can't have this value.
fault-request-too-large = That is more than the 512 KB that can be sent at once.
fault-request-broken = The connection broke before everything had arrived. Try again.
fault-request-slow = That came too slowly. Try again on a better line.
fault-request-invalid = Something needs a change.
fault-cursor-invalid = This place in the list can't be read. Start from the beginning.
fault-limit-invalid = A page has 1 to 100 items.
fault-limit-requests = Too many requests.
fault-limit-burst = Too many requests at once.
fault-limit-sockets = More than 10 pages are open at once. Close a few.
fault-limit-writes = You are writing faster than we can read.
fault-live-topic = A topic is post:ID, space:ID or me.
fault-live-too-many = That is more than can be followed at once. Leave a topic first.
fault-live-refused = You cannot follow this.
fault-kept-missing = Nothing is kept for this browser any more.
fault-idempotency-missing = Send an Idempotency-Key header with it, so that money moves once however often the request is sent.
fault-idempotency-key = An idempotency key has 1 to 255 characters.
fault-idempotency-running = The first request with this key is still running.
fault-idempotency-other-body = This key was used with another request.
fault-outbound-private = That address is not on the public internet.
fault-site-elsewhere = This community is at another address.
fault-site-busy = The site can't keep up just now. Try again in a few seconds.
fault-site-broken = That didn't go through; what you typed is still here. Try again, or send us the number below.
fault-media-missing = This file isn't there any more.
fault-media-too-large = This file is larger than 25 MB.
fault-media-too-many-pixels = This picture has too many pixels. Make it smaller and try again.
fault-media-svg = SVG files aren't taken. Use PNG, JPEG or WebP.
fault-media-not-a-picture = This is no picture that can be read. Use PNG, JPEG, GIF or WebP.
fault-range-invalid = This part of the file doesn't exist.
web-editor-mentions = Who to mention
