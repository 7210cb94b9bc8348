# Accounts, sign-in, profiles, settings, the team's pages about members.

people-or = or
people-yes = Yes
people-no = No
people-error = Error: { $title }
people-form-problems = Some things need another look
people-legal-rules = community rules
people-legal-privacy = privacy policy

## Sign in
people-login-title = Sign in
people-login-login = Email or handle
people-login-password = Password
people-login-submit = Sign in
people-login-passkey = Use a passkey
people-login-by-code = Email me a code
people-login-by-password = Use a password
people-login-code-lead = We'll email you a code. If you have no account yet, it makes one.
people-login-code-send = Send the code
people-login-new-here = New here?
people-login-register = Create an account
people-login-help = Can't sign in?
people-passkey-failed = The passkey didn't work. Try again, or use another way to sign in.

## Codes
people-code-title = Enter the code
people-code-lead = We sent a code of 8 digits to your address. It works for 10 minutes, in this browser.
people-code-lead-to = We sent a code of 8 digits to { $email }. It works for 10 minutes, in this browser.
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
people-help-paid = Sign in with a code to the address you paid with. What you bought is there.
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
fault-password-common = This password is easy to guess. A few words in a row are better.
fault-session-wrong = That login and password don't fit together.
fault-session-half-over = That took too long. Start signing in again.
fault-session-second-factor = A second factor is asked for: send `totp`.
fault-session-code = Sign in on the website once: somebody has been guessing passwords.
fault-session-enrol = The team needs a second factor here. Set one up on the website first.
fault-totp-missing = Enter 6 digits or a recovery code.
fault-totp-wrong = That code isn't right or was used. Wait for the next one.
fault-totp-too-many = Too many wrong codes today. Come back later.
fault-totp-exists = An authenticator is set up already.
fault-totp-no-setup = There is no second factor to work with.
fault-factor-owner = An owner's second factor is taken off on the command line.
fault-code-form = A code has 8 digits.
fault-code-wrong = That isn't the code. Check the newest mail.
fault-code-dead = This code no longer works. Ask for a new one.
fault-code-too-many = This address has had many codes today. Try again in an hour.
fault-code-other-browser = This link works in the browser that asked for it. There you can also type the code.
fault-code-other-purpose = This code is for something else.
fault-code-proof-over = That took too long. Ask for a new code.
fault-limit-sign-in = Too many failed attempts. Wait a minute.
fault-member-missing = There is nobody here by that name.
fault-member-locked = This account is locked. Write to the team.
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
fault-consent-outdated = The rules have changed. Read and agree to them before you go on.
