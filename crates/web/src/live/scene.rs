//! What the slices draw of an event, and for whom.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use kernel::{Locale, MemberId, Outcome, Ts};

use super::hub::Hub;
use crate::App;
use crate::viewer::Viewer;

/// What a page follows: `post:{id}`, `space:{id}`, or `me`, which the hub turns into
/// `member:{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Topic(pub String);

impl Topic {
    /// A topic of a kind and an object.
    #[must_use]
    pub fn of(kind: &str, id: impl std::fmt::Display) -> Self {
        Self(format!("{kind}:{id}"))
    }

    /// A member's own topic.
    #[must_use]
    pub fn member(id: MemberId) -> Self {
        Self::of("member", id)
    }

    /// The topic that somebody names: `me` is their own, and an id is the same however its letters
    /// are written.
    #[must_use]
    pub fn wished(name: &str, viewer: &Viewer) -> Self {
        if let ("me", Some(me)) = (name, viewer.id()) {
            return Self::member(me);
        }
        match name.split_once(':').and_then(|(kind, id)| Some((kind, kernel::decode_id(id).ok()?)))
        {
            Some((kind, id)) => Self::of(kind, kernel::encode_id(id)),
            None => Self(name.to_owned()),
        }
    }

    /// Kind and object.
    #[must_use]
    pub fn parts(&self) -> (&str, &str) {
        self.0.split_once(':').unwrap_or((&self.0, ""))
    }
}

/// An event of the log, as live pages see it.
#[derive(Debug, Clone)]
pub struct LiveEvent {
    /// Its place in the log.
    pub position: i64,
    /// Its wire name.
    pub name: String,
    /// Who acted.
    pub actor: Option<i64>,
    /// What it is about.
    pub subject: Option<i64>,
    /// Where it happened.
    pub space: Option<i64>,
    /// When it happened.
    pub occurred_at: Ts,
    /// Ids and small facts.
    pub payload: serde_json::Value,
}

/// Decides for one receiver.
type Judge = dyn Fn(App, Viewer) -> BoxFuture<'static, bool> + Send + Sync;

/// Who may see a face of a scene.
#[derive(Clone)]
pub enum Allowed {
    /// Whoever follows the topic.
    Everyone,
    /// One member.
    Only(MemberId),
    /// Whoever this function allows, asked at each delivery.
    Judged(Arc<Judge>),
}

impl Allowed {
    /// Whether a receiver may see it, now.
    pub async fn allows(&self, app: &App, viewer: &Viewer) -> bool {
        match self {
            Self::Everyone => true,
            Self::Only(member) => viewer.id() == Some(*member),
            Self::Judged(judge) => judge(app.clone(), viewer.clone()).await,
        }
    }
}

/// How a scene looks to some of its receivers.
#[derive(Clone)]
pub struct SceneFace {
    /// To whom.
    pub allowed: Allowed,
    /// Turbo Streams by language; none where pages show nothing of it.
    pub html: HashMap<Locale, String>,
    /// What apps and bots receive.
    pub json: serde_json::Value,
}

/// Something to show on a topic.
#[derive(Clone)]
pub struct Scene {
    /// Where.
    pub topic: Topic,
    /// What apps and bots call it, `comment.created`.
    pub name: &'static str,
    /// How it looks; a receiver gets the first face that they may see.
    pub faces: Vec<SceneFace>,
}

/// For whom an event is drawn.
#[derive(Clone, Copy)]
pub enum Audience<'a> {
    /// Everybody who follows something on this node.
    Room(&'a Hub),
    /// One who catches up on a topic.
    Of(&'a Topic),
}

impl Audience<'_> {
    /// Whether somebody here follows a topic: what nobody follows need not be drawn.
    #[must_use]
    pub fn follows(&self, topic: &Topic) -> bool {
        match self {
            Self::Room(hub) => hub.is_followed(topic),
            Self::Of(followed) => *followed == topic,
        }
    }
}

/// A slice's part in live pages.
pub trait Stage: Send + Sync {
    /// Whether a viewer may follow a topic; none when the topic is another slice's.
    fn may_follow<'a>(
        &'a self,
        app: &'a App,
        viewer: &'a Viewer,
        topic: &'a Topic,
    ) -> BoxFuture<'a, Outcome<Option<bool>>>;

    /// What is shown of an event to this audience.
    fn scenes<'a>(
        &'a self,
        app: &'a App,
        event: &'a LiveEvent,
        audience: Audience<'a>,
    ) -> BoxFuture<'a, Outcome<Vec<Scene>>>;
}

/// The slices' stages, put into the app by the wiring.
#[derive(Default)]
pub struct Stages(pub Vec<Box<dyn Stage>>);

impl Stages {
    /// Whether a viewer may follow a topic: refused unless a slice allows it.
    ///
    /// # Errors
    /// When a slice's decision fails.
    pub async fn may_follow(&self, app: &App, viewer: &Viewer, topic: &Topic) -> Outcome<bool> {
        if let ("member", id) = topic.parts() {
            return Ok(viewer.id().is_some_and(|me| me.to_string() == id));
        }
        for stage in &self.0 {
            if let Some(decision) = stage.may_follow(app, viewer, topic).await? {
                return Ok(decision);
            }
        }
        Ok(false)
    }

    /// What is shown of an event to this audience, by all slices.
    ///
    /// # Errors
    /// When a slice cannot draw it.
    pub async fn scenes(
        &self,
        app: &App,
        event: &LiveEvent,
        audience: Audience<'_>,
    ) -> Outcome<Vec<Scene>> {
        let mut scenes = Vec::new();
        for stage in &self.0 {
            scenes.extend(stage.scenes(app, event, audience).await?);
        }
        Ok(scenes)
    }
}
