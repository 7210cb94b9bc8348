//! Who comes in: who it is, how often they may ask, and whether the route is theirs.

use std::sync::Arc;

use axum::extract::Request;
use http::{HeaderMap, header};
use kernel::{Fault, Outcome};
use site::Settings;

use crate::limits::Refusable;
use crate::routes::{Lane, Route, Who};
use crate::viewer::{Me, Viewer};
use crate::{App, cookies, limits, origin};

/// The key of the fault that a second factor has to be enrolled first.
pub(super) const ENROL: &str = "session.enrol";

/// Lets in whoever may enter.
pub(super) async fn enter(
    app: &App,
    route: &Route,
    settings: &Settings,
    (request, viewer): (&mut Request, &mut Viewer),
) -> Outcome<()> {
    let unsafe_page = !route.is_api() && !origin::is_safe(request.method());
    if unsafe_page && !matches!(route.who, Who::Provider | Who::Signed) {
        origin::refuse_foreign(request.headers(), &viewer.origin, settings)?;
    }
    match route.lane {
        Lane::Health => {}
        Lane::Notices => {
            Refusable::Notice.admit(app.counters(), &settings.limits, viewer, app.now())?;
        }
        Lane::Ordinary | Lane::SignIn | Lane::Checkout => {
            by_token_or_session(app, (route, settings), request.headers(), viewer).await?;
            hold_back(route, viewer)?;
            let is_write = !origin::is_safe(request.method());
            limits::admit(app.counters(), &settings.limits, viewer, is_write, app.now())?;
        }
    }
    admit(route.who, viewer)?;
    if route.asks_consent { viewer.agreed() } else { Ok(()) }
}

/// Finds out who asks; a network that sends wrong tokens is not looked up for ever.
async fn by_token_or_session(
    app: &App,
    (route, settings): (&Route, &Settings),
    headers: &HeaderMap,
    viewer: &mut Viewer,
) -> Outcome<()> {
    let (counters, limits) = (app.counters(), &settings.limits);
    let has_token = headers.contains_key(header::AUTHORIZATION);
    if has_token {
        Refusable::Token.admit(counters, limits, viewer, app.now())?;
    }
    let known = recognise(app, route, headers, viewer).await;
    if has_token && known.is_err() {
        Refusable::Token.note_refused(counters, limits, viewer, app.now());
    }
    known
}

fn admit(who: Who, viewer: &Viewer) -> Outcome<()> {
    match who {
        Who::Anyone | Who::Provider | Who::Signed => Ok(()),
        Who::Visitor if viewer.member.is_none() => Ok(()),
        Who::Visitor => Err(Fault::Conflict("session.signed_in")),
        Who::Member | Who::Enrolling => viewer.me().map(|_me| ()),
        Who::Team => {
            let team = !viewer.me()?.permissions.is_empty();
            if team { Ok(()) } else { Err(Fault::denied("permission.missing")) }
        }
        Who::Needs(permission) => {
            let allowed = viewer.me()?.permissions.has(permission);
            if allowed { Ok(()) } else { Err(Fault::denied("permission.missing")) }
        }
    }
}

/// Whoever must enrol a second factor first is a visitor where anybody may come, and may do nothing
/// else but enrol it; their tokens do not work.
fn hold_back(route: &Route, viewer: &mut Viewer) -> Outcome<()> {
    if !viewer.member.as_ref().is_some_and(|me| me.face.enrol) {
        return Ok(());
    }
    match route.who {
        _ if route.is_api() => Err(Fault::denied(ENROL)),
        Who::Enrolling => Ok(()),
        Who::Anyone | Who::Provider | Who::Signed => {
            viewer.member = None;
            Ok(())
        }
        Who::Visitor | Who::Member | Who::Team | Who::Needs(_) => Err(Fault::denied(ENROL)),
    }
}

/// Finds out who is asking: by cookie on pages, by Bearer token in the API, never the other way.
pub(super) async fn recognise(
    app: &App,
    route: &Route,
    headers: &HeaderMap,
    viewer: &mut Viewer,
) -> Outcome<()> {
    let token = if route.is_api() { bearer(headers)? } else { session_cookie(headers, viewer) };
    let Some(token) = token else { return Ok(()) };
    let found = app.sessions().find(app.db(), token).await?;
    let found = found.filter(|found| found.is_token == route.is_api());
    match found {
        Some(found) => {
            viewer.locale = found.locale.unwrap_or(viewer.locale);
            viewer.theme = found.me.face.theme;
            viewer.member = Some(asked_again(app, found.me));
            Ok(())
        }
        None if route.is_api() => Err(Fault::SignIn("session.bad_token")),
        None => Ok(()),
    }
}

/// Marks a member who agreed to older rules than there are.
fn asked_again(app: &App, me: Arc<Me>) -> Arc<Me> {
    if !me.face.agreed.is_behind(app.site().asked()) {
        return me;
    }
    let mut me = Arc::unwrap_or_clone(me);
    me.face.must_agree = true;
    Arc::new(me)
}

fn bearer(headers: &HeaderMap) -> Outcome<Option<&str>> {
    let Some(line) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    // A scheme's name has no case (RFC 9110, 11.1).
    let parts = line.to_str().ok().and_then(|line| line.split_once(' '));
    let token = parts.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    token.map(|(_, token)| Some(token.trim())).ok_or(Fault::SignIn("session.bad_token"))
}

fn session_cookie<'a>(headers: &'a HeaderMap, viewer: &Viewer) -> Option<&'a str> {
    cookies::read(headers, cookies::SESSION, &viewer.origin).filter(|token| !token.is_empty())
}
