//! The socket of a page.
//!
//! The page says `{"sub": "post:…", "since": "…"}` for each topic; it receives Turbo Streams as
//! text, and JSON in braces for what is no HTML: `{"refused": topic}`, `{"reload": true}`,
//! `{"place": "…", "of": topic}` once a topic has caught up. From then on each text ends with a line
//! that is its event's place, and every half minute `{"place": "…"}` says how far the log was read
//! although nothing was shown: a page that comes back after a cut asks for what it has missed only.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{FromRequestParts, Request, State};
use axum::response::Response;
use futures_util::{SinkExt as _, StreamExt as _};
use http::HeaderMap;
use kernel::{Fault, Outcome};
use serde::Deserialize;
use tokio::sync::mpsc;

use super::hub::{Follower, Frame};
use super::pump;
use super::scene::{Audience, Stages, Topic};
use crate::reply::{Failure, Reply};
use crate::viewer::Viewer;
use crate::{App, cookies, origin};

/// The most sockets that a member may have open on a node.
const SOCKETS_MAX: usize = 10;
/// The most topics that a socket may follow.
const TOPICS_MAX: usize = 20;
/// The most events that a page catches up with.
const MISSED_MAX: i64 = 200;
/// The longest wish of a page, in bytes.
const WISH_MAX: usize = 4096;
/// Bytes that a socket reads at once: pages say little, and the room is held for every socket that
/// waits (128 KiB unless asked otherwise).
const READ_AT_ONCE: usize = 1024;
/// How long a page may take to hear that its socket ends.
const FAREWELL: Duration = Duration::from_secs(2);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    sub: String,
    #[serde(default)]
    since: String,
}

/// Opens a page's socket; the request must come from a page of ours.
///
/// # Errors
/// `Denied` from another site, `TooFast` beyond ten sockets.
pub async fn open(State(app): State<App>, viewer: Viewer, request: Request) -> Reply {
    let me = viewer.me()?.id;
    let (mut parts, _body) = request.into_parts();
    let sender = parts.headers.get(http::header::ORIGIN).and_then(|o| o.to_str().ok());
    let settings = app.settings();
    if !sender.is_some_and(|sender| origin::is_ours(sender, &viewer.origin, &settings)) {
        return Err(Fault::denied("request.cross_site").into());
    }
    if app.hub().sockets_of(me) >= SOCKETS_MAX {
        return Err(Fault::TooFast { key: "limit.sockets", retry_after_s: 5 }.into());
    }
    let token = token_of(&parts.headers, &viewer);
    let upgrade = WebSocketUpgrade::from_request_parts(&mut parts, &app)
        .await
        .map_err(|_no_upgrade| Failure(Fault::invalid("upgrade", "request.form")))?;
    Ok(answer(upgrade, app, viewer, token))
}

/// Turns the request into a socket.
pub(super) fn answer(
    upgrade: WebSocketUpgrade,
    app: App,
    viewer: Viewer,
    token: String,
) -> Response {
    let upgrade = upgrade.max_message_size(WISH_MAX).read_buffer_size(READ_AT_ONCE);
    upgrade.on_upgrade(move |socket| serve(app, viewer, token, socket))
}

fn token_of(headers: &HeaderMap, viewer: &Viewer) -> String {
    cookies::read(headers, cookies::SESSION, &viewer.origin).unwrap_or_default().to_owned()
}

struct Line {
    app: App,
    token: String,
    follower: Arc<Follower>,
    topics: HashSet<Topic>,
    out: futures_util::stream::SplitSink<WebSocket, Message>,
    /// The place that was told last.
    told: i64,
}

/// What a socket is to deal with next.
enum News {
    Called,
    Frame(Option<Frame>),
    Said(Option<Result<Message, axum::Error>>),
}

async fn serve(app: App, viewer: Viewer, token: String, socket: WebSocket) {
    let (follower, mut frames) = app.hub().join(viewer);
    let (out, mut heard) = socket.split();
    let mut line = Line {
        app: app.clone(),
        token,
        follower: Arc::clone(&follower),
        topics: HashSet::new(),
        out,
        told: 0,
    };
    loop {
        let news = tokio::select! {
            () = follower.called() => News::Called,
            frame = frames.recv() => News::Frame(frame),
            said = heard.next() => News::Said(said),
        };
        // What is written to who does not read may never leave: it is not waited for.
        let going_on = tokio::select! {
            biased;
            () = follower.gone() => break,
            going_on = line.take(news, &mut frames) => going_on,
        };
        match going_on {
            Ok(true) => {}
            Ok(false) => break,
            Err(fault) => {
                tracing::debug!(%fault, "a live socket ends");
                break;
            }
        }
    }
    app.hub().leave(follower.id);
    let _ = tokio::time::timeout(FAREWELL, line.out.close()).await;
}

