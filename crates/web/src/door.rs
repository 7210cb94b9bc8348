//! The door before every route: host, lane, sender, viewer, limits, who may enter; and after it
//! the drawing of faults and the headers of every answer.

mod entry;

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, Uri, header};
use kernel::{Fault, Locale, Outcome};
use site::Settings;
use tokio::sync::OwnedSemaphorePermit;

use self::entry::{ENROL, enter, recognise};
use crate::entrance::Entrance;
use crate::kept::Sent;
use crate::lanes::Turn;
use crate::limits::Refusable;
use crate::line::Line;
use crate::reply::{Carried, Failure};
use crate::routes::{Lane, Route, Who};
use crate::viewer::{Network, STALE, Theme, UNAGREED, Via, Viewer};
use crate::{
    App, cookies, fault_page, flash, headers, kept, limits, origin, polled, reply, still,
    unattended,
};

/// Lets a request in and its answer out.
pub(crate) async fn door(
    State((app, entrance)): State<(App, Arc<Entrance>)>,
    mut request: Request,
    next: Next,
) -> Response {
    let (started, settings) = (Instant::now(), app.settings());
    let (metered, instead) = entrance.find(request.method());
    let route = &metered.route;
    let origin = match origin::of_request(request.headers(), &settings) {
        Some(origin) => origin,
        // A balancer asks by number, whatever the site is called.
        None if route.lane == Lane::Health => settings.url.clone().unwrap_or_default(),
        None => {
            let response = send_away(&request, &settings, route);
            metered.count(response.status(), started.elapsed());
            return response;
        }
    };
    let line = Line::of(&request);
    let Ok(mut place) = enter_lane(&app, route.lane, line).await else {
        let response = turn_away(&request, &settings, (route, line), origin.into());
        metered.count(response.status(), started.elapsed());
        return response;
    };
    let _turn = Turn::give(&app, route.lane, &mut place, &mut request);
    let mut viewer = nobody(&request, &settings, (route, line), origin.into());
    if !route.is_api() {
        viewer.flash = flash::waiting(app.keys(), &request, &viewer.origin);
    }
    let entered = match instead {
        Some(_) => look_in(&app, route, &settings, (request.headers(), &mut viewer)).await,
        None => enter(&app, route, &settings, (&mut request, &mut viewer)).await,
    };
    let answer = match (entered, instead) {
        (Ok(()), Some(allow)) => not_so(&entrance, allow, &request),
        (Ok(()), None) => {
            request.extensions_mut().insert(viewer.clone());
            let asked = Asked::of(&request);
            let sent = route.is_for_members().then(|| Sent::of(&mut request, &viewer));
            let response = run(&app, &viewer, route, (request, next)).await;
            let response = ask_for_proof(&app, &viewer, (response, &asked, sent.as_ref())).await;
            if route.lane == Lane::Notices && response.status().is_client_error() {
                let (counters, limits) = (app.counters(), &settings.limits);
                Refusable::Notice.note_refused(counters, limits, &viewer, app.now());
            }
            (response, asked)
        }
        (Err(fault), _) => refuse(&app, route, &viewer, (request, fault)).await,
    };
    let (response, asked) = answer;
    let mut response = draw_fault(&app, &viewer, route, (response, &asked));
    flash::forget_said(&mut response, &viewer);
    let hosts = [settings.media_origin.as_deref(), app.media_host()];
    headers::finish(&mut response, &viewer, hosts, route.is_api());
    metered.count(response.status(), started.elapsed());
    response
}

/// Waits for a place in a lane; the last connections there are take none in the ordinary one.
async fn enter_lane(app: &App, lane: Lane, line: Line) -> Outcome<Option<OwnedSemaphorePermit>> {
    if line.is_kept_back && lane == Lane::Ordinary {
        return Err(Fault::Busy);
    }
    app.lanes().enter(lane).await
}

