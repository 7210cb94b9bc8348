//! The search index.

use db::{Args, Db, Engine, SearchDoc, SearchPart, Tx, args, db_test, sql};
use kernel::{Id, Outcome, Ts};

kernel::id!(
    /// A post in these tests.
    PostId
);

fn doc(object: PostId, part: SearchPart, title: &str, body: &str) -> SearchDoc {
    SearchDoc {
        kind: "post",
        object: object.get(),
        part,
        space: Some(7),
        gate: None,
        author: Some(9),
        lang: "zh",
        created_at: Ts::from_micros(1),
        version: 1,
        votes: 0,
        title: title.to_owned(),
        body: body.to_owned(),
    }
}

/// The things that hold a word, each engine asked in its own way.
async fn holding(tx: &Tx, word: &str) -> Outcome<Vec<PostId>> {
    let quoted = match tx.engine() {
        Engine::Sqlite => format!("\"{word}\""),
        Engine::Postgres => format!("'{word}'"),
    };
    tx.list(
        sql! {
            sqlite: "SELECT d.object FROM search_words w JOIN search_docs d ON d.id = w.rowid
                     WHERE search_words MATCH $1 ORDER BY d.object, d.part",
            pg: "SELECT d.object FROM search_words w JOIN search_docs d ON d.id = w.rowid
                 WHERE w.words @@ CAST(CAST($1 AS TEXT) AS tsquery) ORDER BY d.object, d.part"
        },
        args![quoted],
    )
    .await
}

async fn found(db: &Db, word: &'static str) -> Vec<i64> {
    let found = db.read(async move |tx| holding(tx, word).await).await.unwrap();
    found.into_iter().map(Id::get).collect()
}

#[db_test]
async fn a_document_is_found_by_its_words_until_it_is_taken_out(db: Db) {
    let (tea, ink) = (PostId::from_i64(1), PostId::from_i64(2));
    db.tx(async move |tx| {
        tx.index(doc(tea, SearchPart::Open, "清 清华 tea", "a cup of tea")).await?;
        tx.index(doc(tea, SearchPart::Gated, "", "hidden recipe")).await?;
        tx.index(doc(ink, SearchPart::Open, "ink", "华 on paper")).await
    })
    .await
    .unwrap();
    assert_eq!(found(&db, "清华").await, [1]);
    assert_eq!(found(&db, "tea").await, [1]);
    assert_eq!(found(&db, "华").await, [2]);
    assert_eq!(found(&db, "recipe").await, [1]);

    db.tx(async move |tx| tx.index(doc(tea, SearchPart::Open, "coffee", "beans")).await)
        .await
        .unwrap();
    assert_eq!(found(&db, "tea").await, Vec::<i64>::new());
    assert_eq!(found(&db, "coffee").await, [1]);

    db.tx(async move |tx| tx.unindex_part("post", tea, SearchPart::Gated).await).await.unwrap();
    assert_eq!(found(&db, "recipe").await, Vec::<i64>::new());
    db.tx(async move |tx| tx.unindex("post", tea).await).await.unwrap();
    assert_eq!(found(&db, "coffee").await, Vec::<i64>::new());
    let left = sql!("SELECT count(*) FROM search_docs");
    let left: Option<i64> =
        db.read(async move |tx| tx.one(left, Args::default()).await).await.unwrap();
    assert_eq!(left, Some(1));
}

#[db_test]
async fn what_is_older_stands_behind_what_is_newer_whenever_it_is_indexed(db: Db) {
    let at = |second| Ts::from_micros(1_500_000_000_000_000 + 1_000_000 * second);
    let objects = |seconds: [i64; 4]| {
        seconds.map(|n| SearchDoc {
            created_at: at(n / 2),
            ..doc(PostId::from_i64(n), SearchPart::Open, "tea", "")
        })
    };
    for docs in [objects([8, 2, 4, 9]), objects([7, 6, 3, 5])] {
        let write = async move |tx: &mut Tx| {
            for doc in docs.clone() {
                tx.index(doc).await?;
            }
            Ok(())
        };
        db.tx(write).await.unwrap();
    }
    let times = sql!("SELECT created_at FROM search_docs ORDER BY id");
    let times: Vec<Ts> = db.read(async move |tx| tx.list(times, args![]).await).await.unwrap();
    assert_eq!(times, [1, 1, 2, 2, 3, 3, 4, 4].map(at), "and two of one moment have two ids");
    assert_eq!(found(&db, "tea").await.len(), 8);
}

