# Accounts, sign-in, profiles, settings, the team's pages about members.

people-or = or
people-yes = Yes
people-no = No
people-error = Error: { $title }
people-form-problems = Some things need a change
people-form-too-fast = { $why } { $again }
people-legal-rules = community rules
people-legal-privacy = privacy policy
people-legal-terms = Terms
people-legal-refunds = Refund rules
people-concern-adoption = Somebody says this account is theirs. If it is yours, say no here.
people-concern-consent = The rules have changed: have a look and agree, so that you can go on writing and buying.
people-concern-confirm = Your address is not confirmed yet: type the code from your mailbox, so that you can sign in on other devices.

## Sign in
people-login-title = Sign in
people-login-login = Email or handle
people-login-password = Password
people-login-submit = Sign in
people-login-passkey = Use a passkey
people-login-by-code = Email me a code
people-login-by-password = Use a password
people-login-code-lead = We'll email you a code. If you have no account yet, it makes one.
people-login-code-agree = A new account means that you agree to the
people-login-code-send = Send the code
people-login-new-here = New here?
people-login-register = Create an account
people-login-help = Can't sign in?
people-passkey-failed = The passkey didn't work. Try again, or use another way to sign in.

## Codes
people-code-title = Enter the code
people-code-lead = We sent a code of 8 digits to your address. It works for 10 minutes, in this browser.
people-code-lead-to = We sent a code of 8 digits to { $email }. It works for 10 minutes, in this browser.
people-code-lead-unsent = Confirm that { $email } is yours: we send a code there. Once it is confirmed you can sign in on other devices.
people-code-field = Code
people-code-submit = Confirm
people-code-none = No mail after a minute? Look in the spam folder.
people-code-again = Send it again
people-code-later = Later
people-code-wrong-address = Change the address
people-code-confirmed = Your address is confirmed.
people-code-sent = A new code is on its way.
people-link-title = Open your account
people-link-lead = This link works once, in the browser that asked for it.
people-link-submit = Continue
people-link-elsewhere = Opened in another browser? Go back to where you asked and type the code from the mail.
people-link-proved = Thanks, it's you. That counts for 5 minutes.

## Second factor
people-second-title = One more step
people-second-lead = Enter the 6 digits from your authenticator, or one of your recovery codes.
people-second-lead-mail = Somebody has been guessing passwords for this account, so we also sent a code to your address.
people-second-field = 6 digits or recovery code
people-second-submit = Sign in
people-second-lost = I lost my authenticator

## Help
people-help-title = Can't sign in?
people-help-password-title = You forgot the password
people-help-password = Sign in with a code to your address, then set a new password in the settings.
people-help-paid-title = You paid but can't get in
people-help-paid = Sign in with a code to the address you paid with. If you had confirmed it, what you bought is there; if not, say that the account is yours and it is after 72 hours. In a hurry? Write to the team with proof of payment.
people-help-factor-title = You lost the second factor
people-help-factor = Use one of your recovery codes. Without them, ask the team: they take it off after 72 hours and tell you by mail.
people-help-support = Write to the team:
people-help-back = Back to sign-in

## Whose account
people-yours-title = Is this account yours?
people-yours-lead = It was made with your address, which nobody has confirmed yet.
people-yours-since = Made on
people-yours-paid = Has paid
people-yours-note = If it's yours, passwords and sessions from before end now.
people-yours-waits-note = This account has paid. If you say yes, it becomes yours after 72 hours, unless its own browser objects.
people-yours-yes = Yes, it's mine
people-yours-no = No, start a new account
people-yours-waits = Noted. Sign in with a code again after { $when } and the account is yours.
people-other-title = You already have an account
people-other-lead = { $email } belongs to an account that you can open. What do you want to do with this new one?
people-other-join = Join it to my account
people-other-apart = Keep it, under another address
people-other-note = Joining moves what you bought here to your account and closes this one.

