yaji-cancel = Cancel
yaji-legal-version = Version { $version } · { $date }
yaji-legal-template = Standard text: the team has not published its own yet.
yaji-legal-published = Published. Members are asked to agree to the new version.
yaji-legal-publish = Publish the next version
yaji-legal-edit-hint = Markdown. A published version never changes; this makes the next one.
yaji-word-footnotes = Footnotes
yaji-word-footnote-back = Back to the text
yaji-word-table = Table
yaji-word-picture = Picture
yaji-word-done = Done
yaji-word-open = Open
yaji-today-title = Today
yaji-today-mail = { $count } messages wait because there is no mail server
yaji-today-orders = Orders with money that does not fit: { $count }. Decide what becomes of it
yaji-today-steps = Setting up
yaji-today-done = Done
yaji-today-nothing = Nothing waits for you
yaji-today-nothing-why = What needs you appears here.
yaji-today-go = Set up
yaji-step-brand = Say what the community is about
yaji-step-address = Give it its public address
yaji-step-mail = Set the address that mail comes from
yaji-step-rules = Publish your own rules
yaji-audit-title = Audit log
yaji-audit-sound = Chain sound up to event { NUMBER($events) }
yaji-audit-broken = Chain broken at event { $position }
yaji-audit-unchecked = Chain not checked yet
yaji-audit-checked = Checked
yaji-audit-what = Event
yaji-audit-who = Who
yaji-audit-whom = To what
yaji-audit-origin-import = Import
yaji-audit-origin-seed = Demonstration
yaji-audit-when = When
yaji-audit-empty = No such event.
yaji-audit-whose = A member’s handle
yaji-audit-all = All events
yaji-audit-acts = Acts of the team
yaji-audit-facts = Facts
yaji-audit-on = on
yaji-audit-off = off
yaji-audit-until = until { $day }
yaji-audit-reason = reason: { $text }
yaji-mail-title = Mail room
yaji-mail-why = There is no mail server, so these wait here. Each opening is written into the log.
yaji-mail-empty = No message waits
yaji-mail-opened = opened before
yaji-mail-open = Open
yaji-mail-back = Back to the mail room
yaji-nav-today = Today
yaji-nav-content = Content
yaji-nav-spaces = Spaces
yaji-nav-media = Media
yaji-nav-products = Products
yaji-nav-orders = Orders
yaji-nav-ledger = Ledger
yaji-nav-bookmarks = Saved
yaji-nav-membership = Membership
yaji-nav-people = People
yaji-nav-money = Revenue
yaji-nav-site = Site
yaji-nav-members = Members
yaji-nav-team = Team
yaji-nav-settings = Settings
yaji-nav-audit = Audit log
yaji-nav-mail = Mail room
yaji-settings-title = Settings
yaji-settings-saved = Saved.
yaji-settings-save = Save
yaji-settings-brand = Brand
yaji-settings-name = Name
yaji-settings-mark = Mark, one or two characters
yaji-settings-tagline = One line under the name
yaji-settings-description = What it is about
yaji-settings-accent = Colour
yaji-settings-accent-hint = As #rrggbb. Its lightness is adjusted so that text on it can be read.
yaji-settings-place = Address, time, language
yaji-settings-url = Public address
yaji-settings-url-hint = https://example.org. Links in mail use it; hosts other than it and the one you come by now are refused then.
yaji-settings-zone = Time zone
yaji-settings-zone-hint = As in the tz database: Asia/Shanghai, Europe/Berlin.
yaji-settings-language = Language where nothing else decides
yaji-settings-sale = Sale
yaji-settings-currency = Currency
yaji-settings-currency-hint = Three letters. Fixed after the first order.
yaji-settings-seller = Seller, as it stands on orders
yaji-settings-support = Address where members reach you
yaji-settings-mail-from = Mail comes from
yaji-settings-mail-from-hint = Without a name or with one: Yaji <hello@example.org>.
yaji-settings-refund-days = Refund period in days
yaji-settings-sandbox = Sandbox payments
yaji-settings-sandbox-hint = Made-up payments for trying things out, with a bar on every page.
yaji-settings-safety = Safety
yaji-settings-second-factor = The team needs a second factor
yaji-settings-confirm-first = An address must be confirmed before anything is written
yaji-settings-legal = Legal texts
fault-mail-missing = This message is not waiting any more.
fault-demo-not-empty = The demonstration is for an empty site.
fault-import-unreadable = This folder lacks one of the files of a dump.
yaji-persona = { $part ->
    [owner] Owner
    [editor] Editor
    [moderator] Moderator
    [instructor] Instructor
    [support] Support
    [paying] Paying member
    [lapsed] Lapsed member
    [free] Free member
   *[visitor] Visitor
}
fault-database-behind = The database has an older schema than this program.
fault-database-in-use = Another process uses the database: stop it first.
fault-restore-not-empty = There is something in that place already.
yaji-nav-drafts = Drafts
yaji-mine-kept = Saved and drafts
yaji-mine-account = Membership and settings
yaji-mine-others = Community
yaji-mine-profile = My profile
yaji-mine-orders = My orders
yaji-mine-pictures = My pictures
yaji-mine-welcome = Where to begin
yaji-mine-leave = Sign out
yaji-step-space = Open the first space
yaji-step-post = Write the first post
yaji-step-product = Set up a plan and its price
yaji-step-payment = Choose how members pay
yaji-event = { $name ->
    [session-started] signed in
    [session-ended] signed out
    [member-joined] member joined
    [member-confirmed] address confirmed
    [member-paid] first payment of a member
    [member-merged] accounts joined
    [member-adoption_asked] account asked for
    [member-adoption_refused] account not handed over
    [member-taken_over] account taken over
    [member-address_changed] address changed
    [member-handle_changed] handle changed
    [member-profile_changed] profile changed
    [member-role_changed] role changed
    [member-locked] member locked
    [member-unlocked] member unlocked
    [member-deletion_asked] deletion asked for
    [member-deletion_cancelled] deletion cancelled
    [member-erased] member erased
    [member-followed] member followed
    [credential-changed] sign-in method changed
    [credential-reset_asked] second factor reset asked for
    [consent-given] terms accepted
    [export-asked] export asked for
    [export-ready] export ready
    [claim-given] claim link given
    [claim-used] claim link used
    [claim-undone] claim undone
    [product-created] product created
    [product-changed] product changed
    [price-created] price added
    [price-changed] price put on or off sale
    [order-created] order placed
    [order-paid] order paid
    [order-fulfilled] order fulfilled
    [order-expired] order expired
    [payment-succeeded] payment succeeded
    [payment-failed] payment failed
    [payment-unapplied] payment without an order
    [payment-questioned] payment to be checked
    [refund-requested] refund asked for
    [refund-issued] refund issued
    [refund-failed] refund failed
    [entitlement-granted] entitlement granted
    [entitlement-ended] entitlement ended
    [entitlement-moved] entitlement moved
    [plan-changed] plan changed
    [space-created] space opened
    [space-edited] space changed
    [space-followed] space followed
    [space-member_added] member added to a space
    [space-member_removed] member removed from a space
    [space-moderator_changed] space moderator changed
    [post-created] post published
    [post-edited] post edited
    [content-inspected] private content read by the team
    [post-deleted] post deleted
    [post-featured] post featured
    [post-closed] discussion closed
    [post-read] post read
    [comment-created] comment written
    [comment-edited] comment edited
    [comment-deleted] comment deleted
    [comment-featured] comment featured
    [answer-accepted] answer accepted
    [reaction-changed] reaction
    [bookmark-added] bookmark added
    [bookmark-removed] bookmark removed
    [tag-followed] tag followed
    [media-uploaded] picture uploaded
    [media-removed] picture removed
    [settings-changed] setting changed
    [legal-published] legal text published
    [mail-opened] waiting mail opened
    [post-hidden] post hidden or shown
    [comment-hidden] comment hidden or shown
    [order-cancelled] order given up
    [notification-created] member told
    [notification-read] notifications read
    [notification-withdrawn] notification taken back
   *[other] { $name }
}
yaji-mail-kind = { $name ->
    [people-code] sign-in or confirmation code
    [people-address_moved] change of address
    [people-factor_reset] second factor reset
    [people-export_ready] export ready
    [people-deletion_asked] deletion asked for
    [commerce-receipt] receipt
    [commerce-refunded] refund
    [commerce-reminder] reminder before the end
    [notify-inbox] unread notifications
   *[other] { $name }
}
yaji-settings-sandbox-demo = Always there in demo data; it cannot be switched off.
yaji-settings-sandbox-here = Always there while the site has no public address and is opened on its own machine. Set an address, and it is yours to decide.
yaji-terminal-data = data: { $place }
yaji-terminal-plain = WARNING: { $site } is not encrypted: whoever is on the way reads passwords and sessions. Put a proxy with https before it, and set site.url to its address.
yaji-terminal-owner = owner: { $link }
yaji-terminal-owner-note = This link makes the owner's account. It works once, for 24 hours.
yaji-terminal-again = change that and run the command again