/// Has the handler answer, or what is kept of its answers.
async fn run(
    app: &App,
    viewer: &Viewer,
    route: &Route,
    (request, next): (Request, Next),
) -> Response {
    if route.is_polled {
        let known = polled::known(request.headers());
        return polled::name(next.run(request).await, known).await;
    }
    if route.is_still {
        return still::answer(app, viewer, request, next).await;
    }
    next.run(request).await
}

/// Sends whoever proved too long ago who they are to where they do so again: what they typed is kept.
async fn ask_for_proof(
    app: &App,
    viewer: &Viewer,
    (response, asked, sent): (Response, &Asked, Option<&Sent>),
) -> Response {
    let fault = response.extensions().get::<Carried>();
    let is_stale = fault.is_some_and(|Carried(fault)| fault.key() == STALE);
    match sent {
        Some(sent) if is_stale && !asked.json => {
            let told = kept::keep_and_prove(app, viewer, (sent, asked.stream)).await;
            told.unwrap_or_else(IntoResponse::into_response)
        }
        _ => response,
    }
}

/// What a method that is not there is told: the page whose form is sent here, else what there is.
fn not_so(entrance: &Entrance, allow: &HeaderValue, request: &Request) -> (Response, Asked) {
    let asked = Asked::of(request);
    if *request.method() == Method::GET
        && let Some(page) = entrance.page_of(request.uri())
        && let Ok(response) = reply::see_other(reply::back_to(Some(&page)))
    {
        return (response, asked);
    }
    let mut response = Failure(Fault::NoMethod("request.method")).into_response();
    response.headers_mut().insert(header::ALLOW, allow.clone());
    (response, asked)
}

/// Counts who comes with a method that is not there, and knows them where they say who they are:
/// nothing is done, so nothing is asked of them.
async fn look_in(
    app: &App,
    route: &Route,
    settings: &Settings,
    (headers, viewer): (&HeaderMap, &mut Viewer),
) -> Outcome<()> {
    match recognise(app, route, headers, viewer).await {
        Ok(()) | Err(Fault::SignIn(_)) => {}
        Err(fault) => return Err(fault),
    }
    limits::admit(app.counters(), &settings.limits, viewer, false, app.now())
}

/// What drawing a fault has to know of the request that is gone by then.
pub(crate) struct Asked {
    /// The path and query.
    pub(crate) path: String,
    /// Whether a form asked for changes instead of a page.
    pub(crate) stream: bool,
    referer: Option<HeaderValue>,
    /// Whether a script asked and reads JSON, so that a fault is told in it too.
    json: bool,
    /// Whether something was asked to be seen, and nothing sent.
    is_read: bool,
}

impl Asked {
    fn of(request: &Request) -> Self {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
        let stream = crate::stream::wants_stream(request.headers());
        let referer = request.headers().get(header::REFERER).cloned();
        let is_read = origin::is_safe(request.method());
        Self { path, stream, referer, is_read, json: accepts == Some("application/json") }
    }

    /// The path and query of the page it was asked from.
    pub(crate) fn from(&self) -> Option<String> {
        let page: Uri = self.referer.as_ref()?.to_str().ok()?.parse().ok()?;
        Some(page.path_and_query()?.as_str().to_owned())
    }
}

/// The viewer before anybody is recognised: a visitor with the language they asked for.
fn nobody(
    request: &Request,
    settings: &Settings,
    (route, line): (&Route, Line),
    origin: Arc<str>,
) -> Viewer {
    let headers = request.headers();
    let cookie = |name| {
        let is_read = !route.is_api();
        is_read.then(|| cookies::read(headers, name, &origin)).flatten()
    };
    let asked = request.uri().query().and_then(|query| {
        query.split('&').find_map(|pair| pair.strip_prefix("hl=")).and_then(Locale::from_tag)
    });
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let locale = asked
        .or_else(|| cookie(cookies::LANGUAGE).and_then(Locale::from_tag))
        .or_else(|| header(header::ACCEPT_LANGUAGE).and_then(Locale::from_accept_language))
        .unwrap_or(settings.locale);
    let agent: String = header(header::USER_AGENT).unwrap_or_default().chars().take(300).collect();
    Viewer {
        locale,
        member: None,
        via: if route.is_api() { Via::Token } else { Via::Browser },
        network: Network { ip: line.client(headers, settings), agent: agent.into() },
        device: cookie(cookies::DEVICE).map(Into::into),
        theme: Theme::from_key(cookie(cookies::THEME).unwrap_or_default()),
        flash: None,
        origin,
    }
}

