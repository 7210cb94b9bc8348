//! The same topics for apps and bots, over Socket.IO at `/socket.io` (websocket only).
//!
//! The handshake carries `auth: {token}`, an API token. `subscribe` takes a topic, `post:{id}`,
//! `space:{id}` or `me`, and is acknowledged with `{ok: true}` or `{ok: false, reason}`;
//! `unsubscribe` ends it again. Events come under their own names with `{topic, position, …}`: ids,
//! and what this receiver may read. When a right ends, `unsubscribed` says `{topic, reason}`.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, any_service};
use http::StatusCode;
use kernel::{Fault, Locale, Outcome};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use socketioxide::extract::{AckSender, Extension, SocketRef, TryData};
use socketioxide::handler::ConnectHandler as _;
use socketioxide::{SocketIo, TransportType};
use tokio::sync::watch;

use super::hub::{Follower, Frame, Hub};
use super::scene::{Stages, Topic};
use crate::line::Line;
use crate::viewer::{Network, Theme, Via, Viewer};
use crate::{App, fault_page, headers, limits, origin};

/// The most sockets that a member may have open on a node.
const SOCKETS_MAX: usize = 10;
/// The most topics that a socket may follow.
const TOPICS_MAX: usize = 100;
/// How long a client may take to show its token.
const GREETING: Duration = Duration::from_secs(10);

/// What a client sends in its handshake.
#[derive(Debug, Deserialize)]
struct Handshake {
    token: String,
}

/// Whoever was let in.
#[derive(Clone)]
struct Seat {
    token: Arc<str>,
    viewer: Viewer,
    place: watch::Sender<Option<Place>>,
}

/// What a connected client hears through, and what it follows.
#[derive(Clone)]
struct Place {
    follower: Arc<Follower>,
    hub: Hub,
    topics: Arc<RwLock<Vec<Topic>>>,
}

impl Place {
    /// Follows a topic no more.
    fn leave(&self, topic: &Topic) {
        self.hub.unfollow(self.follower.id, topic);
        self.topics.write().unwrap_or_else(PoisonError::into_inner).retain(|kept| kept != topic);
    }
}

