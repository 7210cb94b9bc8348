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
yaji-audit-origin = Origin
yaji-audit-origin-live = As it happened
yaji-audit-origin-import = Import
yaji-audit-origin-seed = Demonstration
yaji-audit-when = When
yaji-audit-empty = No such event.
yaji-audit-whose = A member’s handle
yaji-audit-all = All events
yaji-mail-title = Mail room
yaji-mail-why = There is no mail server, so these wait here. Each opening is written into the log.
yaji-mail-empty = No message waits.
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
yaji-settings-url-hint = https://example.org. Links in mail use it; other hosts are refused then.
yaji-settings-zone = Time zone
yaji-settings-zone-hint = As in the tz database: Asia/Shanghai, Europe/Berlin.
yaji-settings-language = Language where nothing else decides
yaji-settings-sale = Sale
yaji-settings-currency = Currency
yaji-settings-currency-hint = Three letters. Fixed after the first order.
yaji-settings-seller = Seller, as it stands on orders
yaji-settings-support = Address where members reach you
yaji-settings-mail-from = Mail comes from
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
fault-restore-not-empty = There is something in that place already.