/// Answers a request that may not enter: a visitor's page goes to sign-in and keeps what was
/// typed, everything else is told why.
async fn refuse(
    app: &App,
    route: &Route,
    viewer: &Viewer,
    (request, fault): (Request, Fault),
) -> (Response, Asked) {
    let asked = Asked::of(&request);
    if matches!(fault, Fault::SignIn(_)) && !route.is_api() && !asked.stream {
        return match kept::keep_and_ask(app, viewer, request).await {
            Ok(response) => (response, asked),
            Err(failure) => (failure.into_response(), asked),
        };
    }
    if fault.key() == UNAGREED && !route.is_api() && !asked.json {
        let told = kept::keep_and_tell(app, viewer, request).await;
        return (told.unwrap_or_else(IntoResponse::into_response), asked);
    }
    if matches!(fault, Fault::Conflict("session.signed_in"))
        && !route.is_api()
        && let Ok(response) = reply::see_other("/")
    {
        return (response, asked);
    }
    if fault.key() == ENROL
        && !route.is_api()
        && let Ok(response) = reply::see_other(crate::ENROL_PAGE)
    {
        return (response, asked);
    }
    (Failure(fault).into_response(), asked)
}

fn draw_fault(
    app: &App,
    viewer: &Viewer,
    route: &Route,
    (mut response, asked): (Response, &Asked),
) -> Response {
    match response.extensions_mut().remove::<Carried>() {
        None => response,
        Some(Carried(fault)) if route.is_api() || asked.json => {
            fault_page::problem(viewer.locale, &fault, response)
        }
        Some(Carried(fault)) if asks_in(&fault, viewer, route) && asked.is_read => {
            // The sign-in page says what for, and leads back here or to an account.
            let path = kept::sign_in_path(&asked.path);
            let why = fault_page::fault_text(viewer.locale, fault.key());
            let sent = flash::see_other_with(app, viewer, &path, why);
            sent.unwrap_or_else(IntoResponse::into_response)
        }
        Some(Carried(fault)) => fault_page::page(app, viewer, &fault, (response, asked)),
    }
}

/// Whether a page that anybody may come to shows this only to who is signed in.
fn asks_in(fault: &Fault, viewer: &Viewer, route: &Route) -> bool {
    let open_to_all = matches!(route.who, Who::Anyone);
    matches!(fault, Fault::SignIn(_)) && viewer.member.is_none() && open_to_all
}

/// The cheapest answer there is, for a lane that is full.
fn turn_away(
    request: &Request,
    settings: &Settings,
    (route, line): (&Route, Line),
    origin: Arc<str>,
) -> Response {
    let viewer = nobody(request, settings, (route, line), origin);
    let mut response = unattended::full(viewer.locale, request.headers(), route.is_api());
    headers::finish(&mut response, &viewer, headers::NO_HOSTS, route.is_api());
    line.end(&mut response);
    response
}

/// The answer to who names another host than the site's: where the site is.
fn send_away(request: &Request, settings: &Settings, route: &Route) -> Response {
    let address = settings.url.as_deref().unwrap_or_default();
    let viewer = nobody(request, settings, (route, Line::of(request)), address.into());
    let mut response =
        unattended::elsewhere(viewer.locale, request.headers(), (address, route.is_api()));
    headers::finish(&mut response, &viewer, headers::NO_HOSTS, route.is_api());
    response
}
