//! The schema, the statements and the file itself.

use std::path::Path;

use db::{Db, DbUrl, Opening, args, db_test, sql};
use kernel::Val;

#[db_test]
async fn both_engines_have_the_committed_schema(db: Db) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/schema.txt");
    db::testing::compare_schema(&db, &file).await;
}

#[db_test]
async fn every_statement_can_be_prepared_and_scans_no_large_table(db: Db) {
    db::testing::check_statements(&db).await;
}

#[db_test]
async fn a_migration_that_was_edited_or_is_unknown_stops_the_program(db: Db) {
    let opens = async || Db::open(Opening::new(db.url().clone())).await;
    let edit = sql!("UPDATE migrations SET checksum = $1 WHERE number = 1 AND checksum <> $1");
    let kept = sql!("SELECT checksum FROM migrations WHERE number = 1");
    let sound: Option<String> = db.read(async move |tx| tx.one(kept, args![]).await).await.unwrap();
    db.tx(async move |tx| tx.exec(edit, args!["edited"]).await).await.unwrap();
    let refused = opens().await.err().unwrap().to_string();
    assert!(refused.contains("was edited after it had been applied"), "{refused}");

    db.tx(async move |tx| tx.exec(edit, args![&sound]).await).await.unwrap();
    opens().await.unwrap().close().await;
    let newer = sql!("UPDATE migrations SET number = 9999, name = '9999_later' WHERE number = 1");
    db.tx(async move |tx| tx.exec(newer, args![]).await).await.unwrap();
    let refused = opens().await.err().unwrap().to_string();
    assert!(refused.contains("this program lacks"), "{refused}");
}

#[tokio::test]
async fn a_place_that_cannot_keep_a_log_ahead_is_refused() {
    let memory = Opening::new(DbUrl::Sqlite(":memory:".into()));
    let refused = Db::open(memory).await.err().unwrap().to_string();
    assert!(refused.contains("journal mode is memory"), "{refused}");
}

/// A text with all that COPY writes in its own way.
const PAYLOAD: &str = "a\tb\\N\\.\r\n茶 \\x00 'quoted'";

#[db_test]
async fn rows_load_in_bulk_and_their_indexes_come_back(db: Db) {
    let before = db::testing::schema_text(&db).await.unwrap();
    let loaded = db
        .tx(async |tx| {
            tx.drop_indexes("jobs").await?;
            let rows = (0..5_000_i64).map(|id| {
                let text = |word: &str| Val::Text(word.to_owned());
                let (queue, kind) = (text("default"), text("none"));
                let (payload, once, at) = (text(PAYLOAD), Val::Int(1), Val::Int(id));
                vec![Val::Int(id), queue, kind, payload, Val::Null, at.clone(), once, at]
            });
            let columns = [
                "id",
                "queue",
                "kind",
                "payload",
                "last_error",
                "run_at",
                "attempts_max",
                "created_at",
            ];
            tx.bulk("jobs", &columns, rows.collect()).await
        })
        .await
        .unwrap();
    assert_eq!(loaded, 5_000);
    assert_ne!(db::testing::schema_text(&db).await.unwrap(), before);
    assert_eq!(db.tx(async |tx| tx.restore_indexes().await).await.unwrap(), 2);
    assert_eq!(db::testing::schema_text(&db).await.unwrap(), before);
    let count = sql!("SELECT count(*) FROM jobs WHERE payload = $1 AND last_error IS NULL");
    let counted: Option<i64> =
        db.read(async move |tx| tx.one(count, args![PAYLOAD]).await).await.unwrap();
    assert_eq!(counted, Some(5_000));
}

#[db_test]
async fn a_bulk_load_takes_plain_names_and_full_rows_only(db: Db) {
    for (table, columns, row) in
        [("jobs; DROP TABLE jobs", vec!["id"], 1), ("jobs", vec!["id", "queue"], 1)]
    {
        let columns: Vec<&'static str> = columns;
        let refused = db
            .tx(async move |tx| tx.bulk(table, &columns, vec![vec![Val::Int(1); row]]).await)
            .await;
        assert!(refused.is_err());
    }
}
