//! Who follows what on this node.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU8, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use kernel::MemberId;
use tokio::sync::{Notify, mpsc};

use super::scene::{Scene, Topic};
use crate::App;
use crate::viewer::{Via, Viewer};

/// The most that may wait for a socket that does not read, in bytes.
const BACKLOG_MAX: usize = 256 * 1024;
/// In how many turns all sockets of pages are asked whether they are still there.
pub(super) const ROUND: u64 = 30;
/// How many sockets are told at a time that all have to decide again: each asks the database.
const REVIEWED_AT_ONCE: usize = 50;
/// How long the next ones wait.
const REVIEW_PAUSE: Duration = Duration::from_millis(10);

/// A socket has to close.
const GONE: u8 = 1;
/// A socket has to ask its page whether it is still there.
const DUE: u8 = 2;

/// What is sent to a follower: small, because room for some waiting ones is held for every socket.
#[derive(Debug, Clone)]
pub enum Frame {
    /// Something to show, shared by all who receive it in one language.
    Show(Arc<Shown>),
    /// The follower's rights changed: decide again about session and topics.
    Review,
}

/// Something to show.
#[derive(Debug)]
pub struct Shown {
    /// The event's name.
    pub name: &'static str,
    /// On which topic.
    pub topic: Arc<str>,
    /// Turbo Streams in the follower's language, and the event's place on a last line.
    pub html: Option<axum::extract::ws::Utf8Bytes>,
    /// What apps receive.
    pub json: Arc<serde_json::Value>,
    /// The event's place in the log.
    pub position: i64,
}

impl Shown {
    /// Bytes that wait for a socket as long as it was not written to it.
    pub(super) fn weight(&self) -> usize {
        self.html.as_ref().map_or(256, |text| text.len())
    }
}

impl Frame {
    fn weight(&self) -> usize {
        match self {
            Self::Show(shown) => shown.weight(),
            Self::Review => 0,
        }
    }
}

/// One socket, page's or app's.
pub struct Follower {
    /// Which socket.
    pub id: u64,
    /// Who listens.
    pub viewer: Viewer,
    sender: mpsc::UnboundedSender<Frame>,
    waiting: AtomicUsize,
    /// What the socket is called for beside its frames.
    calls: AtomicU8,
    called: Notify,
    /// Whether anything was heard since it was asked last.
    is_heard: AtomicBool,
}

impl Follower {
    /// Notes that frames of so many bytes were written out.
    pub fn written(&self, bytes: usize) {
        self.waiting.fetch_sub(bytes.min(self.waiting.load(Ordering::Acquire)), Ordering::AcqRel);
    }

    /// Ends when the socket must close: its reader is too slow, or answers no more.
    pub async fn gone(&self) {
        while self.calls.load(Ordering::Acquire) & GONE == 0 {
            self.called.notified().await;
        }
    }

    /// Ends when the socket is called for anything.
    pub(super) async fn called(&self) {
        while self.calls.load(Ordering::Acquire) == 0 {
            self.called.notified().await;
        }
    }

    /// Whether the page has to be asked whether it is still there; once for each time.
    pub(super) fn is_due(&self) -> bool {
        self.calls.fetch_and(!DUE, Ordering::AcqRel) & DUE != 0
    }

    /// Notes that something was heard.
    pub(super) fn heard(&self) {
        self.is_heard.store(true, Ordering::Release);
    }

    fn call(&self, what: u8) {
        self.calls.fetch_or(what, Ordering::AcqRel);
        self.called.notify_one();
    }

    fn send(&self, frame: Frame) {
        let weight = frame.weight();
        let waiting = self.waiting.fetch_add(weight, Ordering::AcqRel) + weight;
        if waiting > BACKLOG_MAX || self.sender.send(frame).is_err() {
            self.call(GONE);
        }
    }
}

#[derive(Default)]
struct Room {
    followers: HashMap<u64, Arc<Follower>>,
    by_topic: HashMap<Topic, HashSet<u64>>,
    by_member: HashMap<MemberId, HashSet<u64>>,
}

/// Who follows what on this node; cheap to clone.
#[derive(Clone, Default)]
pub struct Hub(Arc<Inner>);

#[derive(Default)]
struct Inner {
    room: RwLock<Room>,
    next: AtomicU64,
    place: AtomicI64,
    shown: AtomicI64,
    /// Somebody's right to a topic may have changed, and nobody knows whose.
    changed: Notify,
}

impl Hub {
    /// The place in the log up to which events were taken up: whoever follows before an event is
    /// shown it, whoever follows later catches up to here. What a page's `since` says.
    #[must_use]
    pub fn place(&self) -> i64 {
        self.0.place.load(Ordering::Acquire)
    }

    pub(super) fn moved_to(&self, position: i64) {
        self.0.place.fetch_max(position, Ordering::AcqRel);
    }

    /// The place in the log up to which every event was given to those who follow it.
    pub(super) fn shown(&self) -> i64 {
        self.0.shown.load(Ordering::Acquire)
    }

    pub(super) fn has_shown(&self, position: i64) {
        self.0.shown.fetch_max(position, Ordering::AcqRel);
    }

    /// How many sockets are open here.
    #[must_use]
    pub fn sockets(&self) -> usize {
        self.read().followers.len()
    }

    /// How many sockets a member has open here.
    #[must_use]
    pub fn sockets_of(&self, member: MemberId) -> usize {
        self.read().by_member.get(&member).map_or(0, HashSet::len)
    }

    /// Whether anybody here follows a topic.
    #[must_use]
    pub fn is_followed(&self, topic: &Topic) -> bool {
        self.read().by_topic.contains_key(topic)
    }

