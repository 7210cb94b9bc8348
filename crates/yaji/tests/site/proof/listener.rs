//! What happens live reaches only who may read it: the page's socket and Socket.IO, over a real
//! connection.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use db::{Db, db_test};
use futures_util::{SinkExt as _, StreamExt as _};
use http::{HeaderValue, header};
use serde_json::{Value, json};
use testkit::Caller;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use web::sessions::SessionKind;
use yaji::config::Config;

use super::super::world::wired;
use super::canary::Found;
use super::ground::{Ground, Reading, World, reading};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// How long is listened after something happened.
const LISTENING: Duration = Duration::from_millis(1500);

/// A site that listens on a port of its own.
struct Served {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

impl Served {
    async fn of(world: &World) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = watch::channel(false);
        let (app, config) = (world.cast.site.app().clone(), Config::default());
        let task = tokio::spawn(async move {
            let served = yaji::serve::run_on(app, &config, listener, stopped).await;
            assert!(served.is_ok());
        });
        Self { address, stop, task }
    }

    /// Stops listening without closing the database, which the test still asks.
    fn end(self) {
        drop(self.stop);
        self.task.abort();
    }

    async fn page_socket(&self, world: &World, caller: Caller) -> Socket {
        let token = world.cast.session(caller, SessionKind::Browser).await.unwrap();
        let url = format!("ws://{}/live", self.address);
        let mut request = url.into_client_request().unwrap();
        let value = |text: String| HeaderValue::from_str(&text).unwrap();
        let origin = value(format!("http://{}", self.address));
        request.headers_mut().insert(header::ORIGIN, origin);
        request.headers_mut().insert(header::COOKIE, value(format!("s={token}")));
        let (mut socket, _) = connect_async(request).await.unwrap();
        for topic in topics(world) {
            let wish = json!({"sub": topic, "since": ""}).to_string();
            socket.send(Message::text(wish)).await.unwrap();
        }
        socket
    }

    async fn bot_socket(&self, world: &World, caller: Caller) -> Socket {
        let token = world.cast.session(caller, SessionKind::Token(1)).await.unwrap();
        let url = format!("ws://{}/socket.io/?EIO=4&transport=websocket", self.address);
        let (mut socket, _) = connect_async(url).await.unwrap();
        let _ = socket.next().await.unwrap().unwrap();
        let auth = json!({"token": token});
        socket.send(Message::text(format!("40{auth}"))).await.unwrap();
        loop {
            let answer = socket.next().await.unwrap().unwrap().into_text().unwrap();
            if answer.as_str() == "2" {
                socket.send(Message::text("3")).await.unwrap();
                continue;
            }
            assert!(answer.starts_with("40"), "{answer}");
            break;
        }
        for (number, topic) in topics(world).into_iter().enumerate() {
            let wish = json!(["subscribe", topic]);
            socket.send(Message::text(format!("42{number}{wish}"))).await.unwrap();
        }
        socket
    }
}

fn topics(world: &World) -> Vec<String> {
    let posts = world.things.values().map(|things| format!("post:{}", things.post));
    let mut spaces: Vec<String> =
        world.things.values().map(|things| format!("space:{}", things.space)).collect();
    spaces.sort();
    spaces.dedup();
    posts.chain(spaces).chain(["me".to_owned()]).collect()
}

/// All that comes until nothing has come for a while.
async fn heard(socket: &mut Socket) -> String {
    let mut all = String::new();
    while let Ok(Some(Ok(message))) = tokio::time::timeout(LISTENING, socket.next()).await {
        match message {
            Message::Text(text) if text.as_str() == "2" => {
                socket.send(Message::text("3")).await.unwrap();
            }
            Message::Text(text) => {
                all.push_str(&text);
                all.push('\n');
            }
            _ => {}
        }
    }
    all
}

