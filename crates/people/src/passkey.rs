//! Passkeys: signing in with a device's own lock; with user verification it counts as both
//! factors. Everything else works without them.

pub mod api;
pub mod register;
pub mod sign_in;
pub mod store;

use kernel::{Fault, Id, MemberId, Outcome};
use site::Settings;
use url::Url;
use uuid::Uuid;
use webauthn_rs::{Webauthn, WebauthnBuilder};

/// Minutes in which a device must answer.
pub const MINUTES: i64 = 5;

/// The relying party of this site: the host of its address, or of the request while it has none.
///
/// # Errors
/// `Denied` with `passkey.no_host` where browsers allow no passkeys: a bare address that is not
/// the machine's own.
pub fn party(settings: &Settings, origin: &str) -> Outcome<Webauthn> {
    let refused = || Fault::denied("passkey.no_host");
    let url = Url::parse(settings.address(origin)).map_err(|_no_url| refused())?;
    let host = url.domain().ok_or_else(refused)?.to_owned();
    WebauthnBuilder::new(&host, &url)
        .map(|builder| builder.rp_name(&settings.name))
        .and_then(WebauthnBuilder::build)
        .map_err(|_refused| refused())
}

/// The name under which a device keeps a member's passkey.
#[must_use]
pub fn user_id(member: MemberId) -> Uuid {
    Uuid::from_u64_pair(0, u64::try_from(member.get()).unwrap_or_default())
}

/// The member that a device names.
#[must_use]
pub fn member_of(user: Uuid) -> Option<MemberId> {
    let (high, low) = user.as_u64_pair();
    let raw = i64::try_from(low).ok().filter(|_| high == 0)?;
    Some(MemberId::from_i64(raw))
}

/// A name for a list of passkeys: 1 to 40 characters.
///
/// # Errors
/// `Invalid` for the field `name` with `passkey.name`.
pub fn parse_name(typed: &str) -> Outcome<String> {
    let name = typed.trim();
    let fits = (1..=40).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if fits { Ok(name.to_owned()) } else { Err(Fault::invalid("name", "passkey.name")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_names_the_member_it_was_set_up_for() {
        let member = MemberId::from_i64(1_234_567_890_123);
        assert_eq!(member_of(user_id(member)), Some(member));
        assert_eq!(member_of(Uuid::from_u64_pair(1, 5)), None);
    }

    #[test]
    fn a_site_without_a_name_of_its_own_has_no_passkeys() {
        let bare = Settings::default();
        assert!(party(&bare, "http://localhost:8080").is_ok());
        assert_eq!(party(&bare, "http://127.0.0.1:8080").unwrap_err().key(), "passkey.no_host");
        let named = Settings { url: Some("https://yaji.test".into()), ..Settings::default() };
        assert!(party(&named, "http://evil.test").is_ok());
    }
}