impl Line {
    /// Deals with what came; whether the socket goes on. What is seldom done is boxed: its room
    /// would be held for every socket that waits.
    async fn take(
        &mut self,
        news: News,
        frames: &mut mpsc::UnboundedReceiver<Frame>,
    ) -> Outcome<bool> {
        if let News::Said(Some(Ok(_))) = news {
            self.follower.heard();
        }
        match news {
            News::Called if self.follower.is_due() => Box::pin(self.ask(frames)).await,
            News::Called => Ok(true),
            News::Frame(frame) => self.write(frame, frames).await,
            News::Said(Some(Ok(Message::Text(text)))) => Box::pin(self.hear(&text)).await,
            News::Said(Some(Ok(Message::Close(_)) | Err(_)) | None) => Ok(false),
            News::Said(Some(Ok(_))) => Ok(true),
        }
    }

    /// Writes a frame and whatever else waits, in one go.
    async fn write(
        &mut self,
        first: Option<Frame>,
        frames: &mut mpsc::UnboundedReceiver<Frame>,
    ) -> Outcome<bool> {
        let mut next = first;
        if next.is_none() {
            return Ok(false);
        }
        while let Some(frame) = next {
            match frame {
                Frame::Review => {
                    if !Box::pin(self.review()).await? {
                        return Ok(false);
                    }
                }
                Frame::Show(shown) => {
                    self.follower.written(shown.weight());
                    if let Some(html) = &shown.html
                        && self.out.feed(Message::Text(html.clone())).await.is_err()
                    {
                        return Ok(false);
                    }
                }
            }
            next = frames.try_recv().ok();
        }
        Ok(self.out.flush().await.is_ok())
    }

    /// Asks the page's browser whether it is still there, which it answers by itself, and tells
    /// the page how far the log was read.
    async fn ask(&mut self, frames: &mut mpsc::UnboundedReceiver<Frame>) -> Outcome<bool> {
        // What was shown up to there goes first.
        let place = self.app.hub().shown();
        if let Ok(frame) = frames.try_recv()
            && !self.write(Some(frame), frames).await?
        {
            return Ok(false);
        }
        if self.out.feed(Message::Ping(Bytes::new())).await.is_err() {
            return Ok(false);
        }
        if self.told == place {
            return Ok(self.out.flush().await.is_ok());
        }
        self.told = place;
        Ok(self.say(&serde_json::json!({ "place": place.to_string() })).await)
    }

    async fn say(&mut self, json: &serde_json::Value) -> bool {
        self.out.send(Message::Text(json.to_string().into())).await.is_ok()
    }

    async fn hear(&mut self, text: &str) -> Outcome<bool> {
        let Ok(wish) = serde_json::from_str::<Wish>(text) else { return Ok(true) };
        let topic = Topic::wished(&wish.sub, &self.follower.viewer);
        let stages = self.app.part::<Stages>();
        let allowed = (self.topics.len() < TOPICS_MAX || self.topics.contains(&topic))
            && stages.may_follow(&self.app, &self.follower.viewer, &topic).await?;
        if !allowed {
            return Ok(self.say(&serde_json::json!({ "refused": wish.sub })).await);
        }
        self.app.hub().follow(self.follower.id, topic.clone());
        self.topics.insert(topic.clone());
        self.catch_up(&topic, &wish).await
    }

    /// Shows again what happened on a topic after the page was made.
    async fn catch_up(&mut self, topic: &Topic, wish: &Wish) -> Outcome<bool> {
        let Ok(since) = wish.since.parse::<i64>() else { return Ok(true) };
        let missed = pump::missed(&self.app, since, MISSED_MAX).await?;
        let Some(missed) = missed else {
            return Ok(self.say(&serde_json::json!({ "reload": true })).await);
        };
        let stages = self.app.part::<Stages>();
        let mut shown = 0;
        for event in missed {
            for scene in stages.scenes(&self.app, &event, Audience::Of(topic)).await? {
                if scene.topic != *topic {
                    continue;
                }
                shown += 1;
                if shown > MISSED_MAX {
                    return Ok(self.say(&serde_json::json!({ "reload": true })).await);
                }
                if !self.show(&scene).await {
                    return Ok(false);
                }
            }
        }
        let place = self.app.hub().place().to_string();
        Ok(self.say(&serde_json::json!({ "place": place, "of": wish.sub })).await)
    }

    async fn show(&mut self, scene: &super::scene::Scene) -> bool {
        let viewer = self.follower.viewer.clone();
        for face in &scene.faces {
            if !face.allowed.allows(&self.app, &viewer).await {
                continue;
            }
            return match face.html.get(&viewer.locale) {
                Some(html) => self.out.send(Message::Text(html.clone().into())).await.is_ok(),
                None => true,
            };
        }
        true
    }

    /// Decides again: the socket closes with its session, a topic ends with its right.
    async fn review(&mut self) -> Outcome<bool> {
        let found = self.app.sessions().find(self.app.db(), &self.token).await?;
        if found.is_none_or(|found| !self.follower.viewer.is_still(&found.me)) {
            return Ok(false);
        }
        let stages = self.app.part::<Stages>();
        for topic in self.topics.clone() {
            if !stages.may_follow(&self.app, &self.follower.viewer, &topic).await? {
                self.app.hub().unfollow(self.follower.id, &topic);
                self.topics.remove(&topic);
                if !self.say(&serde_json::json!({ "refused": topic.0 })).await {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}
