//! A real community, brought in and read through the site's doors beside its source.

mod seen;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use db::{Db, args, db_test, sql};
use import::stackexchange::{Wish, run};
use indicatif::ProgressBar;
use kernel::encode_id;
use quick_xml::XmlVersion;
use quick_xml::events::Event;
use quick_xml::events::attributes::Attribute;
use serde_json::json;
use testkit::{Browser, Page, TestSite};

use self::seen::Seen;
use super::world::{site, wired};

/// A row of the dump, read by a reader of the test's own.
type Row = BTreeMap<String, String>;

/// The dump beside the repository; a machine without it fails here instead of passing.
fn folder() -> PathBuf {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/community/quantumcomputing-se");
    assert!(dir.is_dir(), "the dump of the community lies at {}", dir.display());
    dir
}

fn rows(table: &str) -> Vec<Row> {
    let text = std::fs::read_to_string(folder().join(format!("{table}.xml"))).unwrap();
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut rows = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Empty(tag) if tag.name().as_ref() == "row" => {
                let pair = |attribute: Attribute<'_>| {
                    let name = attribute.key.as_ref().to_owned();
                    (
                        name,
                        attribute.normalized_value(XmlVersion::Implicit1_0).unwrap().into_owned(),
                    )
                };
                rows.push(tag.attributes().map(|found| pair(found.unwrap())).collect());
            }
            Event::Eof => return rows,
            _ => {}
        }
    }
}

/// The community at its source and here.
struct Community {
    site: TestSite,
    questions: Vec<Row>,
    answers: Vec<Row>,
    comments: Vec<Row>,
    ids: BTreeMap<String, String>,
}

impl Community {
    async fn bring_in(db: Db) -> Self {
        let site = site(db).await;
        let db = site.app().db();
        let free = async |tx: &mut db::Tx| {
            site::settings::change(tx, None, "limits", &json!({"off": true})).await.map(drop)
        };
        db.tx(free).await.unwrap();
        site.app().site().reload(db).await.unwrap();
        let _ = run(db, &Wish::of(folder()), &ProgressBar::hidden()).await.unwrap();
        db.catch_up().await.unwrap();
        let keys = sql!("SELECT key, id FROM import_keys WHERE kind = 'posts' ORDER BY key");
        let keys: Vec<(String, i64)> =
            db.read(async move |tx| tx.list(keys, args![]).await).await.unwrap();
        let ids = keys.into_iter().map(|(key, id)| (key, encode_id(id))).collect();
        let (questions, others): (Vec<_>, Vec<_>) =
            rows("Posts").into_iter().partition(|row| row["PostTypeId"] == "1");
        let answers = others.into_iter().filter(|row| row["PostTypeId"] == "2").collect();
        Self { site, questions, answers, comments: rows("Comments"), ids }
    }

    /// Where a question or an answer stands here, and the id of its element.
    fn place(&self, row: &Row) -> (String, String) {
        let id = &self.ids[&row["Id"]];
        match row.get("ParentId") {
            Some(question) => {
                (format!("/p/{}/c/{id}", self.ids[question]), format!("comment-{id}"))
            }
            None => (format!("/p/{id}"), format!("post-{id}")),
        }
    }

    fn all(&self) -> impl Iterator<Item = &Row> {
        self.questions.iter().chain(&self.answers)
    }

    /// 100 questions and answers by a fixed seed.
    fn hundred(&self) -> Vec<&Row> {
        let mut all: Vec<&Row> = self.all().collect();
        assert_eq!(all.len(), 612 + 1060);
        let mut seed: u64 = 20_180_312;
        let mut next = || {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).unwrap()
        };
        (0..100).map(|_| all.swap_remove(next() % all.len())).collect()
    }

    /// How many answers and comments hang on a question at the source.
    fn replies(&self, question: &str) -> usize {
        let answers: BTreeSet<&str> = self
            .answers
            .iter()
            .filter(|row| row["ParentId"] == question)
            .map(|row| row["Id"].as_str())
            .collect();
        let on = |row: &&Row| row["PostId"] == question || answers.contains(row["PostId"].as_str());
        answers.len() + self.comments.iter().filter(on).count()
    }
}

/// Opens a page, wherever it has moved to.
async fn open(browser: &mut Browser, path: &str) -> String {
    let answer = browser.get(path).await;
    if answer.status == 301 {
        return browser.get(&answer.header("location")).await.expect(200).text;
    }
    answer.expect(200).text
}