/// What a client is told of its wish.
#[derive(Debug, Serialize)]
struct Acknowledgement {
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

/// What answers `/socket.io`, with its own door before it.
pub(crate) fn methods(app: &App) -> MethodRouter<App> {
    let building = SocketIo::builder().transports([TransportType::Websocket]);
    let (service, io) = building.connect_timeout(GREETING).build_svc();
    let (door, room) = (app.clone(), app.clone());
    let admit = move |socket: SocketRef, TryData(auth): TryData<Handshake>| {
        let app = door.clone();
        async move {
            let token = auth.map(|handshake| handshake.token).unwrap_or_default();
            match seat(&app, &token).await {
                Ok(seat) => {
                    // Before the greeting: whoever is greeted may wish for something at once.
                    take_wishes(app, &socket, seat.place.subscribe());
                    socket.extensions.insert(seat);
                    Ok(())
                }
                Err(fault) => Err(Refusal(fault.key())),
            }
        }
    };
    let take_place = move |socket: SocketRef, Extension(seat): Extension<Seat>| {
        let app = room.clone();
        async move { serve(app, socket, seat) }
    };
    io.ns("/", take_place.with(admit));
    any_service(service).layer(from_fn_with_state(app.clone(), knock))
}

/// Who asks for a socket is a visitor until they have shown their token: they name this site, and
/// are counted like any other.
async fn knock(State(app): State<App>, request: Request, next: Next) -> Response {
    let (settings, line) = (app.settings(), Line::of(&request));
    if origin::of_request(request.headers(), &settings).is_none() {
        return headers::bare(StatusCode::MISDIRECTED_REQUEST.into_response(), &settings);
    }
    let ip = line.client(request.headers(), &settings);
    let customer = Network { ip, agent: "".into() }.customer();
    let admitted = if line.is_kept_back {
        Err(Fault::Busy)
    } else {
        limits::admit_visitor(app.counters(), &settings.limits, customer, app.now())
    };
    match admitted {
        Ok(()) => next.run(request).await,
        Err(fault) => {
            let status =
                StatusCode::from_u16(fault.status()).unwrap_or(StatusCode::TOO_MANY_REQUESTS);
            let bare = status.into_response();
            let mut response = fault_page::problem(settings.locale, &fault, bare);
            line.end(&mut response);
            headers::bare(response, &settings)
        }
    }
}

/// The stable key that a refused client is told.
#[derive(Debug)]
struct Refusal(&'static str);

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

async fn seat(app: &App, token: &str) -> Outcome<Seat> {
    let found = app.sessions().find(app.db(), token).await?;
    let found = found.filter(|found| found.is_token);
    let found = found.ok_or(Fault::SignIn("session.bad_token"))?;
    if found.me.face.enrol {
        return Err(Fault::denied("session.enrol"));
    }
    if app.hub().sockets_of(found.me.id) >= SOCKETS_MAX {
        return Err(Fault::TooFast { key: "limit.sockets", retry_after_s: 5 });
    }
    let network = Network { ip: IpAddr::V4(Ipv4Addr::UNSPECIFIED), agent: "socket.io".into() };
    let viewer = Viewer {
        locale: found.locale.unwrap_or(Locale::ZhCn),
        member: Some(found.me),
        via: Via::Token,
        network,
        origin: app.settings().url.clone().unwrap_or_default().into(),
        device: None,
        theme: Theme::Auto,
        flash: None,
    };
    Ok(Seat { token: token.into(), viewer, place: watch::Sender::new(None) })
}

/// Answers what the client wishes to follow or to follow no more, as soon as it has its place.
fn take_wishes(app: App, socket: &SocketRef, place: watch::Receiver<Option<Place>>) {
    let left = place.clone();
    socket.on("subscribe", move |TryData::<Value>(wish), ack: AckSender| {
        let (app, place) = (app.clone(), place.clone());
        async move {
            let Some(place) = taken(place).await else { return };
            let done = match topic_of(&wish, &place) {
                Ok(topic) => subscribe(&app, &place, topic).await,
                Err(fault) => Err(fault),
            };
            acknowledge(ack, &done);
        }
    });
    socket.on("unsubscribe", move |TryData::<Value>(wish), ack: AckSender| {
        let place = left.clone();
        async move {
            let Some(place) = taken(place).await else { return };
            let done = topic_of(&wish, &place).map(|topic| place.leave(&topic));
            acknowledge(ack, &done);
        }
    });
}

async fn taken(mut place: watch::Receiver<Option<Place>>) -> Option<Place> {
    place.wait_for(Option::is_some).await.ok()?.clone()
}

/// The topic that a client names; whatever else it sends is told so, and nobody's log is filled.
fn topic_of<E>(wish: &Result<Value, E>, place: &Place) -> Outcome<Topic> {
    let named = wish.as_ref().ok().and_then(Value::as_str);
    let named = named.ok_or_else(|| Fault::invalid("topic", "live.topic"))?;
    Ok(Topic::wished(named, &place.follower.viewer))
}

fn acknowledge(ack: AckSender, done: &Outcome<()>) {
    let reason = done.as_ref().err().map(Fault::key);
    if let Err(error) = ack.send(&Acknowledgement { ok: reason.is_none(), reason }) {
        tracing::debug!(%error, "an acknowledgement was lost");
    }
}

fn serve(app: App, socket: SocketRef, seat: Seat) {
    let (follower, mut frames) = app.hub().join(seat.viewer.clone());
    let hub = app.hub().clone();
    let place = Place { follower: Arc::clone(&follower), hub, topics: Arc::default() };
    seat.place.send_replace(Some(place.clone()));
    let (left, id) = (app.hub().clone(), follower.id);
    socket.on_disconnect(move || {
        left.leave(id);
        std::future::ready(())
    });
    tokio::spawn(async move {
        loop {
            let frame = tokio::select! {
                () = follower.gone() => break,
                frame = frames.recv() => frame,
            };
            match frame {
                Some(Frame::Show(shown)) => {
                    follower.written(shown.weight());
                    let topic = wire_name(&shown.topic);
                    let message = message(topic, shown.position, &shown.json);
                    if socket.emit(shown.name, &message).is_err() {
                        break;
                    }
                }
                Some(Frame::Review) => match review(&app, &socket, (&seat, &place)).await {
                    Ok(true) => {}
                    Ok(false) | Err(_) => break,
                },
                None => return,
            }
        }
        app.hub().leave(follower.id);
        if let Err(error) = socket.disconnect() {
            tracing::debug!(%error, "a socket was closed already");
        }
    });
}

fn message(topic: &str, position: i64, facts: &Value) -> Value {
    let mut message = json!({ "topic": topic, "position": position });
    if let (Some(into), Some(from)) = (message.as_object_mut(), facts.as_object()) {
        into.extend(from.iter().map(|(key, value)| (key.clone(), value.clone())));
    }
    message
}

/// What a client calls a topic: its own is `me`, as it wished for.
fn wire_name(topic: &str) -> &str {
    if topic.starts_with("member:") { "me" } else { topic }
}

async fn subscribe(app: &App, place: &Place, topic: Topic) -> Outcome<()> {
    let follower = &place.follower;
    if !app.part::<Stages>().may_follow(app, &follower.viewer, &topic).await? {
        return Err(Fault::denied("live.refused"));
    }
    let mut topics = place.topics.write().unwrap_or_else(PoisonError::into_inner);
    if topics.contains(&topic) {
        return Ok(());
    }
    if topics.len() >= TOPICS_MAX {
        return Err(Fault::Conflict("live.too_many"));
    }
    place.hub.follow(follower.id, topic.clone());
    topics.push(topic);
    Ok(())
}

/// Decides again: the socket closes with its token, a topic ends with its right.
async fn review(app: &App, socket: &SocketRef, (seat, place): (&Seat, &Place)) -> Outcome<bool> {
    let follower = &place.follower;
    let found = app.sessions().find(app.db(), &seat.token).await?;
    if found.is_none_or(|found| !follower.viewer.is_still(&found.me)) {
        return Ok(false);
    }
    let stages = app.part::<Stages>();
    let followed = place.topics.read().unwrap_or_else(PoisonError::into_inner).clone();
    for topic in followed {
        if stages.may_follow(app, &follower.viewer, &topic).await? {
            continue;
        }
        place.leave(&topic);
        let told = json!({ "topic": wire_name(&topic.0), "reason": "live.refused" });
        if socket.emit("unsubscribed", &told).is_err() {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use db::{Db, db_test};

    use super::super::tests::{app, somebody};
    use super::*;

    #[db_test]
    async fn a_hundred_topics_are_followed_each_counted_once_and_no_more(db: Db) {
        let app = app(db).await;
        let (follower, _frames) = app.hub().join(somebody());
        let place = Place { follower, hub: app.hub().clone(), topics: Arc::default() };
        for _ in 0..2 {
            for number in 0..100 {
                subscribe(&app, &place, Topic::of("post", number)).await.unwrap();
            }
        }
        let more = subscribe(&app, &place, Topic::of("post", 100)).await;
        assert_eq!(more.unwrap_err().key(), "live.too_many");
        place.leave(&Topic::of("post", 7));
        assert!(!app.hub().is_followed(&Topic::of("post", 7)));
        subscribe(&app, &place, Topic::of("post", 100)).await.unwrap();
    }
}