## Register
people-register-title = Create an account
people-register-name = Name
people-register-email = Email
people-register-email-hint = Only you and the team see it.
people-register-password = Password
people-register-password-hint = At least 8 characters. A few words in a row are easy to remember and hard to guess.
people-register-agree = I agree to the
people-register-and = {" "}and the{" "}
people-register-agree-end = .
people-register-submit = Create account
people-register-by-code = Without a password, by code
people-register-have = Already have an account?
people-start-title = Your new community
people-start-lead = Nobody owns this site yet. Whoever fills in this page becomes its owner.
people-start-site = Name of the community
people-start-language = Its language
people-start-zone = Time zone
people-start-zone-hint = Days and months are cut by it. As in the tz database: Asia/Shanghai, Europe/Berlin.
people-start-currency = Currency of prices
people-start-currency-hint = Three letters, such as CNY. Fixed after the first order.
people-start-owner = You, its owner
people-start-submit = Become the owner
people-profile-handle = Handle
people-profile-handle-hint = 3 to 30 letters a-z, digits and underscores. Your page is /m/handle.

## Mail
people-mail-foot = { $site } sends this because of what happens with your account. It isn't advertising.
people-mail-code-subject = { $purpose ->
    [sign_in] { $code } signs you in to { $site }
    [change] { $code } confirms your new address at { $site }
   *[other] { $code } is your code for { $site }
}
people-mail-code-lead = { $purpose ->
    [sign_in] Enter this code to sign in to { $site }.
    [confirm] Enter this code to confirm your address at { $site }.
    [change] Enter this code to move your { $site } account to this address.
   *[other] Enter this code to show { $site } that it's you.
}
people-mail-code-open = Or open this link in the same browser
people-mail-code-ends = It works once, for { NUMBER($minutes) } minutes, in the browser that asked.
people-mail-code-not-you = If that wasn't you, do nothing. Nobody gets in without the code; never pass it on.
people-mail-moved-subject = Your { $site } account moved to another address
people-mail-moved-lead = Your { $site } account now belongs to another address.
people-mail-moved-undo = Take it back
people-mail-moved-note = If that wasn't you, take it back within 7 days. All devices are signed out then.
people-mail-moved-team = If that wasn't you, write to the team within 7 days.
people-mail-reset-subject = Your second factor at { $site } will be taken off
people-mail-reset-lead = The team was told that you lost your second factor. It is taken off on { $when }.
people-mail-reset-sign-in = Sign in to stop this
people-mail-reset-note = Signing in with your second factor before then stops it.
people-mail-export-subject = Your data from { $site } is ready
people-mail-export-lead = The file with everything you gave this community is ready. You can fetch it for 24 hours.
people-mail-export-open = Fetch it
people-mail-deletion-subject = Your { $site } account will be deleted
people-mail-deletion-lead = You asked to be deleted. That happens on { $when }.
people-mail-deletion-cancel = Sign in to keep the account
people-mail-deletion-note = Signing in before then takes it back.

