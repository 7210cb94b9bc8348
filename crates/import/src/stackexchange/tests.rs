//! A real community of six months, brought in on both engines and compared with its source.

mod formulas;

use std::collections::BTreeMap;
use std::path::PathBuf;

use db::{Db, args, db_test, sql};
use indicatif::ProgressBar;

use super::{Wish, run};
use crate::Report;

/// The dump beside the repository; a machine without it fails here instead of passing.
fn wish() -> Wish {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/community/quantumcomputing-se");
    assert!(dir.is_dir(), "the dump of the community lies at {}", dir.display());
    Wish::of(dir)
}

async fn bring_in(db: &Db) -> Report {
    run(db, &wish(), &ProgressBar::hidden()).await.unwrap()
}

async fn count(db: &Db, sql: db::Sql) -> i64 {
    db.read(async move |tx| tx.one::<i64>(sql, args![]).await).await.unwrap().unwrap()
}

/// How many rows each table of the community has, and sums that any change would move.
async fn state(db: &Db) -> Vec<i64> {
    let mut sums = Vec::new();
    for sql in [
        sql!("SELECT COUNT(*) FROM members"),
        sql!("SELECT COUNT(*) FROM posts"),
        sql!("SELECT COUNT(*) FROM comments"),
        sql!("SELECT COUNT(*) FROM bookmarks"),
        sql!("SELECT COUNT(*) FROM post_links"),
        sql!("SELECT COUNT(*) FROM events"),
        sql!("SELECT COUNT(*) FROM import_keys"),
        sql!("SELECT COUNT(*) FROM import_sources"),
        sql!("SELECT COUNT(*) FROM search_docs"),
        sql!("SELECT CAST(SUM(imported_up) AS BIGINT) FROM posts"),
        sql!("SELECT CAST(SUM(imported_up) AS BIGINT) FROM comments"),
        sql!("SELECT CAST(SUM(comments + bookmarks + version) AS BIGINT) FROM posts"),
        sql!("SELECT CAST(SUM(open_posts) AS BIGINT) FROM tags"),
        sql!("SELECT CAST(SUM(LENGTH(badges)) AS BIGINT) FROM member_details"),
    ] {
        sums.push(count(db, sql).await);
    }
    sums
}

#[db_test]
async fn every_row_of_a_real_community_is_placed_or_listed_and_stays_so(db: Db) {
    let report = bring_in(&db).await;
    let source = BTreeMap::from([
        ("users", 3461),
        ("posts", 1986),
        ("comments", 3413),
        ("votes", 12_560),
        ("badges", 4671),
        ("tags", 154),
        ("links", 327),
    ]);
    let mut unplaced = 0;
    for (kind, rows) in source {
        let tally = report.tally(kind);
        assert_eq!((tally.rows, tally.known), (rows, 0), "{kind}: {}", report.summary());
        assert_eq!(tally.placed + tally.unplaced, rows, "{kind}");
        unplaced += usize::try_from(tally.unplaced).unwrap();
    }
    assert_eq!(report.lines().len(), unplaced);
    assert_eq!(report.tally("comments").unplaced, 0);
    assert_eq!(report.tally("badges").unplaced, 0);
    // The wikis whose tag is gone are listed: 36.
    assert_eq!(report.tally("posts").placed, 612 + 1060 + 314 - 36);

    assert_eq!(count(&db, sql!("SELECT COUNT(*) FROM posts")).await, 612);
    let answers = sql!("SELECT COUNT(*) FROM comments WHERE kind = 'answer'");
    assert_eq!(count(&db, answers).await, 1060);
    let comments = sql!("SELECT COUNT(*) FROM comments WHERE kind = 'comment'");
    assert_eq!(count(&db, comments).await, 3413);
    let accepted = sql!("SELECT COUNT(*) FROM posts WHERE accepted_id IS NOT NULL");
    assert_eq!(count(&db, accepted).await, 389);
    let up = sql!("SELECT CAST(SUM(imported_up) AS BIGINT) FROM posts");
    assert_eq!(count(&db, up).await, 5087);
    let strayed = sql!(
        "SELECT COUNT(*) FROM search_docs d JOIN posts p ON p.id = d.object
          WHERE d.kind = 'post' AND d.votes <> p.imported_up - p.imported_down"
    );
    assert_eq!(count(&db, strayed).await, 0);
    let voted = sql!("SELECT COUNT(*) FROM search_docs WHERE kind = 'comment' AND votes > 0");
    let liked = sql!("SELECT COUNT(*) FROM comments WHERE imported_up > imported_down");
    assert_eq!(count(&db, voted).await, count(&db, liked).await);
    let strayed = sql!(
        "SELECT COUNT(*) FROM (SELECT created_at, LAG(created_at) OVER (ORDER BY id) AS earlier
                                 FROM search_docs) d WHERE d.created_at < d.earlier"
    );
    assert_eq!(count(&db, strayed).await, 0, "what is newer is found first");
    let addresses = sql!("SELECT COUNT(*) FROM addresses");
    assert_eq!(count(&db, addresses).await, 0);
    let live = sql!("SELECT COUNT(*) FROM events WHERE origin <> 'import'");
    assert_eq!(count(&db, live).await, 0);
    let mails = sql!("SELECT COUNT(*) FROM jobs");
    assert_eq!(count(&db, mails).await, 0);

    let before = state(&db).await;
    let again = bring_in(&db).await;
    assert_eq!(again.placed_rows(), 0, "{}", again.summary());
    assert_eq!(again.tally("votes").known, report.tally("votes").placed);
    assert_eq!(again.lines(), report.lines());
    assert_eq!(state(&db).await, before);
}