    /// Adds a socket; frames for it arrive at the receiver.
    #[must_use]
    pub fn join(&self, viewer: Viewer) -> (Arc<Follower>, mpsc::UnboundedReceiver<Frame>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        let id = self.0.next.fetch_add(1, Ordering::AcqRel);
        let follower = Arc::new(Follower {
            id,
            viewer,
            sender,
            waiting: AtomicUsize::new(0),
            calls: AtomicU8::new(0),
            called: Notify::new(),
            is_heard: AtomicBool::new(true),
        });
        let mut room = self.write();
        if let Some(member) = follower.viewer.id() {
            room.by_member.entry(member).or_default().insert(id);
        }
        room.followers.insert(id, Arc::clone(&follower));
        (follower, receiver)
    }

    /// Lets a socket follow a topic; the decision was made before.
    pub fn follow(&self, follower: u64, topic: Topic) {
        self.write().by_topic.entry(topic).or_default().insert(follower);
    }

    /// Ends a socket's following of a topic.
    pub fn unfollow(&self, follower: u64, topic: &Topic) {
        let mut room = self.write();
        if let Some(followers) = room.by_topic.get_mut(topic) {
            followers.remove(&follower);
            if followers.is_empty() {
                room.by_topic.remove(topic);
            }
        }
    }

    /// Takes a socket away.
    pub fn leave(&self, follower: u64) {
        let mut room = self.write();
        let Some(gone) = room.followers.remove(&follower) else { return };
        room.by_topic.retain(|_, followers| {
            followers.remove(&follower);
            !followers.is_empty()
        });
        if let Some(member) = gone.viewer.id()
            && let Some(sockets) = room.by_member.get_mut(&member)
        {
            sockets.remove(&follower);
            if sockets.is_empty() {
                room.by_member.remove(&member);
            }
        }
    }

    /// Shows a scene to everybody who follows its topic and may see it.
    pub async fn show(&self, app: &App, scene: &Scene, position: i64) {
        let followers = self.followers_of(&scene.topic);
        if followers.is_empty() {
            return;
        }
        let frames = frames_of(scene, position);
        for follower in followers {
            for (face, by_language) in scene.faces.iter().zip(&frames) {
                if face.allowed.allows(app, &follower.viewer).await {
                    let locale = follower.viewer.locale;
                    if let Some((_, frame)) = by_language.iter().find(|(l, _)| *l == locale) {
                        follower.send(frame.clone());
                    }
                    break;
                }
            }
        }
    }

    /// Has all sockets of a member decide again about session and topics.
    pub fn review(&self, member: MemberId) {
        let room = self.read();
        let sockets = room.by_member.get(&member).into_iter().flatten();
        for follower in sockets.filter_map(|id| room.followers.get(id)) {
            follower.send(Frame::Review);
        }
    }

    /// Has everybody who follows what may be shut to them decide again, soon.
    pub(super) fn review_all(&self) {
        self.0.changed.notify_one();
    }

    /// Does so whenever it was asked for: a few sockets at a time, so that their questions hold up
    /// nobody else's. What is shown meanwhile is judged at each delivery.
    pub(super) async fn reviewing(&self) {
        loop {
            self.0.changed.notified().await;
            for some in self.followers_of_objects().chunks(REVIEWED_AT_ONCE) {
                some.iter().for_each(|follower| follower.send(Frame::Review));
                tokio::time::sleep(REVIEW_PAUSE).await;
            }
        }
    }

    /// Those who follow more than what is their own.
    fn followers_of_objects(&self) -> Vec<Arc<Follower>> {
        let room = self.read();
        let objects = room.by_topic.iter().filter(|(topic, _)| topic.parts().0 != "member");
        let ids: HashSet<u64> = objects.flat_map(|(_, ids)| ids.iter().copied()).collect();
        ids.iter().filter_map(|id| room.followers.get(id).map(Arc::clone)).collect()
    }

    /// One turn of a round: asks its share of the pages whether they are still there, and has those
    /// close that have said nothing since they were asked in the round before. Apps are asked by
    /// their own protocol.
    pub(super) fn beat(&self, turn: u64) {
        let room = self.read();
        let pages = room.followers.values().filter(|one| one.viewer.via == Via::Browser);
        for page in pages.filter(|page| page.id % ROUND == turn % ROUND) {
            page.call(if page.is_heard.swap(false, Ordering::AcqRel) { DUE } else { GONE });
        }
    }

    /// Has every socket close, as before the program ends; pages open another by themselves.
    pub fn close_all(&self) {
        for follower in self.read().followers.values() {
            follower.call(GONE);
        }
    }

    fn followers_of(&self, topic: &Topic) -> Vec<Arc<Follower>> {
        let room = self.read();
        let ids = room.by_topic.get(topic).into_iter().flatten();
        ids.filter_map(|id| room.followers.get(id).map(Arc::clone)).collect()
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Room> {
        self.0.room.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, Room> {
        self.0.room.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A scene's frames, made once for each face and language and shared by all receivers.
fn frames_of(scene: &Scene, position: i64) -> Vec<Vec<(kernel::Locale, Frame)>> {
    let topic: Arc<str> = scene.topic.0.as_str().into();
    let frames = |face: &super::scene::SceneFace| {
        let json = Arc::new(face.json.clone());
        let of = |locale: kernel::Locale| Shown {
            name: scene.name,
            topic: Arc::clone(&topic),
            html: face.html.get(&locale).map(|html| format!("{html}\n{position}").into()),
            json: Arc::clone(&json),
            position,
        };
        let frame = |locale| (locale, Frame::Show(Arc::new(of(locale))));
        kernel::Locale::ALL.into_iter().map(frame).collect()
    };
    scene.faces.iter().map(frames).collect()
}
