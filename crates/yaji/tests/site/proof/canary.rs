//! Words that stand in one place only, sought in everything that leaves the site, as everybody.
//!
//! Every word has the form `qx…zw` and says where it stands; [`may_see`] says who may read it
//! there. The addresses come from the route table, filled with what exists, and from the links of
//! the pages that they answer with.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _, Write};
use std::sync::{Mutex, PoisonError};

use db::{Db, db_test};
use http::Method;
use testkit::{Answer, Browser, Caller, Page, Program};
use web::Permission;

use super::super::world::wired;
use super::ground::{Ground, PRIVATE_PROXY, Reading, World, reading};
use super::matrix::address;

/// Links followed for each caller at most, beside the route table.
const LINKS: usize = 60;

/// The words in a text.
pub fn words(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (start, _) in text.match_indices("qx") {
        let rest = &text[start..];
        let end = rest.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(rest.len());
        if rest[..end].ends_with("zw") {
            found.insert(rest[..end].to_owned());
        }
    }
    found
}

/// Whether somebody may be shown a word.
pub fn may_see(caller: Caller, word: &str) -> bool {
    let part = |ground: Ground| {
        let prefix = ground.word("");
        word.strip_prefix(prefix.trim_end_matches("zw")).map(|rest| rest.trim_end_matches("zw"))
    };
    let place = Ground::ALL.into_iter().find_map(|ground| Some((ground, part(ground)?)));
    match place {
        Some((ground, part)) => may_read(reading(caller, ground), part),
        None if word.starts_with("qxdraft") => caller == Caller::Author,
        None if word.starts_with("qxprofile") => caller != Caller::Visitor,
        None => false,
    }
}

/// What stands before the gate.
const FREE: [&str; 10] = [
    "title",
    "summary",
    "newfree",
    "tag",
    "livetitle",
    "livesummary",
    "livefree",
    "twintitle",
    "twinsummary",
    "twinfree",
];

fn may_read(reading: Reading, part: &str) -> bool {
    if part.starts_with("gone") {
        return false;
    }
    let of_space = matches!(part, "name" | "about" | "handle");
    match reading {
        Reading::Whole => true,
        Reading::Free => of_space || FREE.contains(&part),
        Reading::SignIn | Reading::Denied => of_space,
        Reading::Missing => false,
    }
}

/// What all who ask have been answered so far.
#[derive(Default)]
pub struct Found {
    pub answers: usize,
    pub seen: BTreeMap<Caller, BTreeSet<String>>,
    pub leaks: Vec<String>,
}

impl Found {
    /// Seeks words in something that somebody was shown when they asked for `asked`.
    pub fn seek(&mut self, caller: Caller, asked: &str, text: &str) {
        self.answers += 1;
        let own = words(asked);
        for word in words(text).difference(&own) {
            if !may_see(caller, word) {
                self.leaks.push(format!("{caller:?} saw {word} at {asked}"));
            }
            self.seen.entry(caller).or_default().insert(word.clone());
        }
    }
}

/// One who asks, by browser and by program.
struct Crawler<'a> {
    world: &'a World,
    caller: Caller,
    browser: Browser,
    program: Program,
    done: BTreeSet<String>,
    links: BTreeSet<String>,
}

impl<'a> Crawler<'a> {
    async fn of(world: &'a World, caller: Caller) -> Self {
        let (browser, program) =
            (world.cast.browser(caller).await, world.cast.program(caller).await);
        Self { world, caller, browser, program, done: BTreeSet::new(), links: BTreeSet::new() }
    }

    async fn ask(&mut self, path: &str, found: &mut Found) -> Option<Answer> {
        if !self.done.insert(path.to_owned()) {
            return None;
        }
        let answer = if path.starts_with("/api/") {
            self.program.get(path).await
        } else {
            self.browser.get(path).await
        };
        assert!(!answer.status.is_server_error(), "{path}: {}", answer.status);
        found.seek(self.caller, path, &whole(&answer));
        self.seek_facts(path, &answer, found);
        if answer.header("content-type").starts_with("text/html") {
            self.links.extend(Page::parse(&answer.text).links().into_iter().filter(|l| is_page(l)));
        }
        if answer.header("content-type").contains("xml") {
            self.links.extend(named_in(&answer.text));
        }
        Some(answer)
    }

