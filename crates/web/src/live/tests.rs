//! A page's socket over a real connection.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::routing::get;
use db::{Db, db_test};
use futures_util::future::BoxFuture;
use kernel::{Locale, Outcome};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::hub::{Hub, ROUND};
use super::scene::{Allowed, Audience, LiveEvent, Scene, SceneFace, Stage, Stages, Topic};
use super::socket;
use crate::viewer::{Network, Theme, Via, Viewer};
use crate::{App, AppParts};

/// A slice that lets everybody follow everything.
struct Open;

impl Stage for Open {
    fn may_follow<'a>(
        &'a self,
        _app: &'a App,
        _viewer: &'a Viewer,
        _topic: &'a Topic,
    ) -> BoxFuture<'a, Outcome<Option<bool>>> {
        Box::pin(std::future::ready(Ok(Some(true))))
    }

    fn scenes<'a>(
        &'a self,
        _app: &'a App,
        _event: &'a LiveEvent,
        _audience: Audience<'a>,
    ) -> BoxFuture<'a, Outcome<Vec<Scene>>> {
        Box::pin(std::future::ready(Ok(Vec::new())))
    }
}

/// A site on which everybody may follow everything.
pub(super) async fn app(db: Db) -> App {
    let parts = AppParts::new(db, mail::Transport::Room, Hub::default());
    parts.with(Stages(vec![Box::new(Open)])).open().await.unwrap()
}

/// Somebody who follows.
pub(super) fn somebody() -> Viewer {
    Viewer {
        locale: Locale::En,
        member: None,
        via: Via::Browser,
        network: Network { ip: IpAddr::V4(Ipv4Addr::LOCALHOST), agent: "test".into() },
        origin: "http://localhost".into(),
        device: None,
        theme: Theme::Auto,
        flash: None,
    }
}

/// Serves sockets without a door.
async fn served(app: &App) -> SocketAddr {
    let held = app.clone();
    let open = move |upgrade: WebSocketUpgrade| async move {
        socket::answer(upgrade, held, somebody(), String::new())
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        axum::serve(listener, Router::new().route("/live", get(open))).await.unwrap();
    });
    address
}

/// A page's end of a socket, spoken by hand: nothing is read or answered by itself.
struct Page(TcpStream);

impl Page {
    async fn open(address: SocketAddr) -> Self {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = "GET /live HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\n\
             upgrade: websocket\r\nsec-websocket-version: 13\r\n\
             sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        assert!(head.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&head));
        Self(stream)
    }

    /// Sends a frame of a kind; its mask is zero, which is a mask.
    async fn send(&mut self, kind: u8, content: &str) {
        let length = u8::try_from(content.len()).unwrap();
        let mut frame = vec![0x80 | kind, 0x80 | length, 0, 0, 0, 0];
        frame.extend(content.as_bytes());
        self.0.write_all(&frame).await.unwrap();
    }

    /// The next frame: its kind and what it says; none when the line has ended.
    async fn hear(&mut self) -> Option<(u8, String)> {
        let kind = self.0.read_u8().await.ok()? & 0x0f;
        let length = match self.0.read_u8().await.ok()? {
            126 => usize::from(self.0.read_u16().await.ok()?),
            short => usize::from(short),
        };
        let mut content = vec![0; length];
        self.0.read_exact(&mut content).await.ok()?;
        Some((kind, String::from_utf8(content).unwrap()))
    }

    /// Follows a topic from a place on; what is answered.
    async fn follow(&mut self, topic: &str, since: &str) -> String {
        self.send(1, &format!("{{\"sub\":\"{topic}\",\"since\":\"{since}\"}}")).await;
        self.hear().await.unwrap().1
    }
}

fn scene(topic: &str, html: &str) -> Scene {
    let html = Locale::ALL.into_iter().map(|locale| (locale, html.to_owned())).collect();
    let face = SceneFace { allowed: Allowed::Everyone, html, json: serde_json::json!({}) };
    Scene { topic: Topic(topic.to_owned()), name: "comment.created", faces: vec![face] }
}

/// Waits until so many sockets are open.
async fn until_open(app: &App, count: usize) {
    let looking = async {
        while app.hub().sockets() != count {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let found = tokio::time::timeout(Duration::from_secs(5), looking).await;
    assert!(found.is_ok(), "{} sockets, not {count}", app.hub().sockets());
}

#[db_test]
async fn a_socket_that_does_not_read_is_dropped_and_the_others_go_on(db: Db) {
    let app = app(db).await;
    let address = served(&app).await;
    let (mut deaf, mut page) = (Page::open(address).await, Page::open(address).await);
    for one in [&mut deaf, &mut page] {
        let _ = one.follow("post:1", "0").await;
    }
    let listening = tokio::spawn(async move {
        let mut heard = 0;
        while let Some((_, text)) = page.hear().await
            && text != "<end>\n401"
        {
            heard += 1;
        }
        (heard, page)
    });
    let html = "x".repeat(60_000);
    for position in 1..=400 {
        app.hub().show(&app, &scene("post:1", &html), position).await;
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    app.hub().show(&app, &scene("post:1", "<end>"), 401).await;
    let (heard, _page) = listening.await.unwrap();
    assert_eq!(heard, 400);
    until_open(&app, 1).await;
    drop(deaf);
}

/// Asks every page once whether it is still there.
fn one_round(app: &App) {
    for turn in 0..ROUND {
        app.hub().beat(turn);
    }
}

#[db_test]
async fn a_page_that_answers_no_more_leaves_its_place_and_one_that_only_listens_keeps_it(db: Db) {
    let app = app(db).await;
    let address = served(&app).await;
    let (mut vanished, mut page) = (Page::open(address).await, Page::open(address).await);
    until_open(&app, 2).await;
    for _ in 0..3 {
        one_round(&app);
        assert_eq!(page.hear().await.unwrap(), (9, String::new()));
        page.send(10, "").await;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    until_open(&app, 1).await;
    assert_eq!(vanished.hear().await.unwrap().0, 9);
    assert_eq!(vanished.hear().await.unwrap().0, 8, "it is told, should it be there after all");
}

#[db_test]
async fn a_page_knows_how_far_it_has_seen_the_log(db: Db) {
    let app = app(db).await;
    let mut page = Page::open(served(&app).await).await;
    assert_eq!(page.follow("post:1", "0").await, r#"{"of":"post:1","place":"0"}"#);
    app.hub().show(&app, &scene("post:1", "<p>news</p>"), 5).await;
    assert_eq!(page.hear().await.unwrap().1, "<p>news</p>\n5");
    app.hub().has_shown(9);
    for word in [Some(r#"{"place":"9"}"#), None] {
        app.hub().show(&app, &scene("post:1", "<p>more</p>"), 8).await;
        one_round(&app);
        assert_eq!(page.hear().await.unwrap().1, "<p>more</p>\n8", "what was shown goes first");
        assert_eq!(page.hear().await.unwrap().0, 9);
        page.send(10, "").await;
        let told = tokio::time::timeout(Duration::from_millis(200), page.hear()).await;
        assert_eq!(told.ok().map(|heard| heard.unwrap().1).as_deref(), word);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
