//! Hostile input: signs that break out of where they are written, through every field of every
//! form and of every body that the API describes.
//!
//! Nothing answers with a fault of the server, nothing is kept otherwise than it was written, and
//! nothing of it runs on any page that is drawn afterwards.

mod api;
mod forms;

use db::{Db, db_test};
use http::Method;
use serde_json::json;
use testkit::{Answer, Caller, Page};

use super::super::world::wired;
use super::ground::{Ground, World};
use super::matrix::address;
use super::payloads::payloads;

/// How many strings each field is given; which ones turns from field to field.
const EACH: usize = 10;

/// One string of each known class of trouble.
pub fn corpus() -> Vec<String> {
    let fixed = [
        // Out of an element, an attribute, a comment, a script, a title.
        "<script>alert(1)</script>",
        "\"><script src=//evil.test/a.js></script>",
        "'><img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "</textarea><script>alert(1)</script>",
        "</title><script>alert(1)</script>",
        "--><script>alert(1)</script><!--",
        "</script><script>alert(1)</script>",
        "\" autofocus onfocus=alert(1) x=\"",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<template><script>alert(1)</script></template>",
        "<base href=//evil.test/>",
        "<meta http-equiv=refresh content=\"0;url=//evil.test\">",
        "<object data=javascript:alert(1)>",
        "<form action=//evil.test><button>x</button></form>",
        "<a href=\"jav&#x09;ascript:alert(1)\">x</a>",
        // Markdown.
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert`1`)",
        "![x](x\" onerror=\"alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
        "<javascript:alert(1)>",
        "[a]: javascript:alert(1)\n[x][a]",
        "```\"><script>alert(1)</script>\nx\n```",
        "[[paid]]\n\n[[付费]]\n\n[[paid]]",
        "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
        "[^1]\n\n[^1]: <script>alert(1)</script>",
        // Other languages than HTML.
        "' OR '1'='1' --",
        "\"; DROP TABLE posts; --",
        "$1 $2 ?1 :name %s %n %x",
        "{{7*7}} {% raw %} ${7*7} #{7*7} <%= 7*7 %>",
        "../../../../etc/passwd",
        "..\\..\\windows\\win.ini",
        "a\r\nSet-Cookie: s=evil\r\n\r\n<script>alert(1)</script>",
        "a\r\nBcc: victim@example.org",
        "=HYPERLINK(\"http://evil.test\")",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "{\"a\":1}",
        "null",
        "undefined",
        "NaN",
        "-1",
        "9223372036854775808",
        "1e309",
        "0x7fffffff",
        // Letters that are more than they seem.
        "\u{202e}gnp.exe\u{202c}",
        "a\u{200b}b\u{200d}c\u{feff}",
        "Z\u{0351}\u{036b}\u{0343}\u{036a}\u{0302}a\u{0316}\u{0317}l\u{0489}go",
        "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{1f3ff}\u{1f1e8}\u{1f1f3}",
        "ﬃ İ ı ß ſ Å ①",
        "田中さん 표준 العربية עברית ไทย",
        "\u{0}\u{1}\u{8}\u{b}\u{c}\u{1b}[31m\u{7f}\u{85}",
        "\u{2028}\u{2029}\u{fffe}\u{ffff}\u{10ffff}",
        " \t\u{3000} ",
        "",
        "%00%0a%2e%2e%2f",
        "&lt;script&gt;&amp;#x3c;",
    ];
    let long = [
        "a".repeat(5_000),
        "[".repeat(2_000),
        ">".repeat(2_000),
        "*_".repeat(1_500),
        "<div>".repeat(1_000),
        "词".repeat(3_000),
    ];
    fixed.into_iter().map(str::to_owned).chain(long).collect()
}

/// What has been sent, and what went wrong.
#[derive(Default)]
struct Siege {
    sent: usize,
    wrong: Vec<String>,
}

impl Siege {
    fn look(&mut self, what: &str, input: &str, answer: &Answer) {
        self.sent += 1;
        let short: String = input.chars().take(60).collect();
        if answer.status.is_server_error() {
            self.wrong.push(format!("{what} with {short:?}: {}", answer.status));
        }
        if answer.header("content-type").starts_with("text/html") {
            for danger in Page::parse(&answer.text).dangers() {
                self.wrong.push(format!("{what} with {short:?}: {danger}"));
            }
        }
        if answer
            .headers
            .get("set-cookie")
            .is_some_and(|line| line.as_bytes().starts_with(b"s=evil"))
        {
            self.wrong.push(format!("{what} with {short:?} set a cookie"));
        }
    }

    fn end(&self) {
        let shown: Vec<&str> = self.wrong.iter().take(30).map(String::as_str).collect();
        assert!(shown.is_empty(), "{} wrong\n{}", self.wrong.len(), shown.join("\n"));
    }
}

/// The strings for the field of a number.
fn share(corpus: &[String], number: usize) -> impl Iterator<Item = &String> {
    corpus.iter().cycle().skip(number * EACH % corpus.len()).take(EACH)
}

/// How many payloads stand in one text.
const IN_ONE: usize = 250;