    /// Addresses, settings and numbers that are no words.
    fn seek_facts(&self, path: &str, answer: &Answer, found: &mut Found) {
        let may = |permission| self.caller.permissions().has(permission);
        let mut refuse = |what: &str| {
            if answer.text.contains(what) && !path.contains(what) {
                found.leaks.push(format!("{:?} saw {what} at {path}", self.caller));
            }
        };
        if !may(Permission::SettingsManage) {
            refuse(PRIVATE_PROXY);
        }
        if self.caller != Caller::Lapsed && !may(Permission::OrdersRead) {
            refuse(&self.world.order);
        }
        for other in Caller::ALL.into_iter().filter(|other| *other != self.caller) {
            if !may(Permission::MembersRead) && self.caller != Caller::Narrow {
                refuse(&format!("{}@example.org", other.handle()));
            }
        }
    }

    async fn table(&mut self, routes: &[web::Route], found: &mut Found) {
        for route in routes.iter().filter(|route| route.method == Method::GET) {
            for ground in Ground::ALL {
                let things = &self.world.things[&ground];
                for (post, answer) in
                    [(&things.post, &things.answer), (&things.deleted, &things.deleted_answer)]
                {
                    let path = address(self.world, &route.path, ground, post, answer);
                    self.ask(&path, found).await;
                }
            }
        }
    }

    async fn lists(&mut self, found: &mut Found) {
        for ground in Ground::ALL {
            for order in ["latest", "hot", "featured", "following", "unanswered"] {
                let space = ground.space();
                let path = format!("/api/v1/posts?space={space}&order={order}&limit=100");
                self.ask(&path, found).await;
            }
            self.ask(&format!("/api/v1/posts?tag={}", ground.word("tag")), found).await;
        }
        for path in ["/api/v1/posts?limit=100", "/?order=hot", "/api/v1/events?limit=100"] {
            self.ask(path, found).await;
        }
    }

    /// A search for a word that may not be read answers as a search for one that stands nowhere.
    async fn search(&mut self, found: &mut Found) {
        for ground in Ground::ALL {
            for part in ["title", "newbody", "answer", "gonebody", "free"] {
                let word = ground.word(part);
                for path in ["/search?q=", "/api/v1/search?q="] {
                    let (asked, nowhere) = (format!("{path}{word}"), format!("{path}qxnowherezw"));
                    let Some(answer) = self.ask(&asked, found).await else { continue };
                    if may_see(self.caller, &word) {
                        continue;
                    }
                    self.done.remove(&nowhere);
                    let nothing = self.ask(&nowhere, found).await.expect("an answer");
                    let (one, other) = (answer.text.replace(&word, "Q"), nothing.text);
                    if one != other.replace("qxnowherezw", "Q") {
                        found.leaks.push(format!("{:?} is told of {word} at {asked}", self.caller));
                    }
                }
            }
        }
    }

    /// Everybody's page, by everybody.
    async fn people(&mut self, found: &mut Found) {
        for other in Caller::ALL.into_iter().filter(|other| *other != Caller::Visitor) {
            self.ask(&format!("/m/{}", other.handle()), found).await;
        }
    }

    /// What sitemaps and feeds name, all of it, then links of pages; what they name in turn too.
    async fn links(&mut self, found: &mut Found) {
        for _ in 0..2 {
            let links: Vec<String> = self.links.iter().cloned().collect();
            let (maps, pages): (Vec<_>, Vec<_>) =
                links.into_iter().partition(|path| path.contains("sitemap"));
            for path in maps.into_iter().chain(pages.into_iter().take(LINKS)) {
                self.ask(&path, found).await;
            }
        }
    }
}

/// The addresses that a sitemap or feed names, without the host.
fn named_in(xml: &str) -> BTreeSet<String> {
    let address = |part: &str| {
        let (address, _) = part.split_once(['<', '"'])?;
        let (_, rest) = address.split_once("://")?;
        let (_, path) = rest.split_once('/')?;
        Some(format!("/{path}")).filter(|path| is_page(path))
    };
    let marks = ["<loc>", "<link>", "href=\""];
    marks.iter().flat_map(|mark| xml.split(mark).skip(1)).filter_map(address).collect()
}

