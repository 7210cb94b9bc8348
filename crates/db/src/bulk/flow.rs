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

macro_rules! vals {
    ($($value:expr),* $(,)?) => { vec![$($value.bind()),*] };
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
            for (id, title, body) in words {
                crate::search::write(self, id, &title, &body).await?;
            }
            return Ok(());
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
        let knob = |name: &str, value: i64| {
            format!("INSERT INTO search_words (search_words, rank) VALUES ('{name}', {value});")
        };
        let knobs = if on {
            knob("hashsize", 128 << 20) + &knob("automerge", 0) + &knob("crisismerge", 1_999)
        } else {
            let merge = "INSERT INTO search_words (search_words) VALUES ('optimize');";
            knob("hashsize", 1 << 20) + &knob("automerge", 4) + &knob("crisismerge", 16) + merge
        };
        self.batch(&knobs).await
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