## Faults
fault-email-missing = Enter an email address.
fault-email-invalid = Enter a full address such as name@example.org.
fault-email-taken = Another account already has that address.
fault-email-none = This account has no address yet.
fault-email-confirmed = Your address is confirmed already.
fault-login-missing = Enter your email or handle.
fault-handle-missing = Choose a handle.
fault-handle-invalid = A handle has 3 to 30 letters a-z, digits and underscores.
fault-handle-reserved = This handle is kept for the site. Choose another.
fault-handle-taken = Somebody has or had this handle. Choose another.
fault-handle-too-soon = You changed your handle within the last 30 days.
fault-handle-unknown = That isn't an old handle of yours.
fault-name-missing = Enter a name.
fault-name-long = A name has at most 40 characters.
fault-name-invalid = The name holds characters that can't be shown.
fault-password-missing = Enter a password.
fault-password-short = A password has at least 8 characters.
fault-password-long = A password has at most 256 characters.
fault-password-only-way = Your password is the only way in. Confirm your address or add a passkey first, then remove it.
fault-password-common = This password is easy to guess. A few words in a row are better.
fault-session-wrong = That login and password don't fit together.
fault-session-half-over = That took too long. Start signing in again.
fault-session-second-factor = A second factor is asked for: send `totp`.
fault-session-code = Somebody has been guessing passwords, so a code was mailed to you: send it as `code`.
fault-session-enrol = The team needs a second factor here. Set one up on the website first.
fault-session-missing = You aren't signed in there any more.
fault-session-passkey = Your role needs a second factor, and yours is a passkey: sign in with it. For programs, make a token in the settings.
fault-totp-missing = Enter 6 digits or a recovery code.
fault-totp-wrong = That code isn't right or was used. Wait for the next one.
fault-totp-too-many = Too many wrong codes today.
fault-totp-exists = An authenticator is set up already.
fault-totp-no-setup = There is no second factor to work with.
fault-factor-owner = An owner's second factor is taken off on the command line.
fault-code-form = A code has 8 digits.
fault-code-wrong = That isn't the code. Check the newest mail.
fault-code-dead = This code no longer works. Ask for a new one.
fault-code-too-many = This address has had as many codes as it may have in a day.
fault-code-other-browser = This link works in the browser that asked for it. There you can also type the code.
fault-code-other-purpose = This code is for something else.
fault-code-proof-over = That took too long. Ask for a new code.
fault-limit-sign-in = Too many failed attempts.
fault-member-missing = There is nobody here by that name.
fault-member-locked = This account is locked. Write to the team.
fault-member-one-filter = Search, role and state are asked for one at a time.
fault-member-not-active = This account isn't active.
fault-member-not-locked = This account isn't locked.
fault-member-not-joinable = These accounts can't be joined.
fault-member-unconfirmed = Confirm your email address first.
fault-member-unconfirmed-daily = Without a confirmed address you can write 10 posts and comments a day.
fault-adoption-missing = There is no such request any more.
fault-undo-missing = This link was used or is too old.
fault-start-missing = This link was used or is too old. The server prints a new one at each start.
fault-role-unconfirmed = Roles are for members with a confirmed address.
fault-role-last-owner = A site always has an owner. Make somebody else owner first.
fault-reason-missing = Write down a reason.
fault-passkey-no-host = Passkeys need a site with a name of its own, reached by it.
fault-passkey-refused = The passkey wasn't accepted. Try again.
fault-passkey-exists = This device has a passkey for you already.
fault-passkey-only-way = This passkey is the only way in. Confirm your address or set a password first, then remove it.
fault-passkey-missing = There is no such passkey.
fault-passkey-name = Give it a name of 1 to 40 characters.
fault-links-invalid = Links start with https:// and lead to a website.
fault-links-many = A profile has at most 5 links.
fault-interests-many = At most 20 interests.
fault-interests-long = An interest has at most 30 characters.
fault-profile-bio-long = At most 500 characters about you.
fault-profile-location-long = A place has at most 60 characters.
fault-locale-unknown = This site speaks zh-CN and en.
fault-consent-missing = Read the rules and agree to them first.
fault-consent-outdated = The rules have changed. Agree to them first; then you can write and buy again.
fault-role-unknown = There is no such role.
fault-role-higher = That's for somebody with a higher role.
fault-member-self = Not with your own account. Use your settings.
fault-claim-missing = This link was used or is too old. Ask the team for a new one.
fault-claim-not-open = This account has its person already.
fault-claim-has-role = This member has a role. Take the role away first.
fault-export-missing = This file is no longer kept. Ask for a new one.
fault-export-building = Your file is being built already.
fault-avatar-invalid = Choose a picture: PNG, JPEG, WebP or GIF.
fault-avatar-large = A picture has at most 10 MB.
fault-token-label = Give the token a name of 1 to 40 characters.
fault-token-days = A token is good for 1 to 365 days.