/// A post as it is kept, with the HTML that it came from.
type Pair = (String, String, String);

/// 100 posts by a fixed seed.
async fn hundred(db: &Db) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = db
        .read(async move |tx| {
            tx.list(
                sql!(
                    "SELECT k.key, t.whole_html, s.body FROM import_keys k
                     JOIN import_sources s ON s.source = k.source AND s.kind = k.kind
                      AND s.key = k.key
                     JOIN post_texts t ON t.post_id = k.id WHERE k.kind = 'posts' ORDER BY k.key"
                ),
                args![],
            )
            .await
        })
        .await
        .unwrap();
    assert_eq!(pairs.len(), 612);
    let mut seed: u64 = 20_180_312;
    let mut chosen = Vec::new();
    while chosen.len() < 100 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = usize::try_from(seed >> 33).unwrap() % pairs.len();
        chosen.push(pairs.swap_remove(at));
    }
    chosen
}

fn occurrences(text: &str, what: &str) -> usize {
    text.matches(what).count()
}

/// The text of HTML, formulas, code and tags left out.
fn prose(html: &str) -> String {
    let mut plain = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(before);
        plain.push(' ');
        let skipped = ["math", "pre", "code"]
            .into_iter()
            .find(|tag| after.strip_prefix(tag).is_some_and(|rest| rest.starts_with([' ', '>'])));
        rest = match skipped.and_then(|tag| after.split_once(&format!("</{tag}>"))) {
            Some((_, after)) => after,
            None => after.split_once('>').map_or("", |(_, after)| after),
        };
    }
    plain.push_str(rest);
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    entities.iter().fold(plain, |plain, (entity, c)| plain.replace(entity, c))
}

/// The words of HTML, formulas, code and tags left out.
fn words(html: &str) -> Vec<String> {
    prose(html)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The source without its formulas, and how many it has, found by a walk of its own.
fn without_formulas(html: &str) -> (String, usize) {
    let (mut out, mut formulas, mut rest) = (String::new(), 0, html);
    let mut code = false;
    while let Some(c) = rest.chars().next() {
        if rest.starts_with("<code") || rest.starts_with("<pre") {
            code = true;
        } else if rest.starts_with("</code") || rest.starts_with("</pre") {
            code = false;
        }
        let opened =
            [("$$", "$$"), ("$", "$")].into_iter().find(|(sign, _)| rest.starts_with(sign));
        let environment = rest.strip_prefix("\\begin{").and_then(|r| r.split_once('}'));
        if let Some((sign, _)) = opened.filter(|_| !code) {
            let body = &rest[sign.len()..];
            let paragraph = body.find("</p>").unwrap_or(body.len());
            if let Some(end) = body.find(sign).filter(|end| *end < paragraph) {
                formulas += 1;
                out.push(' ');
                rest = &body[end + sign.len()..];
                continue;
            }
        } else if let Some((name, body)) = environment.filter(|_| !code) {
            let last = format!("\\end{{{name}}}");
            if let Some(end) = body.find(&last) {
                formulas += 1;
                out.push(' ');
                rest = &body[end + last.len()..];
                continue;
            }
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    (out, formulas)
}

/// The formulas that are set, and those that do nothing but define macros, which show nothing.
fn shown_formulas(html: &str, source: &str) -> usize {
    let definitions = ["$\\newcommand", "$\\renewcommand", "$\\def\\"];
    let silent: usize = definitions.iter().map(|begin| occurrences(source, begin)).sum();
    occurrences(html, "<math") + silent
}

#[db_test]
async fn a_hundred_posts_read_as_they_did_at_their_source(db: Db) {
    bring_in(&db).await;
    let mut wrong = Vec::new();
    for (key, html, source) in hundred(&db).await {
        let (bare, formulas) = without_formulas(&source);
        let links = |html: &str| occurrences(html, "href=\"http");
        let same = [
            ("code blocks", occurrences(&source, "<pre"), occurrences(&html, "<pre")),
            ("tables", occurrences(&source, "<table"), occurrences(&html, "<table")),
            ("formulas", formulas, shown_formulas(&html, &source)),
            ("quotes", occurrences(&source, "<blockquote"), occurrences(&html, "<blockquote")),
            ("backslashes", occurrences(&prose(&bare), "\\"), occurrences(&prose(&html), "\\")),
            ("items", occurrences(&source, "<li>"), occurrences(&html, "<li>")),
        ];
        for (what, there, here) in same {
            if there != here {
                wrong.push(format!("{key}: {there} {what} became {here}"));
            }
        }
        // A picture on another site becomes a link to it.
        if links(&html) < links(&bare) {
            wrong.push(format!("{key}: {} links became {}", links(&bare), links(&html)));
        }
        let (there, here) = (words(&bare), words(&html));
        let missing: Vec<&String> = there.iter().filter(|word| !here.contains(word)).collect();
        if !missing.is_empty() {
            wrong.push(format!("{key}: the words {missing:?} are lost"));
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}