#[db_test(wired)]
async fn what_happens_live_reaches_only_who_may_read_it(db: Db) {
    let world = World::open(db).await;
    let served = Served::of(&world).await;
    let mut sockets = Vec::new();
    for caller in Caller::ALL.into_iter().filter(|caller| *caller != Caller::Visitor) {
        sockets.push((caller, false, served.page_socket(&world, caller).await));
        sockets.push((caller, true, served.bot_socket(&world, caller).await));
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    let mut happened = Vec::new();
    for ground in Ground::ALL {
        let post = &world.things[&ground].post;
        let text = format!("Live {}", ground.word("liveanswer"));
        let answer = world.answer(post, &text).await;
        happened.push((ground, answer, world.question(ground, "live").await));
    }
    let mut found = Found::default();
    let all = sockets
        .iter_mut()
        .map(async |(caller, is_bot, socket)| (*caller, *is_bot, heard(socket).await));
    for (caller, is_bot, told) in futures_util::future::join_all(all).await {
        found.seek(caller, "a socket", &told);
        // Programs are told ids: those of what they may not read are as good as words.
        let events = || told.lines().filter(|line| line.starts_with("42["));
        for (ground, answer, question) in happened.iter().filter(|_| is_bot) {
            let reads = reading(caller, *ground);
            let (post, may_know) =
                (&world.things[ground].post, matches!(reads, Reading::Whole | Reading::Free));
            let hears = |id: &str| events().any(|line| line.contains(id));
            assert_eq!(hears(answer), reads == Reading::Whole, "{caller:?} {ground:?}: {told}");
            assert!(reads != Reading::Whole || hears(question), "{caller:?} {ground:?}: {told}");
            let known = hears(question) || hears(post);
            assert!(may_know || !known, "{caller:?} {ground:?}: {told}");
        }
    }
    let shown: Vec<&str> = found.leaks.iter().take(20).map(String::as_str).collect();
    assert!(shown.is_empty(), "{}", shown.join("\n"));
    for caller in [Caller::Author, Caller::Owner] {
        for ground in Ground::ALL {
            let word = ground.word("liveanswer");
            assert!(found.seen[&caller].contains(&word), "{caller:?} was not shown {word}");
        }
    }
    served.end();
}

#[db_test(wired)]
async fn a_socket_is_told_nothing_more_when_the_right_ends(db: Db) {
    let world = World::open(db).await;
    world.cast.grant(Caller::Free, &world.plan, None).await;
    let served = Served::of(&world).await;
    let mut page = served.page_socket(&world, Caller::Free).await;
    let mut bot = served.bot_socket(&world, Caller::Free).await;
    let mut staff = served.page_socket(&world, Caller::Editor).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let post = world.things[&Ground::Plan].post.clone();
    let _ = world.answer(&post, "Live qxplanfirstzw").await;
    assert!(heard(&mut page).await.contains("qxplanfirstzw"));
    let _ = heard(&mut bot).await;
    super::revoke::end_grants(&world, Caller::Free).await;
    let id = world.cast.id(Caller::Editor);
    let demote =
        async move |tx: &mut db::Tx| people::role::give(tx, None, id, web::Role::Member).await;
    world.cast.site.app().db().tx(demote).await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let _ = world.answer(&post, "Live qxplansecondzw").await;
    let ended =
        format!("[\"unsubscribed\",{{\"reason\":\"live.refused\",\"topic\":\"post:{post}\"}}]");
    for (is_bot, socket) in [(false, &mut page), (true, &mut bot), (false, &mut staff)] {
        let told = heard(socket).await;
        assert_eq!(told.contains(&ended), is_bot, "{told}");
        assert!(!told.contains("qxplansecondzw"), "{told}");
        assert!(!told.contains("comment.created"), "{told}");
    }
    served.end();
}

#[db_test(wired)]
async fn a_topic_ends_when_the_space_or_the_plan_shuts_it(db: Db) {
    let world = World::open(db).await;
    let mut owner = world.cast.browser(Caller::Owner).await;
    let secret = world.things[&Ground::Secret].clone();
    let people = format!("/studio/spaces/{}/people", secret.space);
    let act = |act| [("handle", Caller::Free.handle()), ("act", act)];
    let _ = owner.post(&people, &act("add")).await.sees_other();
    let served = Served::of(&world).await;
    let mut page = served.page_socket(&world, Caller::Free).await;
    let mut bot = served.bot_socket(&world, Caller::Free).await;
    let all = heard(&mut page).await + &heard(&mut bot).await;
    assert!(!all.contains(&format!("{{\"refused\":\"post:{}\"}}", secret.post)), "{all}");
    let ended = async |page: &mut Socket, bot: &mut Socket, post: &str| {
        let (page, bot) = (heard(page).await, heard(bot).await);
        assert!(page.contains(&format!("{{\"refused\":\"post:{post}\"}}")), "{page}");
        let told = format!("{{\"reason\":\"live.refused\",\"topic\":\"post:{post}\"}}");
        assert!(bot.contains(&told), "{bot}");
    };
    let _ = owner.post(&people, &act("remove")).await.sees_other();
    ended(&mut page, &mut bot, &secret.post).await;
    let members = world.things[&Ground::Members].clone();
    let fields = [
        ("name", "Members no more"),
        ("handle", Ground::Members.space()),
        ("visibility", "secret"),
        ("posting", "everyone"),
    ];
    let path = format!("/studio/spaces/{}", members.space);
    let _ = owner.post(&path, &fields).await.sees_other();
    ended(&mut page, &mut bot, &members.post).await;
    served.end();
}

/// What a bot is told of a wish.
async fn told(bot: &mut Socket, number: usize, wish: &Value) -> Value {
    bot.send(Message::text(format!("42{number}{wish}"))).await.unwrap();
    let head = format!("43{number}[");
    loop {
        let text = bot.next().await.unwrap().unwrap().into_text().unwrap();
        if text.as_str() == "2" {
            bot.send(Message::text("3")).await.unwrap();
        }
        if let Some(rest) = text.strip_prefix(&head) {
            return serde_json::from_str::<Value>(&format!("[{rest}")).unwrap()[0].clone();
        }
    }
}

#[db_test(wired)]
async fn a_bot_is_answered_whatever_it_wishes_and_leaves_when_it_likes(db: Db) {
    let world = World::open(db).await;
    let served = Served::of(&world).await;
    let mut bot = served.bot_socket(&world, Caller::Owner).await;
    let no = json!({"ok": false, "reason": "live.topic"});
    for wish in [json!([7]), json!([null]), json!([{}]), json!([["me"]]), json!([])] {
        let mut words = vec![json!("subscribe")];
        words.extend(wish.as_array().unwrap().clone());
        assert_eq!(told(&mut bot, 900, &Value::Array(words)).await, no, "{wish}");
    }
    let post = world.things[&Ground::Open].post.clone();
    let (upper, yes) = (format!("post:{}", post.to_uppercase()), json!({"ok": true}));
    for number in 1_000..1_150 {
        assert_eq!(told(&mut bot, number, &json!(["subscribe", upper])).await, yes, "{number}");
    }
    assert_eq!(told(&mut bot, 901, &json!(["unsubscribe", upper])).await, yes);
    let _ = world.answer(&post, "Nobody hears this.").await;
    assert!(!heard(&mut bot).await.contains(&format!("\"post:{post}\"")));
    assert_eq!(told(&mut bot, 902, &json!(["subscribe", upper])).await, yes);
    let _ = world.answer(&post, "The bot hears this.").await;
    let all = heard(&mut bot).await;
    assert!(all.contains("comment.created") && all.contains(&format!("\"post:{post}\"")), "{all}");
    assert!(!all.contains("\"member:"), "its own topic is called as it was wished for: {all}");
    served.end();
}

/// Follows a post from a place on; what is heard until a page has caught up.
async fn caught_up(socket: &mut Socket, post: &str, since: &str) -> String {
    let wish = json!({"sub": format!("post:{post}"), "since": since}).to_string();
    socket.send(Message::text(wish)).await.unwrap();
    let mut all = String::new();
    loop {
        if let Message::Text(text) = socket.next().await.unwrap().unwrap() {
            all.push_str(&text);
            if text.contains("\"of\":") || text.contains("reload") {
                return all;
            }
        }
    }
}

#[db_test(wired)]
async fn what_a_page_has_seen_live_is_not_shown_again_after_a_cut(db: Db) {
    let world = World::open(db).await;
    let served = Served::of(&world).await;
    let post = world.things[&Ground::Open].post.clone();
    tokio::time::sleep(Duration::from_millis(500)).await;
    let begun = world.cast.site.app().hub().place().to_string();
    let mut page = served.page_socket(&world, Caller::Free).await;
    let _ = heard(&mut page).await;
    let _ = world.answer(&post, "Live qxseenlivezw").await;
    let shown = heard(&mut page).await;
    assert!(shown.contains("qxseenlivezw"), "{shown}");
    let place = shown.trim_end().rsplit('\n').next().unwrap();
    drop(page);
    let mut back = served.page_socket(&world, Caller::Free).await;
    let _ = heard(&mut back).await;
    assert!(!caught_up(&mut back, &post, place).await.contains("qxseenlivezw"));
    assert!(caught_up(&mut back, &post, &begun).await.contains("qxseenlivezw"));
    served.end();
}

#[db_test(wired)]
async fn a_bot_hears_that_a_word_was_pressed_and_not_by_whom(db: Db) {
    let world = World::open(db).await;
    let served = Served::of(&world).await;
    let mut bot = served.bot_socket(&world, Caller::Free).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let post = world.things[&Ground::Open].post.clone();
    let paying = world.cast.program(Caller::Paying).await;
    let path = format!("/api/v1/posts/{post}/reactions/like");
    let _ = paying.send(http::Method::PUT, &path, None, &[]).await.expect(204);
    let _ = world.answer(&post, &format!("Ask @{}.", Caller::Paying.handle())).await;
    let told = heard(&mut bot).await;
    assert!(told.contains("reaction.changed") && told.contains("comment.created"), "{told}");
    let somebody = world.cast.wire_id(Caller::Paying);
    assert!(!told.contains(&somebody), "{told}");
    served.end();
}

#[db_test(wired)]
async fn whoever_saw_a_post_is_told_that_it_is_gone(db: Db) {
    let world = World::open(db).await;
    let served = Served::of(&world).await;
    let mut page = served.page_socket(&world, Caller::Paying).await;
    let mut bot = served.bot_socket(&world, Caller::Paying).await;
    let mut outside = served.bot_socket(&world, Caller::Free).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let (plan, secret) =
        (world.things[&Ground::Plan].post.clone(), world.things[&Ground::Secret].post.clone());
    let author = world.cast.program(Caller::Author).await;
    for post in [&plan, &secret] {
        let path = format!("/api/v1/posts/{post}");
        let _ = author.send(http::Method::DELETE, &path, None, &[]).await.expect(204);
    }
    let shown = heard(&mut page).await;
    assert!(shown.contains("remove") && shown.contains(&format!("post-{plan}")), "{shown}");
    let told = heard(&mut bot).await;
    assert!(told.contains("post.deleted") && told.contains(&plan), "{told}");
    let told = told + &shown + &heard(&mut outside).await;
    // What a socket asked to follow and may not is refused by its name.
    let mut lines = told.lines().filter(|line| !line.contains("refused"));
    assert!(lines.all(|line| !line.contains(&secret)), "a secret space was told of: {told}");
    served.end();
}

#[db_test(wired)]
async fn a_socket_opens_for_our_own_pages_only(db: Db) {
    let world = World::open(db).await;
    let served = Served::of(&world).await;
    let token = world.cast.session(Caller::Free, SessionKind::Browser).await.unwrap();
    for origin in [None, Some("http://evil.test"), Some("null")] {
        let url = format!("ws://{}/live", served.address);
        let mut request = url.into_client_request().unwrap();
        let cookie = HeaderValue::from_str(&format!("s={token}")).unwrap();
        request.headers_mut().insert(header::COOKIE, cookie);
        if let Some(origin) = origin {
            request.headers_mut().insert(header::ORIGIN, HeaderValue::from_static(origin));
        }
        assert!(connect_async(request).await.is_err(), "{origin:?}");
    }
    // An API token is no session, and a session is no API token.
    let api = world.cast.session(Caller::Free, SessionKind::Token(1)).await.unwrap();
    let mut browser = world.cast.site.visitor().carrying("s", &api);
    assert!(browser.get("/settings/profile").await.sees_other().starts_with("/login"));
    let _ = world.cast.site.program(Some(&token)).get("/api/v1/me").await.expect(401);
    served.end();
}
