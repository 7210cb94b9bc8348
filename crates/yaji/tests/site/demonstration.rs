//! The demonstration: the same community on every run and either engine, in every state there is.

use std::sync::{Arc, Mutex};

use commerce::ledger_book;
use db::{Db, Engine, Opening, args, sql};
use indicatif::ProgressBar;
use kernel::Clock;
use ledger::Book;
use people::People;
use testkit::TestSite;

use super::world::{site, wired};

fn at_its_start(opening: Opening) -> Opening {
    wired(opening).clock(Clock::set_at(demo::start()))
}

async fn seeded(db: Db) -> TestSite {
    let site = site(db).await;
    let hash = site.app().part::<People>().hasher.hash(demo::PASSWORD.to_owned()).await.unwrap();
    demo::seed(site.app(), hash, &ProgressBar::hidden()).await.unwrap();
    site
}

/// What people can see of it, row by row.
async fn told(db: &Db) -> Vec<String> {
    let all = db.read(async |tx| {
        let mut all: Vec<String> = Vec::new();
        for statement in [
            sql!(
                "SELECT handle || ' ' || name || ' ' || bio || ' ' || state || ' ' || role
                 FROM members WHERE state <> 'erased' ORDER BY handle"
            ),
            sql!(
                "SELECT o.no || ' ' || m.handle || ' ' || o.state || ' ' || o.term
                 FROM orders o JOIN members m ON m.id = o.member_id ORDER BY o.no"
            ),
            sql!(
                "SELECT p.title || ' ' || p.summary || ' ' || p.state || ' ' || t.body
                 FROM posts p JOIN post_texts t ON t.post_id = p.id ORDER BY p.title, p.id"
            ),
            sql!(
                "SELECT c.kind || ' ' || c.state || ' ' || c.body
                 FROM comments c ORDER BY c.created_at, c.id"
            ),
            sql!("SELECT title || ' ' || body FROM drafts ORDER BY title"),
        ] {
            all.extend(tx.list::<String>(statement, args![]).await?.iter().map(|row| unnamed(row)));
        }
        Ok::<_, kernel::Fault>(all)
    });
    all.await.unwrap()
}

/// A row without the ids of its pictures, which follow from when they were made and by which node.
fn unnamed(row: &str) -> String {
    let mut parts = row.split("/media/");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |told, part| told + "/media/" + part.split_once('/').unwrap_or_default().1)
}

#[test]
fn two_runs_on_either_engine_give_the_same_community() {
    let runs: Arc<Mutex<Vec<Vec<String>>>> = Arc::default();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let runs = Arc::clone(&runs);
        db::testing::run(engine, at_its_start, async move |db| {
            let site = seeded(db).await;
            let seen = told(site.app().db()).await;
            runs.lock().unwrap().push(seen);
            if engine == Engine::Sqlite {
                every_state_is_there(site.app().db()).await;
                every_persona_opens_pages_with_something_on_them(&site).await;
            }
        });
    }
    let runs = runs.lock().unwrap();
    let (first, second) = (&runs[0], &runs[1]);
    assert!(first.len() > 8_000, "{}", first.len());
    let mut first: Vec<&String> = first.iter().collect();
    let mut second: Vec<&String> = second.iter().collect();
    // The engines sort letters in their own ways.
    first.sort();
    second.sort();
    let differ = first.iter().zip(&second).find(|(one, other)| one != other);
    assert_eq!(differ, None);
    assert_eq!(first.len(), second.len());
}