## Settings
people-save = Save
people-cancel = Cancel
people-optional = optional
people-logout = Sign out
people-settings-title = Settings
people-settings-profile = Profile
people-settings-account = Account
people-settings-security = Security
people-settings-sessions = Devices
people-settings-privacy = Privacy
people-settings-letters = Notifications
people-settings-appearance = Appearance
people-settings-data = Your data
people-settings-saved = Saved.
people-confirm-title = Confirm it's you
people-confirm-lead = This matters, so show once more who you are. It counts for 5 minutes.
people-confirm-lead-code = Type the code sent to { $email } to go on.
people-confirm-no-script = Turn scripts on to use your passkey, or set a password while signed in on another device.
people-confirm-submit = Continue
people-profile-bio = About you
people-profile-location = Place
people-profile-links = Links
people-profile-links-hint = One a line, at most 5.
people-profile-interests = Interests
people-profile-interests-hint = Words with commas between them.
people-profile-avatar = Picture
people-profile-avatar-note = It is cut small, and what a camera writes into it is taken out.
people-profile-avatar-file = Choose a picture
people-profile-avatar-save = Use this picture
people-profile-avatar-remove = Remove the picture
people-profile-see = See your page
people-studio-see = See the profile
people-profile-edit = Edit profile
people-profile-manage = Open in the studio
people-profile-number = No. { NUMBER($number) }
people-profile-number-label = Number
people-profile-since = here since { $month }
people-profile-badges = Badges from before
people-account-handle-hint = The first change is free, later ones once in 30 days. The old one goes on leading to you.
people-account-old-handles = Old handles
people-account-old-handles-note = They still lead to your page. Nobody else ever gets them.
people-account-drop = Stop leading here
people-account-new-email = New email
people-account-confirmed = confirmed
people-account-unconfirmed = not confirmed
people-account-confirm = Send me a code to confirm it
people-account-send = Send a code to the new address
people-account-code-lead = Type the code sent to { $email }.
people-account-move = Move my account there
people-account-moved = Your account has moved to the new address. The old one can take it back for 7 days.
people-account-refused = Noted. The account stays as it is, without that address.
people-account-adoption-title = Somebody asks for this account
people-account-adoption = Whoever reads the mailbox of your address says this account is theirs. It becomes theirs on { $when } unless you say no or confirm the address.
people-account-adoption-no = No, it stays mine
people-account-adoption-confirm = Confirm my address
people-security-enrol = Your role needs a second factor here. Set one up to use the studio.
people-security-new-password = New password
people-security-password-set = You have a password. Changing it signs every other device out.
people-security-password-none = You sign in without a password. You can set one.
people-security-password-save = Set the password
people-security-password-remove = Remove the password, sign in by code
people-security-others-out = Done. Every other device is signed out.
people-security-totp = Authenticator
people-security-totp-note = Six digits from an app, asked for after your password or code.
people-security-totp-add = Set one up
people-security-totp-remove = Take it off
people-security-on = on
people-security-recovery-left = { $count ->
    [one] 1 recovery code left
   *[other] { $count } recovery codes left
}
people-security-recovery-new = New recovery codes
people-security-passkeys = Passkeys
people-security-passkeys-note = Sign in with the lock of your device. A passkey counts as both factors.
people-security-passkey-name = Name
people-security-passkey-default = This device
people-security-passkey-add = Add a passkey
people-security-passkey-remove = Remove
people-security-passkey-script = Turn scripts on to add a passkey.
people-security-passkey-host = Passkeys work once the site is reached by a name of its own.
people-totp-title = Set up an authenticator
people-totp-lead = Scan this with an authenticator app, then enter the 6 digits that it shows.
people-totp-typed = Or type the key:
people-totp-field = 6 digits
people-totp-submit = Turn it on
people-recovery-title = Recovery codes
people-recovery-lead = Each works once, when you don't have the authenticator. They are shown only now: write them down.
people-recovery-done = I've kept them
people-sessions-title = Where you're signed in
people-sessions-here = this device
people-sessions-seen = used
people-sessions-since = since
people-sessions-end = Sign out
people-sessions-end-others = Sign out everywhere else
people-sessions-ended = Signed out there.
people-sessions-device = { $browser } on { $system }
people-sessions-unknown = Unknown program
people-tokens-title = Tokens
people-tokens-note = For programs that act as you through the API. A token can do what you can do.
people-tokens-label = What for
people-tokens-days = Days
people-tokens-make = Make a token
people-tokens-end = Revoke
people-token-title = Your token
people-token-lead = { $label }, good until { $when }. It is shown only now.
people-token-copy = Copy
people-token-copied = Copied
people-token-done = Done
people-privacy-profile = Who sees your page
people-privacy-everyone = Everyone
people-privacy-members = Members only
people-privacy-directory = List me in the directory
people-privacy-directory-hint = Members find people there. Off unless you turn it on.
people-letters-news-note = No emails with news are sent yet. Once they are, they keep to what you choose here.
people-letters-always = What always comes
people-letters-always-note = Codes, receipts, refunds, reminders before a membership ends and mail about the safety of your account always come. Replies, mentions and everything else stand in your notifications here and are not mailed.
people-letters-see = See all notifications
people-appearance-language = Language
people-appearance-theme = Colours
people-theme-auto = Like the device
people-theme-light = Light
people-theme-dark = Dark
people-data-title = Take your data along
people-data-note = A ZIP with everything you gave this community: JSON for programs, and your files. It's kept for 24 hours.
people-data-ask = Build the file
people-data-asked = The file is being built. We'll email you when it's ready.
people-data-download = Download
people-data-building = Being built
people-data-failed = That didn't work. Ask again.
people-data-until = until { $when }
people-data-size = { NUMBER($kilobytes) } KB
people-data-consents = What you agreed to
people-data-consent = { $name }, version { NUMBER($version) }
people-data-consent-first = { $name }, the version the site came with
people-delete-title = Delete the account
people-delete-note = Seven days after you ask, nothing personal is left here.
people-delete-waits = Your account will be deleted on { $when }.
people-delete-begin = Delete my account
people-delete-lead = You will be signed out. Signing in within 7 days takes it back; after that nobody can.
people-delete-choice = What happens with your posts and comments?
people-delete-keep = Keep them as "former member"
people-delete-keep-sub = Discussions stay readable, without your name.
people-delete-posts = Delete them
people-delete-posts-sub = Replies of others stay.
people-delete-stays = Orders and the ledger stay, because the law asks for it, without your name. Your address becomes free.
people-delete-submit = Delete in 7 days
people-delete-not = Keep the account
people-delete-cancelled = The deletion is called off: your account stays.
people-deleted-leave = To the front page
people-deleted-back = Changed your mind? Sign in to keep it
people-deleted-lead = You are signed out. The account is deleted on { $when }; signing in before then calls it off.
people-deleted-title = Your account will be deleted
people-undo-title = Take the address back
people-undo-lead = The account moves back to your address and every device is signed out. Sign in with a code then and set a new password.
people-undo-done = The address is yours again. Sign in with a code to go on.

