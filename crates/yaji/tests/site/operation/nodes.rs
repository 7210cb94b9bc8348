//! Two nodes on one PostgreSQL, with Redis between them and without.

use std::net::{Ipv4Addr, SocketAddr, TcpListener as Std};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use blob::Blobs;
use db::{Db, DbUrl, Engine, Opening};
use futures_util::{SinkExt as _, StreamExt as _};
use mail::Transport;
use people::password::Hasher;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use web::{App, Role};
use yaji::config::Config;
use yaji::wiring::Wiring;

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A Redis of the test's own, gone when dropped.
struct Redis {
    child: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Redis {
    fn start() -> Option<Self> {
        let port = Std::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = tempfile::tempdir().unwrap();
        let child = Command::new("redis-server")
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", ""])
            .args(["--appendonly", "no", "--dir"])
            .arg(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(child) = child else {
            eprintln!("redis-server is not installed: the nodes are tried without it");
            return None;
        };
        let redis = Self { child, port, _folder: folder };
        let until = Instant::now() + Duration::from_secs(10);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "redis-server does not answer");
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(redis)
    }

    fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One node, as a process of its own would be.
struct Node {
    app: App,
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

impl Node {
    async fn start(url: &DbUrl, redis: Option<String>) -> Self {
        let wiring = Wiring::new(Hasher::cheap().unwrap(), Blobs::in_memory());
        let opening = Opening::new(url.clone());
        let opening = wiring.subscribers().into_iter().fold(opening, Opening::subscribe);
        let app = wiring.app(Db::open(opening).await.unwrap(), Transport::Room).await.unwrap();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = watch::channel(false);
        let (served, config) = (app.clone(), Config { redis_url: redis, ..Config::default() });
        let task = tokio::spawn(async move {
            yaji::serve::run_on(served, &config, listener, stopped).await.unwrap();
        });
        Self { app, address, stop, task }
    }

    async fn end(self) {
        self.stop.send_replace(true);
        self.task.await.unwrap();
    }

    /// A socket of a program that follows a space.
    async fn socket(&self, token: &str, topic: &str) -> Socket {
        let url = format!("ws://{}/socket.io/?EIO=4&transport=websocket", self.address);
        let (mut socket, _) = connect_async(url).await.unwrap();
        let _ = socket.next().await.unwrap().unwrap();
        let auth = json!({ "token": token });
        socket.send(Message::text(format!("40{auth}"))).await.unwrap();
        wait_for(&mut socket, "40").await;
        let wish = json!(["subscribe", topic]);
        socket.send(Message::text(format!("421{wish}"))).await.unwrap();
        let answer = wait_for(&mut socket, "431").await;
        assert!(answer.contains("\"ok\":true"), "{answer}");
        socket
    }

    async fn ask(&self, token: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        let client = reqwest::Client::builder().build().unwrap();
        let url = format!("http://{}{path}", self.address);
        let request = match body {
            Some(body) => client.post(url).json(&body),
            None => client.get(url),
        };
        let answer = request.bearer_auth(token).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap_or_default())
    }
}

/// The next message that begins so; pings are answered.
async fn wait_for(socket: &mut Socket, start: &str) -> String {
    loop {
        let next = tokio::time::timeout(Duration::from_secs(5), socket.next()).await;
        let text = next.expect("nothing came within 5 s").unwrap().unwrap();
        let text = text.into_text().unwrap().to_string();
        if text == "2" {
            socket.send(Message::text("3")).await.unwrap();
        } else if text.starts_with(start) {
            return text;
        }
    }
}

/// What two nodes owe their members: sign in on one, write on the other, see it on both, and lose
/// it everywhere once the session has ended anywhere.
async fn serve_as_one(one: &Node, other: &Node, handle: &str) {
    let email = format!("{handle}@example.org");
    yaji::user::create(one.app.db(), handle, &email, Role::Owner).await.unwrap();
    let token = yaji::user::token(one.app.db(), handle).await.unwrap();
    let space = json!({"handle": handle, "name": handle, "visibility": "open"});
    let (status, space) = one.ask(&token, "/api/v1/spaces", Some(space)).await;
    assert_eq!(status, 201, "{space}");
    let post = json!({"space": handle, "kind": "question", "title": "Which tea?", "body": "Tell."});
    let (status, post) = one.ask(&token, "/api/v1/posts", Some(post)).await;
    assert_eq!(status, 201, "{post}");
    let id = post["id"].as_str().unwrap();
    let topic = format!("post:{id}");
    let mut here = one.socket(&token, &topic).await;
    let mut there = other.socket(&token, &topic).await;

    let comment = json!({"body": "Longjing", "kind": "answer"});
    let path = format!("/api/v1/posts/{id}/comments");
    let (status, comment) = other.ask(&token, &path, Some(comment)).await;
    assert_eq!(status, 201, "{comment}");
    for socket in [&mut here, &mut there] {
        // The post itself may still be on its way when the socket follows it already.
        let told = wait_for(socket, "42[\"comment.created\"").await;
        assert!(told.contains(comment["id"].as_str().unwrap()), "{told}");
    }

    let lost = one.app.db().clone();
    let handle = handle.to_owned();
    assert_eq!(other.ask(&token, "/api/v1/me", None).await.0, 200);
    let locked = yaji::user::UserCommand::Sessions { handle, end: true };
    yaji::user::run(&lost, locked).await.unwrap();
    let began = Instant::now();
    while other.ask(&token, "/api/v1/me", None).await.0 != 401 {
        assert!(began.elapsed() < Duration::from_secs(5), "the session still holds elsewhere");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    for socket in [&mut here, &mut there] {
        let closed = async {
            while let Some(Ok(message)) = socket.next().await {
                if matches!(message, Message::Close(_))
                    || message.to_text().is_ok_and(|text| text == "41")
                {
                    break;
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(5), closed).await.expect("a socket stays open");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_nodes_serve_as_one_with_redis_and_without() {
    let folder = tempfile::tempdir().unwrap();
    let url = db::testing::empty_place(Engine::Postgres, folder.path()).await;
    let redis = Redis::start();
    let address = redis.as_ref().map(Redis::url);
    let one = Node::start(&url, address.clone()).await;
    let other = Node::start(&url, address.clone()).await;
    if let Some(address) = &address {
        let client = redis::Client::open(address.as_str()).unwrap();
        let mut listener = client.get_async_pubsub().await.unwrap();
        listener.psubscribe("yaji:*").await.unwrap();
        serve_as_one(&one, &other, "mei").await;
        let mut hints = listener.into_on_message();
        let hint = tokio::time::timeout(Duration::from_secs(5), hints.next()).await;
        let hint: String = hint.unwrap().unwrap().get_payload().unwrap();
        let position = hint.split_once(' ').unwrap().1;
        assert!(position.parse::<i64>().unwrap() > 0, "a hint is a node and a position: {hint}");
    }
    drop(redis);
    serve_as_one(&one, &other, "ada").await;
    one.end().await;
    other.end().await;
}
