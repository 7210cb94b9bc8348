//! Telling whoever started the program how it stands: the protocol of `sd_notify`, which systemd
//! and `yaji serve --supervise` speak.

use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::{SocketAddr, UnixDatagram};

/// Where to tell it.
pub(crate) const VARIABLE: &str = "NOTIFY_SOCKET";
/// Said once the site is served.
pub(crate) const READY: &str = "READY=1";
/// Said when the end begins.
pub(crate) const STOPPING: &str = "STOPPING=1";

/// Says how the program stands, if somebody wants to know.
pub(crate) fn say(what: &str) {
    let Some(place) = std::env::var_os(VARIABLE).and_then(|place| place.into_string().ok()) else {
        return;
    };
    if let Err(error) = send(&place, what) {
        tracing::warn!(%error, "who started the program could not be told how it stands");
    }
}

fn send(place: &str, what: &str) -> std::io::Result<()> {
    let address = match place.strip_prefix('@') {
        Some(name) => SocketAddr::from_abstract_name(name)?,
        None => SocketAddr::from_pathname(place)?,
    };
    UnixDatagram::unbound()?.send_to_addr(what.as_bytes(), &address).map(drop)
}