## Directory, welcome, consent
people-directory-title = Members
people-directory-listed = You're listed here.
people-directory-unlisted = You aren't listed here.
people-directory-change = Change that
people-directory-empty = Nobody is listed yet
people-directory-empty-why = Members choose for themselves whether they stand here.
people-directory-join = List me
people-welcome-title = Welcome
people-welcome-lead = Three questions, so that people here get to know you. Your interests stand on your profile. You can change all of it later in the settings.
people-welcome-confirm = Confirm your email address
people-welcome-name-hint = What others call you. You can change it any time.
people-welcome-goal-legend = What brings you here? Only the team sees it.
people-welcome-goal = { $goal ->
    [learn] Learn
    [meet] Meet people
    [answer] Help others
   *[other] Look around
}
people-welcome-rhythm-legend = How often may we email you the news?
people-welcome-rhythm = { $rhythm ->
    [daily] Every day
    [weekly] Every week
   *[other] Never
}
people-welcome-done = Done
people-welcome-skip = Skip
people-consent-title = The rules have changed
people-consent-lead = You can read everything as before. To write and buy, read what is new and agree:
people-consent-again = A text has just changed once more. Read it again, please.
people-consent-none = You have agreed to the newest texts
people-consent-on = Go on
people-consent-agree = I've read them and agree
people-consent-submit = Agree
people-consent-leave = I don't agree: take my data along or leave
people-claim-title = Your account is here
people-claim-lead = What { $name } wrote was brought over from another place. If that's you, this opens the account.
people-claim-submit = It's me
people-claim-note = The link works once. Set an address and a password next, so that you can come back.