/// Whether a link is a page of ours that reading does not change anything by.
fn is_page(link: &str) -> bool {
    link.starts_with('/') && !link.starts_with("//") && !link.starts_with("/assets/")
}

pub fn whole(answer: &Answer) -> String {
    let mut text = answer.text.clone();
    for (name, value) in &answer.headers {
        text.push_str(&format!("\n{name}: {}", String::from_utf8_lossy(value.as_bytes())));
    }
    text
}

/// Every file in an archive as one text.
fn unpacked(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).expect("an archive");
    let mut text = String::new();
    for at in 0..archive.len() {
        let mut raw = Vec::new();
        archive.by_index(at).expect("a file").read_to_end(&mut raw).expect("its bytes");
        text.push_str(&String::from_utf8_lossy(&raw));
    }
    text
}

/// Everything that our own crates say, and what the others find worth saying.
const OURS: &str = "info,yaji=debug,web=debug,db=debug,site=debug,mail=debug,people=debug,\
                    access=debug,commerce=debug,community=debug,notify=debug,discovery=debug";

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn keep_log() {
    let log = tracing_subscriber::fmt().with_env_filter(OURS).with_writer(|| Log);
    // The second engine's test in the same process finds it set.
    let _ = log.try_init();
    tracing::info!("the log is kept");
}

async fn export(world: &World, caller: Caller, found: &mut Found) {
    let mut browser = world.cast.browser(caller).await;
    let _ = browser.post("/settings/data", &[]).await.sees_other();
    world.cast.settle().await;
    let page = browser.get("/settings/data").await.expect(200).text;
    let id = super::ground::between(&page, "href=\"/settings/data/", "\"");
    let file = browser.get(&format!("/settings/data/{id}")).await.expect(200);
    found.seek(caller, "the export", &unpacked(&file.bytes));
}

#[db_test(wired)]
async fn no_word_reaches_anybody_who_may_not_read_it(db: Db) {
    keep_log();
    let world = World::open(db).await;
    let (_, routes, _) = web::assemble(world.cast.site.app(), yaji::wiring::routes());
    let mut found = Found::default();
    for caller in Caller::ALL {
        let mut crawler = Crawler::of(&world, caller).await;
        crawler.table(&routes, &mut found).await;
        crawler.lists(&mut found).await;
        crawler.people(&mut found).await;
        crawler.search(&mut found).await;
        crawler.links(&mut found).await;
    }
    for caller in [Caller::Author, Caller::Free, Caller::Lapsed] {
        export(&world, caller, &mut found).await;
    }
    for letter in world.cast.site.letters() {
        let to = Caller::ALL.into_iter().find(|c| letter.to.starts_with(c.handle()));
        let text = format!("{}\n{}\n{}", letter.subject, letter.text, letter.html);
        found.seek(to.unwrap_or(Caller::Visitor), "a letter", &text);
    }
    let log = String::from_utf8_lossy(&LOG.lock().unwrap()).into_owned();
    assert!(log.contains("the log is kept"), "nothing was logged");
    let logged = words(&log);
    assert!(logged.is_empty(), "in the log: {logged:?}");
    assert!(!log.contains("@example.org"), "an address is in the log");
    println!("{} answers searched", found.answers);
    let (count, shown) = (found.leaks.len(), found.leaks.iter().take(40));
    let shown: Vec<&str> = shown.map(String::as_str).collect();
    assert!(shown.is_empty(), "{count} leaks\n{}", shown.join("\n"));
    // The control: whoever may read a word was shown it, so the crawl can see it.
    for caller in Caller::ALL {
        for ground in Ground::ALL {
            for part in ["title", "summary", "newfree", "newbody", "answer"] {
                let word = ground.word(part);
                let seen = found.seen[&caller].contains(&word);
                assert_eq!(seen, may_see(caller, &word), "{caller:?} {word}");
            }
        }
        for word in ["qxprofilebiozw", "qxprofileplacezw"] {
            let seen = found.seen[&caller].contains(word);
            assert_eq!(seen, may_see(caller, word), "{caller:?} {word}");
        }
    }
    assert!(found.answers > 5500, "{} answers", found.answers);
}