#[db_test]
async fn a_refused_transaction_indexes_nothing(db: Db) {
    let refused = db
        .tx(async |tx| {
            tx.index(doc(PostId::from_i64(1), SearchPart::Open, "tea", "")).await?;
            Err::<(), _>(kernel::Fault::Conflict("note.refused"))
        })
        .await;
    assert!(refused.is_err());
    assert_eq!(found(&db, "tea").await, Vec::<i64>::new());
}

#[db_test]
async fn words_of_closures_that_share_a_commit_share_their_fate_and_no_other(db: Db) {
    let post = |n: i64| PostId::from_i64(n);
    let writes = (1..=20).map(|n| {
        db.tx(async move |tx| {
            tx.index(doc(post(n), SearchPart::Open, "tea", "")).await?;
            if n % 5 == 0 {
                return Err(kernel::Fault::Conflict("note.refused"));
            }
            tx.index(doc(post(n), SearchPart::Open, "coffee", "")).await
        })
    });
    let ends = futures_util::future::join_all(writes).await;
    assert_eq!(ends.iter().filter(|end| end.is_err()).count(), 4);
    assert_eq!(found(&db, "tea").await, Vec::<i64>::new());
    let kept: Vec<i64> = (1..=20).filter(|n| n % 5 != 0).collect();
    assert_eq!(found(&db, "coffee").await, kept);
}

#[db_test]
async fn what_many_write_at_once_and_in_one_moment_is_indexed_for_each(db: Db) {
    let writes = (1..=60).map(|n| {
        db.tx(async move |tx| {
            let now = tx.now();
            let fresh = doc(PostId::from_i64(n), SearchPart::Open, "tea", "");
            tx.index(SearchDoc { created_at: now, ..fresh }).await
        })
    });
    let ends = futures_util::future::join_all(writes).await;
    assert!(ends.iter().all(Result::is_ok), "{:?}", ends.iter().find(|end| end.is_err()));
    assert_eq!(found(&db, "tea").await.len(), 60);
}

/// The piece of SQLite's index that takes most room; PostgreSQL's index has no pieces.
async fn largest_piece(db: &Db) -> Option<i64> {
    let piece = sql! {
        sqlite: "SELECT segid FROM search_words_idx
                 GROUP BY segid ORDER BY count(*) DESC LIMIT 1",
        pg: "SELECT CAST(1 AS BIGINT)"
    };
    db.read(async move |tx| tx.one(piece, Args::default()).await).await.unwrap()
}

/// Texts of a dozen words each, of which one is in all.
fn texts(ids: std::ops::Range<i64>) -> Vec<SearchDoc> {
    let body =
        |id: i64| (0..12).fold("tea".to_owned(), |text, n| format!("{text} {}x{n}", id % 997));
    ids.map(|id| doc(PostId::from_i64(id), SearchPart::Open, "", &body(id))).collect()
}

#[db_test]
async fn what_was_loaded_at_once_is_not_written_again_because_a_little_is_added(db: Db) {
    db.tx(async |tx| tx.loading(true).await).await.unwrap();
    for part in 0..20 {
        let docs = texts(part * 300..part * 300 + 300);
        db.tx(async move |tx| tx.index_all(docs.clone()).await).await.unwrap();
    }
    db.tx(async |tx| tx.loading(false).await).await.unwrap();
    let whole = largest_piece(&db).await;
    for id in 6_000..6_500 {
        let docs = texts(id..id + 1);
        db.tx(async move |tx| tx.index_all(docs.clone()).await).await.unwrap();
    }
    assert_eq!(largest_piece(&db).await, whole);
    assert_eq!(found(&db, "tea").await.len(), 6_500, "nothing is lost and nothing made up");
    assert_eq!(found(&db, "a").await, Vec::<i64>::new());
}
