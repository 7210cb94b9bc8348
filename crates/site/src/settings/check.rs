//! Whether settings can be what they are.

use kernel::{Address, FieldErrors, Sender};

use super::Settings;
use crate::AddressRange;

/// The longest name, in characters.
pub const NAME_MAX: u32 = 40;
/// The longest line under the name, in characters.
pub const TAGLINE_MAX: u32 = 120;
/// The longest description, in characters: it stands on the landing page and in the head of others.
pub const DESCRIPTION_MAX: u32 = 1_000;
/// The longest name of who sells, in characters.
pub const SELLER_MAX: u32 = 200;
/// The longest address of a place or a mailbox, in characters.
pub const ADDRESS_MAX: u32 = 320;

/// Everything that is wrong with settings, each at its field.
#[must_use]
pub fn check(settings: &Settings) -> FieldErrors {
    let mut errors = FieldErrors::none();
    check_brand(settings, &mut errors);
    check_places(settings, &mut errors);
    check_letters(settings, &mut errors);
    if !is_line(&settings.seller, SELLER_MAX) {
        errors.add("seller", "settings.seller");
    }
    if !(0..=365).contains(&settings.refund_days) {
        errors.add("refund_days", "settings.refund_days");
    }
    if settings.limits.lowest() == 0 {
        errors.add("limits", "settings.limits");
    }
    errors
}

fn check_brand(settings: &Settings, errors: &mut FieldErrors) {
    if settings.name.trim().is_empty() || !is_line(settings.name.trim(), NAME_MAX) {
        errors.add("name", "settings.name");
    }
    if !is_line(&settings.mark, 2) {
        errors.add("mark", "settings.mark");
    }
    if !is_line(&settings.tagline, TAGLINE_MAX) {
        errors.add("tagline", "settings.tagline");
    }
    // A form sends each end of a line as two characters and counts it as one.
    if !fits(&settings.description.replace("\r\n", "\n"), DESCRIPTION_MAX) {
        errors.add("description", "settings.description");
    }
    if settings.accent.as_deref().is_some_and(|colour| !is_colour(colour)) {
        errors.add("accent", "settings.accent");
    }
}

fn check_places(settings: &Settings, errors: &mut FieldErrors) {
    if !settings.url.iter().all(|place| is_place(place)) {
        errors.add("url", "settings.url");
    }
    if !settings.aliases.iter().all(|place| is_place(place)) {
        errors.add("aliases", "settings.url");
    }
    if !settings.media_origin.iter().all(|place| is_place(place)) {
        errors.add("media_origin", "settings.url");
    }
    if !settings.proxies.iter().all(|range| range.parse::<AddressRange>().is_ok()) {
        errors.add("proxies", "settings.proxies");
    }
}

/// Both may be empty: a community need not say where it is reached, and one without a mail server
/// sends nothing.
fn check_letters(settings: &Settings, errors: &mut FieldErrors) {
    let (support, from) = (&settings.support_email, &settings.mail_from);
    if !support.is_empty() && Address::parse(support).is_err() {
        errors.add("support_email", "email.invalid");
    }
    if !from.is_empty() && (Sender::parse(from).is_err() || !fits(from, ADDRESS_MAX)) {
        errors.add("mail_from", "settings.mail_from");
    }
}

/// Whether an address names a host and nothing on it.
fn is_place(address: &str) -> bool {
    let Ok(parsed) = url::Url::parse(address) else { return false };
    let bare = parsed.path() == "/" && parsed.query().is_none() && parsed.fragment().is_none();
    let http = matches!(parsed.scheme(), "http" | "https");
    bare && http && parsed.username().is_empty() && fits(address, ADDRESS_MAX)
}

fn is_colour(text: &str) -> bool {
    text.len() == 7
        && text.strip_prefix('#').is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn is_line(text: &str, most: u32) -> bool {
    fits(text, most) && !text.chars().any(char::is_control)
}

fn fits(text: &str, most: u32) -> bool {
    u32::try_from(text.chars().count()).is_ok_and(|length| length <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(settings: Settings) -> Vec<&'static str> {
        check(&settings).iter().map(|(field, _)| field).collect()
    }

    fn with(change: impl Fn(&mut Settings)) -> Vec<&'static str> {
        let mut settings = Settings::default();
        change(&mut settings);
        wrong(settings)
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let settings = Settings {
            name: " ".into(),
            tagline: "字".repeat(121),
            description: "字".repeat(1_001),
            url: Some("ftp://example.org".into()),
            accent: Some("red".into()),
            seller: "字".repeat(201),
            support_email: "bad".into(),
            mail_from: "no address at all".into(),
            refund_days: -1,
            ..Settings::default()
        };
        let fields = [
            "name",
            "tagline",
            "description",
            "accent",
            "url",
            "support_email",
            "mail_from",
            "seller",
            "refund_days",
        ];
        assert_eq!(wrong(settings), fields);
        assert_eq!(wrong(Settings::default()), [""; 0]);
    }

    #[test]
    fn letters_come_from_an_address_or_from_nobody_yet() {
        let from = |text: &str| with(|settings| text.clone_into(&mut settings.mail_from));
        for text in ["", "hello@example.org", "雅集 <hello@example.org>"] {
            assert_eq!(from(text), [""; 0], "{text}");
        }
        for text in ["bad", "hello@example.org\r\nBcc: a@b.c", "Mei\r\nBcc: a@b.c <m@example.org>"]
        {
            assert_eq!(from(text), ["mail_from"], "{text:?}");
        }
    }

    #[test]
    fn a_text_may_be_as_long_as_its_field_lets_it_be() {
        let description = "字\r\n".repeat(500);
        assert_eq!(with(|settings| description.clone_into(&mut settings.description)), [""; 0]);
        assert_eq!(with(|settings| settings.tagline = "字".repeat(120)), [""; 0]);
        assert_eq!(with(|settings| settings.tagline = "one\nmore".into()), ["tagline"]);
        assert_eq!(with(|settings| settings.seller = "字".repeat(200)), [""; 0]);
    }
}
