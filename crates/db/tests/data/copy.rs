//! Copies, and what is restored from them: from either engine to either engine.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use db::{Db, DbUrl, Engine, Event, Opening, SearchDoc, SearchPart, args, db_test, sql};
use kernel::Ts;
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use super::notes::{names, write};

#[derive(Debug, Clone, Serialize, Deserialize)]
struct NoteWritten {
    number: i64,
}

impl Event for NoteWritten {
    const NAME: &'static str = "note.written";
}

async fn note(db: &Db, name: &'static str, number: i64) {
    db.tx(async move |tx| {
        write(tx, name, number).await?;
        tx.announce(NoteWritten { number }).await
    })
    .await
    .unwrap();
}

/// A row with yes or no, and one that names it; texts that a careless format would break.
async fn sell(db: &Db) {
    db.tx(async |tx| {
        let product = sql!(
            "INSERT INTO products (id, kind, name, on_sale, created_at)
             VALUES (1, 'membership', $1, $2, 5)"
        );
        tx.exec(product, args!["茶\t\\N\nA 'cup' \\x00", true]).await?;
        let price = sql!(
            "INSERT INTO prices (id, product_id, amount_minor, currency, term, on_sale, created_at)
             VALUES (2, 1, 19900, 'CNY', 'month', $1, 5)"
        );
        tx.exec(price, args![false]).await
    })
    .await
    .unwrap();
}

async fn index(db: &Db) {
    db.tx(async |tx| {
        let doc = SearchDoc {
            kind: "post",
            object: 7,
            part: SearchPart::Open,
            space: None,
            gate: None,
            author: None,
            lang: "zh",
            created_at: Ts::from_micros(1),
            version: 1,
            votes: 3,
            title: "清华 大学".into(),
            body: "tea 清华 tea".into(),
        };
        tx.index(doc).await
    })
    .await
    .unwrap();
}

async fn finds(db: &Db, word: &'static str) -> Vec<i64> {
    db.read(async move |tx| {
        tx.list(
            sql! {
                sqlite: "SELECT d.object FROM search_words w JOIN search_docs d ON d.id = w.rowid
                         WHERE search_words MATCH $1",
                pg: "SELECT d.object FROM search_words w JOIN search_docs d ON d.id = w.rowid
                     WHERE w.words @@ CAST(CAST($1 AS TEXT) AS tsquery)"
            },
            args![match tx.engine() {
                Engine::Sqlite => format!("title : \"{word}\""),
                Engine::Postgres => format!("'{word}':A"),
            }],
        )
        .await
    })
    .await
    .unwrap()
}

async fn sold(db: &Db) -> (Option<String>, Option<bool>) {
    db.read(async |tx| {
        let name = sql!("SELECT name FROM products WHERE id = 1 AND on_sale");
        let price = sql!("SELECT on_sale FROM prices WHERE product_id = 1");
        Ok((tx.one(name, args![]).await?, tx.one(price, args![]).await?))
    })
    .await
    .unwrap()
}

async fn restored(url: &DbUrl, copy: &std::path::Path, folder: &TempDir) -> Db {
    db::restore(url, copy, folder.path()).await.unwrap();
    Db::open(Opening::new(url.clone())).await.unwrap()
}

#[db_test]
async fn a_copy_comes_back_on_either_engine_and_the_log_goes_on(db: Db) {
    note(&db, "tea", 1).await;
    sell(&db).await;
    index(&db).await;
    db.numbered().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    db.copy_to(&copy).await.unwrap();
    assert!(db.copy_to(&copy).await.is_err(), "a copy is never written over");
    note(&db, "later", 2).await;
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let url = db::testing::empty_place(engine, folder.path()).await;
        let back = restored(&url, &copy, &folder).await;
        assert_eq!(names(&back).await, ["tea"]);
        assert_eq!(sold(&back).await, (Some("茶\t\\N\nA 'cup' \\x00".into()), Some(false)));
        assert_eq!((finds(&back, "清华").await, finds(&back, "tea").await), (vec![7], vec![]));
        note(&back, "ink", 3).await;
        back.numbered().await.unwrap();
        let report = back.verify_chain().await.unwrap();
        assert_eq!((report.sound, report.broken_at), (2, None));
        back.close().await;
        let again = db::restore(&url, &copy, folder.path()).await;
        assert_eq!(again.unwrap_err().key(), "restore.not_empty");
    }
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().flatten().collect();
    let scratch = left.iter().filter(|f| f.file_name().to_string_lossy().starts_with("restore-"));
    assert_eq!(scratch.count(), 0);
}

#[db_test]
async fn a_copy_is_one_moment_while_others_write(db: Db) {
    const NAMES: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let (stop, writer) = (Arc::new(AtomicBool::new(false)), db.clone());
    let stopped = Arc::clone(&stop);
    let writing = tokio::spawn(async move {
        for number in 0.. {
            if stopped.load(Ordering::Acquire) {
                return number;
            }
            writer
                .tx(async move |tx| {
                    let name = format!("{}{number}", NAMES[number % NAMES.len()]);
                    write(tx, &name, 1).await?;
                    tx.announce(NoteWritten { number: 1 }).await
                })
                .await
                .unwrap();
        }
        0
    });
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    db.copy_to(&copy).await.unwrap();
    stop.store(true, Ordering::Release);
    let written = writing.await.unwrap();
    let back = Db::open(Opening::new(DbUrl::Sqlite(copy))).await.unwrap();
    let notes = names(&back).await.len();
    let report = back.verify_chain().await.unwrap();
    assert_eq!(report.broken_at, None);
    assert_eq!(i64::try_from(notes).unwrap(), report.sound, "each note has its event");
    assert!(notes > 0 && notes <= written, "{notes} of {written}");
    assert_eq!(back.check_file().await.unwrap(), Vec::<String>::new());
    back.close().await;
}

#[db_test]
async fn the_chain_is_checked_from_where_the_last_check_ended(db: Db) {
    for number in 0..5 {
        db.tx(async move |tx| tx.announce(NoteWritten { number }).await).await.unwrap();
    }
    db.numbered().await.unwrap();
    let mut place = db::ChainPlace::start();
    assert_eq!(db.verify_chain_after(&mut place, 3).await.unwrap(), None);
    assert_eq!(place.position, 3);
    let alter = sql!("UPDATE events SET payload = '{}' WHERE position = 5");
    db.tx(async move |tx| tx.exec(alter, args![]).await).await.unwrap();
    assert_eq!(db.verify_chain_after(&mut place, 100).await.unwrap(), Some(5));
    assert_eq!(place.position, 4);
    let end = db.chain_end().await.unwrap();
    assert_eq!(end.position, 5);
}

#[db_test]
async fn the_figures_tell_what_waits(db: Db) {
    note(&db, "tea", 1).await;
    db.numbered().await.unwrap();
    let figures = db.figures().await.unwrap();
    assert_eq!((figures.newest, figures.unnumbered, figures.dead), (1, 0, 0));
    assert!(figures.queues.is_empty() && figures.waiting == 0);
}
