//! Whole logs and indexes at once: what a seed of millions of rows is written with.

use kernel::{Bind as _, Outcome, Val};

use crate::engine::Conn;
use crate::search::{SearchDoc, SearchDocId};
use crate::subscriber::When;
use crate::{Engine, Tx, args, sql};

/// KiB of pages that the writer keeps in memory while it loads, and else.
const CACHE_KIB: (i64, i64) = (400_000, 8_000);
/// Pages of the write-ahead log after which they are moved, while it loads, and else.
const LOG_PAGES: (i64, i64) = (40_000, 4_000);

/// Times that the merged words of a load are lifted, each by one rung or two: seven in the end.
const LIFTS: i64 = 4;

macro_rules! vals {
    ($($value:expr),* $(,)?) => { vec![$($value.bind()),*] };
}

fn knob(name: &str, value: i64) -> String {
    format!("INSERT INTO search_words (search_words, rank) VALUES ('{name}', {value});")
}

/// Words stay in the pieces that they came in.
fn loading_words() -> String {
    knob("hashsize", 128 << 20) + &knob("automerge", 0) + &knob("crisismerge", 1_999)
}

/// All words become one piece, as high above those that come one by one as if it had grown of them.
///
/// FTS5 merges the pieces of one rung, a little at a time, and all at once where sixteen stand on it.
/// Merging everything puts the whole on the second rung: some hundreds of comments later it would
/// be written again in one transaction, which takes a minute for ten million texts. A first step of
/// merging that finds pieces on several rungs puts all of them above the highest; a row without
/// a document sees to it that there are several.
fn merged_words() -> String {
    let knobs = knob("hashsize", 1 << 20) + &knob("automerge", 4) + &knob("crisismerge", 16);
    let lift = |row: i64| {
        let lone =
            format!("INSERT INTO search_words (rowid, title, body) VALUES (-{row}, '', 'a');");
        lone + &knob("merge", -1)
    };
    let lifts: String = (1..=LIFTS).map(lift).collect();
    let forget = format!("DELETE FROM search_words WHERE rowid BETWEEN -{LIFTS} AND -1;");
    let merge = "INSERT INTO search_words (search_words) VALUES ('optimize');";
    format!("{knobs}{lifts}{forget}{merge}")
}

impl Tx {
    /// Puts many documents into the index, of things that have none there.
    ///
    /// # Errors
    /// When the database fails, and where one of them is there already.
    pub async fn index_all(&mut self, docs: Vec<SearchDoc>) -> Outcome<()> {
        let columns = [
            "id",
            "kind",
            "object",
            "part",
            "space",
            "gate",
            "author",
            "lang",
            "created_at",
            "version",
            "votes",
        ];
        let (mut rows, mut words) = (Vec::with_capacity(docs.len()), Vec::new());
        for doc in docs {
            let id: SearchDocId = self.new_id();
            rows.push(vals![
                id,
                doc.kind,
                doc.object,
                doc.part.word(),
                doc.space,
                doc.gate,
                doc.author,
                doc.lang,
                doc.created_at,
                doc.version,
                doc.votes,
            ]);
            words.push((id, doc.title, doc.body));
        }
        self.bulk("search_docs", &columns, rows).await?;
        if self.engine() == Engine::Postgres {
            let row = |(id, title, body): (SearchDocId, String, String)| {
                vec![id.bind(), Val::Text(crate::search::tsvector(&title, &body))]
            };
            let rows = words.into_iter().map(row).collect();
            return self.bulk("search_words", &["rowid", "words"], rows).await.map(drop);
        }
        let row = |(id, title, body): (SearchDocId, _, _)| {
            vec![id.bind(), Val::Text(title), Val::Text(body)]
        };
        let rows = words.into_iter().map(row).collect();
        self.bulk("search_words", &["rowid", "title", "body"], rows).await.map(drop)
    }

    /// Takes every document out of the index, and with them the engine's own index of the words,
    /// which [`restore_index`](Self::restore_index) builds when all are in again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn empty_index(&mut self) -> Outcome<()> {
        if self.engine() == Engine::Postgres {
            self.drop_indexes("search_words").await?;
            return self.batch("TRUNCATE search_docs, search_words").await;
        }
        let forget = "INSERT INTO search_words (search_words) VALUES ('delete-all');";
        self.batch(&format!("DELETE FROM search_docs; {forget}")).await
    }

    /// Gives the writer the memory of a load, or takes it back: a larger cache, a longer log, and
    /// words of the index that are merged once at the end instead of again and again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn loading(&mut self, on: bool) -> Outcome<()> {
        if matches!(self.conn(), Conn::Postgres(_)) {
            return Ok(());
        }
        let pick = |(loading, else_): (i64, i64)| if on { loading } else { else_ };
        let (cache, log) = (pick(CACHE_KIB), pick(LOG_PAGES));
        self.batch(&format!("PRAGMA cache_size = -{cache}; PRAGMA wal_autocheckpoint = {log};"))
            .await?;
        let words = if on { loading_words() } else { merged_words() };
        self.batch(&words).await
    }

    /// Has PostgreSQL count what its tables hold now: until it does so by itself, a minute or more
    /// later, it plans as if what was just brought in were not there. SQLite plans without counts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn analyze(&mut self) -> Outcome<()> {
        if self.engine() == Engine::Sqlite {
            return Ok(());
        }
        self.batch("ANALYZE").await
    }

    /// Moves the cursors of subscribers that take live events only behind all that was loaded:
    /// none of it is for them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_live(&mut self) -> Outcome<()> {
        let newest = self.newest_position().await?;
        let subscribers = self.shared().subscribers.clone();
        for one in subscribers.iter().filter(|one| one.when == When::Later && one.is_live_only()) {
            let now = self.now();
            let set = sql!(
                "INSERT INTO cursors (name, position, moved_at) VALUES ($1, $2, $3)
                 ON CONFLICT (name) DO UPDATE SET position = excluded.position"
            );
            self.exec(set, args![one.name(), newest, now]).await?;
        }
        Ok(())
    }
}