#[test]
fn no_payload_runs_by_itself() {
    let word = "word";
    let context = text::Context::new(text::markdown::Words {
        footnotes: word,
        footnote_back: word,
        table: word,
        picture: word,
        remote_picture: word,
        task_done: word,
        task_open: word,
    });
    let (all, mut wrong) = (payloads(), Vec::new());
    assert!(all.len() > 10_000, "{} payloads", all.len());
    for payload in &all {
        let html = text::render(payload, &context).html;
        wrong.extend(Page::parse(&html).dangers().into_iter().map(|d| format!("{payload:?}: {d}")));
    }
    println!("{} payloads", all.len());
    assert!(wrong.is_empty(), "{} run\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

#[db_test(wired)]
async fn no_payload_runs_wherever_a_text_is_shown(db: Db) {
    let world = World::open(db).await;
    let author = world.cast.program(Caller::Author).await;
    let mut browser = world.cast.browser(Caller::Author).await;
    let (all, mut siege) = (payloads(), Siege::default());
    for (number, texts) in all.chunks(IN_ONE).enumerate() {
        let title: String = texts[0].chars().filter(|c| !c.is_control()).take(80).collect();
        let title = format!("{number} {title}");
        let body = texts.join("\n\n");
        let post = json!({"space": "garden", "kind": "article", "title": title, "body": body});
        let made = author.post("/api/v1/posts", &post).await.expect(201).json();
        let id = made["id"].as_str().unwrap();
        let place = browser.get(&format!("/p/{id}")).await.expect(301);
        for path in [place.header("location"), format!("/p/{id}/edit")] {
            siege.look(&path, &title, &browser.get(&path).await.expect(200));
        }
    }
    for path in ["/", "/?tab=latest", "/s/garden", "/search?q=alert", "/m/ava", "/studio"] {
        siege.look(path, "all of it", &browser.get(path).await);
    }
    // A feed's texts are HTML in an XML text: taken out as a reader takes them out.
    let feed = browser.get("/feed.xml").await.expect(200).text;
    for part in feed.split("<content:encoded>").skip(1) {
        let part = part.split("</content:encoded>").next().unwrap_or_default();
        let html = part.trim_start_matches("<![CDATA[").trim_end_matches("]]>");
        let html = html.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        siege.wrong.extend(Page::parse(&html).dangers().into_iter().map(|d| format!("feed: {d}")));
    }
    println!("{} payloads, {} pages", all.len(), siege.sent);
    siege.end();
    assert!(siege.sent > 80, "{} pages", siege.sent);
}

/// Every page again, as those who see most: what was kept is drawn.
async fn redraw(world: &World, siege: &mut Siege) {
    world.cast.settle().await;
    let (_, routes, _) = web::assemble(world.cast.site.app(), yaji::wiring::routes());
    for caller in [Caller::Visitor, Caller::Author, Caller::Owner] {
        let mut browser = world.cast.browser(caller).await;
        for route in routes.iter().filter(|route| route.method == Method::GET && !route.is_api()) {
            for ground in Ground::ALL {
                let things = &world.things[&ground];
                let path = address(world, &route.path, ground, &things.post, &things.answer);
                siege.look(&path, "what was kept", &browser.get(&path).await);
            }
        }
    }
    for letter in world.cast.site.letters() {
        // Letters carry their looks in themselves: mail programs load no sheet.
        let dangers = Page::parse(&letter.html).dangers();
        for danger in dangers.into_iter().filter(|danger| !danger.contains(": style=")) {
            siege.wrong.push(format!("a letter to {}: {danger}", letter.to));
        }
        let torn = letter.subject.contains(['\r', '\n']);
        assert!(!torn, "a letter's subject has lines: {:?}", letter.subject);
    }
}

/// What the site documents that it does to a text: lines end with `\n`, no control signs, nothing
/// blank around it.
fn kept_form(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let shown = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    lines.chars().filter(shown).collect::<String>().trim().to_owned()
}

#[db_test(wired)]
async fn what_is_written_is_kept_as_it_was_written_or_refused(db: Db) {
    let world = World::open(db).await;
    let author = world.cast.program(Caller::Author).await;
    let (mut kept, mut refused) = (0, 0);
    for input in corpus() {
        let body = json!({"space": "garden", "kind": "article", "title": "A title", "body": input});
        let answer = author.post("/api/v1/posts", &body).await;
        if answer.status == 201 {
            let path = format!("/api/v1/posts/{}", answer.json()["id"].as_str().unwrap());
            let read = author.get(&path).await.expect(200).json();
            assert_eq!(kept_form(read["body"].as_str().unwrap()), kept_form(&input));
            kept += 1;
        } else {
            assert!(answer.status.is_client_error(), "{}", answer.status);
            refused += 1;
        }
        for field in ["name", "bio", "location"] {
            let body = json!({ field: input });
            let answer = author.send(Method::PATCH, "/api/v1/me", Some(&body), &[]).await;
            if answer.status == 200 {
                let read = author.get("/api/v1/me").await.expect(200).json();
                let read = read[field].as_str().unwrap_or_default();
                let line = input.split_whitespace().collect::<Vec<_>>().join(" ");
                assert_eq!(read, if field == "name" { line } else { input.trim().to_owned() });
                kept += 1;
            } else {
                assert_eq!(answer.status, 422, "{field} with {input:?}");
                refused += 1;
            }
        }
    }
    println!("{kept} texts kept as they were written, {refused} refused");
    assert!(kept > 60 && refused > 10, "{kept} {refused}");
}