## Studio
people-role = { $role ->
    [owner] Owner
    [admin] Admin
    [editor] Editor
    [moderator] Moderator
    [instructor] Instructor
    [support] Support
   *[other] Member
}
people-state = { $state ->
    [active] Active
    [paid] Paying
    [unconfirmed] Unconfirmed
    [locked] Locked
    [closed] Closed
   *[other] Deleted
}
people-permission = { $permission ->
    [content-read_all] Read everything
    [content-moderate] Hide, lock and delete
    [content-feature] Feature
    [content-publish] Publish for the team, set gates
    [spaces-manage] Manage spaces
    [members-read] See members
    [members-contact] See addresses
    [members-manage] Lock members
    [members-claim] Give claim links
    [grants-give] Give entitlements
    [orders-read] See orders
    [refunds-give] Refund
    [ledger-read] See the ledger
    [products-manage] Manage products
    [settings-manage] Change settings
    [mail-read] Open waiting mail
    [audit-read] See the audit log
    [roles-manage] Give roles
   *[other] Read the event log
}
people-studio-members = Members
people-studio-members-empty = Nobody fits this filter.
people-studio-all-roles = All roles
people-studio-all-states = All states
people-studio-search = Handle, email or number
people-studio-role = Role
people-studio-state = State
people-studio-since = Since
people-studio-sessions = Sessions
people-studio-unconfirmed = { $email } (not confirmed)
people-studio-deletion = Deleted on
people-studio-goal = Came to
people-studio-locked-since = Locked since
people-studio-locked-why = Why it is locked
people-studio-safety = Safety
people-studio-reason = Reason
people-studio-lock = Lock
people-studio-unlock = Unlock
people-studio-end-sessions = Sign out everywhere
people-studio-reset = Take the second factor off
people-studio-reset-reason = How do you know that it's lost?
people-studio-reset-due = The second factor is taken off on { $when }, unless it is used before.
people-studio-adoption = Whoever reads the mailbox gets this account on { $when }. With proof of payment it can be now.
people-studio-adoption-now = Proof seen, let it be now
people-studio-claim = Claim link
people-studio-claim-note = This person was imported. The link brings them to their account, once, within 7 days.
people-studio-claim-give = Make the link
people-studio-claim-link = Give this link to the person. It is shown only now.
people-studio-claimed = Claimed: { $reason }
people-studio-claim-undo = Take it back
people-team-title = Team
people-team-factor = second factor
people-team-no-factor = no second factor
people-team-add = Give a role
people-team-handle = Handle
people-team-handle-hint = Somebody with a confirmed address. Member takes a role away on their page.
people-team-give = Give the role
people-team-matrix = What each role may do
people-team-permission = May
people-appearance-keys = Single-key shortcuts
people-appearance-keys-hint = Such as j, k and l. For this browser only; switch them off if you use speech input.