async fn every_state_is_there(db: &Db) {
    let empty = db.read(async |tx| {
        let mut empty = Vec::new();
        for statement in [
            sql!("SELECT COUNT(*) FROM members WHERE state = 'active' AND confirmed AND paid"),
            sql!("SELECT COUNT(*) FROM members WHERE state = 'active' AND NOT confirmed"),
            sql!("SELECT COUNT(*) FROM members WHERE state = 'locked'"),
            sql!("SELECT COUNT(*) FROM members WHERE state = 'closed'"),
            sql!("SELECT COUNT(*) FROM members WHERE state = 'erased'"),
            sql!("SELECT COUNT(*) FROM deletions"),
            sql!("SELECT COUNT(*) FROM orders WHERE state = 'awaiting_payment'"),
            sql!("SELECT COUNT(*) FROM orders WHERE state = 'fulfilled'"),
            sql!("SELECT COUNT(*) FROM orders WHERE state = 'partially_refunded'"),
            sql!("SELECT COUNT(*) FROM orders WHERE state = 'refunded'"),
            sql!("SELECT COUNT(*) FROM orders WHERE state = 'expired'"),
            sql!("SELECT COUNT(*) FROM orders WHERE state = 'cancelled'"),
            sql!("SELECT COUNT(*) FROM orders WHERE needs_staff"),
            sql!("SELECT COUNT(*) FROM payments WHERE state = 'failed'"),
            sql!("SELECT COUNT(*) FROM refunds WHERE why = 'late'"),
            sql!("SELECT COUNT(*) FROM refunds WHERE why = 'second'"),
            sql!(
                "SELECT COUNT(*) FROM ledger_balances WHERE account = 'unapplied' AND
                 amount_minor < 0"
            ),
            sql!("SELECT COUNT(*) FROM entitlements WHERE source = 'grant' AND until_at IS NULL"),
            sql!("SELECT COUNT(*) FROM entitlements WHERE ended_at IS NOT NULL"),
            sql!("SELECT COUNT(*) FROM posts WHERE featured_at IS NOT NULL"),
            sql!("SELECT COUNT(*) FROM posts WHERE state = 'deleted'"),
            sql!("SELECT COUNT(*) FROM posts WHERE state = 'hidden'"),
            sql!("SELECT COUNT(*) FROM posts WHERE locked"),
            sql!("SELECT COUNT(*) FROM posts WHERE kind = 'question' AND accepted_id IS NULL"),
            sql!("SELECT COUNT(*) FROM posts WHERE accepted_id IS NOT NULL"),
            sql!("SELECT COUNT(*) FROM post_texts WHERE divided"),
            sql!("SELECT COUNT(*) FROM post_revisions"),
            sql!("SELECT COUNT(*) FROM comments WHERE featured_at IS NOT NULL"),
            sql!("SELECT COUNT(*) FROM comments WHERE state = 'deleted'"),
            sql!("SELECT COUNT(*) FROM comment_revisions"),
            sql!("SELECT COUNT(*) FROM reactions WHERE subject_kind = 'comment'"),
            sql!("SELECT COUNT(*) FROM mentions"),
            sql!("SELECT COUNT(*) FROM notifications WHERE read_at IS NULL"),
            sql!("SELECT COUNT(*) FROM notifications WHERE read_at IS NOT NULL"),
            sql!("SELECT COUNT(*) FROM mail_outbox"),
        ] {
            if tx.one::<i64>(statement, args![]).await?.unwrap_or(0) == 0 {
                empty.push(statement);
            }
        }
        let verified = ledger_book::verify(tx, Book::Sandbox).await?;
        assert!(verified.violation.is_none(), "{:?}", verified.violation);
        Ok::<_, kernel::Fault>(empty.iter().map(|one| format!("{one:?}")).collect::<Vec<_>>())
    });
    assert_eq!(empty.await.unwrap(), Vec::<String>::new());
}

/// Bookmarks, drafts and what each was told; the bell has something new for all of them.
async fn every_persona_opens_pages_with_something_on_them(site: &TestSite) {
    let personas = demo::Personas::load(site.app().db()).await.unwrap();
    assert_eq!(personas.0.len(), 8);
    for persona in personas.0 {
        let handle = persona.handle.clone();
        let bare = site.app().db().read(async move |tx| {
            let mut bare = Vec::new();
            for (name, statement) in [
                (
                    "bookmarks",
                    sql!(
                        "SELECT COUNT(*) FROM bookmarks b JOIN members m ON m.id = b.member_id
                         WHERE m.handle = $1"
                    ),
                ),
                (
                    "drafts",
                    sql!(
                        "SELECT COUNT(*) FROM drafts d JOIN members m ON m.id = d.member_id
                         WHERE m.handle = $1"
                    ),
                ),
                (
                    "follows",
                    sql!(
                        "SELECT COUNT(*) FROM follows f JOIN members m ON m.id = f.member_id
                         WHERE m.handle = $1"
                    ),
                ),
                (
                    "posts",
                    sql!(
                        "SELECT COUNT(*) FROM posts p JOIN members m ON m.id = p.author_id
                         WHERE m.handle = $1"
                    ),
                ),
                (
                    "comments",
                    sql!(
                        "SELECT COUNT(*) FROM comments c JOIN members m ON m.id = c.author_id
                         WHERE m.handle = $1"
                    ),
                ),
                (
                    "news",
                    sql!(
                        "SELECT COUNT(*) FROM notifications n JOIN members m ON m.id = n.member_id
                         WHERE m.handle = $1 AND n.read_at IS NULL"
                    ),
                ),
            ] {
                if tx.one::<i64>(statement, args![&handle]).await?.unwrap_or(0) == 0 {
                    bare.push(name);
                }
            }
            Ok::<_, kernel::Fault>(bare)
        });
        assert_eq!(bare.await.unwrap(), Vec::<&str>::new(), "{}", persona.part);
    }
}
