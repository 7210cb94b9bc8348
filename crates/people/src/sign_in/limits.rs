//! How often signing in may fail: by login and network, and by network.

use kernel::Outcome;
use web::{App, Viewer};

use super::Login;

/// Refuses to try when too many tries failed within a minute.
///
/// # Errors
/// `TooFast` with `limit.sign_in`.
pub fn check(app: &App, viewer: &Viewer, login: &Login) -> Outcome<()> {
    let limits = &app.settings().limits;
    if limits.off {
        return Ok(());
    }
    let network = viewer.network.customer();
    let one = ("limit.sign_in", format!("{} {network}", login.key()));
    let all = ("limit.sign_in", network);
    let now = app.now();
    let counters = app.counters();
    let full = counters.is_full(one, (limits.sign_in_login_minute, 60), now)
        || counters.is_full(all, (limits.sign_in_network_minute, 60), now);
    if full {
        return Err(kernel::Fault::TooFast { key: "limit.sign_in", retry_after_s: 60 });
    }
    Ok(())
}

/// Counts a failed try; a successful one costs nothing.
pub fn failed(app: &App, viewer: &Viewer, login: &Login) {
    let limits = &app.settings().limits;
    let network = viewer.network.customer();
    let one = ("limit.sign_in", format!("{} {network}", login.key()));
    let all = ("limit.sign_in", network);
    // A counter that is full already needs no further count.
    let _ = app.counters().take(one, (limits.sign_in_login_minute, 60), app.now());
    let _ = app.counters().take(all, (limits.sign_in_network_minute, 60), app.now());
}