#[db_test(wired)]
async fn a_hundred_posts_are_shown_as_they_are_at_their_source(db: Db) {
    let community = Community::bring_in(db).await;
    let mut browser = community.site.visitor();
    let (mut wrong, mut all, mut answers) = (Vec::new(), Seen::default(), 0);
    let mut chosen = community.hundred();
    // Few have blocks of code: all that do.
    chosen.extend(community.all().filter(|row| row["Body"].contains("<pre")));
    for row in chosen {
        let (path, id) = community.place(row);
        let html = open(&mut browser, &path).await;
        assert!(!html.contains("/history\""), "{path} has no versions from here");
        let page = Page::parse(&html);
        let here = Seen::here(&page.inside(&id, "prose"));
        let there = Seen::there(&Page::parse(&row["Body"]).parts());
        let key = &row["Id"];
        for (what, there, here) in there.beside(&here) {
            wrong.push(format!("{key}: {what}\n  {there}\n  {here}"));
        }
        answers += usize::from(row.contains_key("ParentId"));
        all.formulas += there.formulas;
        all.code.extend(there.code);
        all.cells.extend(there.cells);
        all.links.extend(there.links);
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
    // The community wrote no tables: those are compared in the crate of the import.
    assert!(all.cells.is_empty());
    let (codes, links) = (all.code.len(), all.links.len());
    assert!(answers > 50 && all.formulas > 500, "{answers} answers, {} formulas", all.formulas);
    assert!(codes > 40 && links > 100, "{codes} pieces of code, {links} links");
}

/// The questions that the pages of a list show, in order.
async fn listed(browser: &mut Browser, first: &str) -> Vec<String> {
    let (mut shown, mut next) = (Vec::new(), Some(first.to_owned()));
    while let Some(path) = next {
        let html = open(browser, &path).await;
        let ids = html
            .split("<article class=\"post")
            .skip(1)
            .map(|part| between(part, "id=\"post-", "\""));
        shown.extend(ids);
        let on = html.split("rel=\"next\" href=\"").nth(1);
        let on = on.and_then(|rest| rest.split('"').next()).map(|href| href.replace("&#38;", "&"));
        let page = first.split('?').next().unwrap();
        next = on.map(|href| if href.starts_with('?') { format!("{page}{href}") } else { href });
        assert!(shown.len() < 1000, "{first} goes on with {next:?}");
    }
    shown
}

/// What stands between two texts, for the first time.
fn between(text: &str, before: &str, after: &str) -> String {
    let rest = text.split_once(before).map(|(_, rest)| rest).unwrap_or_default();
    rest.split_once(after).map(|(found, _)| found.to_owned()).unwrap_or_default()
}

#[db_test(wired)]
async fn feeds_lists_search_and_counts_say_what_the_source_says(db: Db) {
    let community = Community::bring_in(db).await;
    let mut browser = community.site.visitor();
    let mut newest: Vec<&Row> = community.questions.iter().collect();
    newest.sort_by(|a, b| b["CreationDate"].cmp(&a["CreationDate"]));
    let newest: Vec<&str> = newest.iter().map(|row| community.ids[&row["Id"]].as_str()).collect();

    for feed in ["/feed.xml", "/s/quantumcomputing/feed.xml"] {
        let text = browser.get(feed).await.expect(200).text;
        let ids: Vec<String> =
            text.split("<entry").skip(1).map(|entry| between(entry, "/p/", "<")).collect();
        assert!(ids.len() >= 10, "{feed}");
        assert_eq!(ids, newest[..ids.len()], "{feed}");
    }
    let path = "/s/quantumcomputing?tab=latest";
    assert_eq!(listed(&mut browser, path).await, newest);
    assert!(open(&mut browser, "/spaces").await.contains("612 posts"));

    let mut tags: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for row in &community.questions {
        for tag in row["Tags"].split(['<', '>', '|']).filter(|tag| !tag.is_empty()) {
            tags.entry(tag).or_default().insert(community.ids[&row["Id"]].clone());
        }
    }
    for (tag, questions) in
        tags.iter().filter(|(tag, _)| !tag.contains(['#', '.', '+'])).step_by(12)
    {
        let path = format!("/t/{tag}");
        let shown: BTreeSet<String> = listed(&mut browser, &path).await.into_iter().collect();
        assert_eq!(&shown, questions, "{tag}");
        let count = between(&open(&mut browser, &path).await, "<p class=\"muted\">", "<");
        assert_eq!(count.split(' ').next(), Some(questions.len().to_string().as_str()), "{tag}");
    }

    let rare = Rare::of(&community);
    let (mut found, mut counted) = (0, 0);
    for row in community.hundred() {
        let (path, _) = community.place(row);
        if let Some(word) = rare.word(row) {
            let results = open(&mut browser, &format!("/search?q={word}")).await;
            let led = Page::parse(&results)
                .links()
                .into_iter()
                .any(|link| link.contains(&community.ids[&row["Id"]]));
            assert!(led, "{word} does not lead to {path}");
            found += 1;
        }
        if !row.contains_key("ParentId") {
            let count = between(&open(&mut browser, &path).await, "id=\"comments-count\">", "<");
            assert_eq!(count, community.replies(&row["Id"]).to_string(), "{path}");
            counted += 1;
        }
    }
    println!("{found} found, {counted} counted");
    assert!(found > 10 && counted > 20, "{found} found, {counted} counted");
}

/// How many texts of the source hold a word.
struct Rare(BTreeMap<String, usize>);

impl Rare {
    fn of(community: &Community) -> Self {
        let posts = community.all().map(|row| words(&row["Body"]));
        let titles = community.questions.iter().map(|row| words(&row["Title"]));
        let remarks = community.comments.iter().map(|row| words(&row["Text"]));
        let mut counts = BTreeMap::new();
        for word in posts.chain(titles).chain(remarks).flatten() {
            *counts.entry(stem(&word)).or_default() += 1;
        }
        Self(counts)
    }

    /// A word of a text that stands in no other.
    fn word(&self, row: &Row) -> Option<String> {
        words(&row["Body"]).into_iter().find(|word| self.0[&stem(word)] == 1)
    }
}

/// What words are found by that begin alike.
fn stem(word: &str) -> String {
    word[..4].to_owned()
}

/// The long words of small letters in a text.
fn words(html: &str) -> BTreeSet<String> {
    let seen = Seen::there(&Page::parse(html).parts());
    let word = |word: &&str| word.len() > 7 && word.chars().all(|c| c.is_ascii_lowercase());
    let trimmed = seen.words.split(' ').map(|word| word.trim_end_matches(['.', ',']));
    trimmed.filter(word).map(str::to_owned).collect()
}
