//! The search index: written by the slice that owns the noun, in its own transaction, from tokens
//! that the caller has made; read by joining `search_docs` (one row a document, with all that
//! decides who may find it) with the words.
//!
//! The words lie in `search_words` under the document's id: an FTS5 table without content on
//! SQLite, a `tsvector` on PostgreSQL. The engines never split a token again.
//!
//! FTS5 writes a segment of the index at every savepoint that finds new words, and merges segments
//! later at many times the cost; words that wait for the commit make one segment for all closures
//! that share it.

use kernel::{Id, Outcome, Ts};

use crate::{Engine, Tx, args, sql};

mod literal;

pub(crate) use literal::tsvector;

kernel::id!(
    /// One document of the search index.
    pub SearchDocId
);

/// Which part of a thing a document holds: they are found under different conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchPart {
    /// What stands above the divider: found by whoever may enter the space.
    Open,
    /// The rest, and comments of a gated post: found by whoever may pass the gate.
    Gated,
}

impl SearchPart {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Gated => "gated",
        }
    }
}

/// A document to be found: tokens, and all that decides who may find it.
#[derive(Debug, Clone)]
pub struct SearchDoc {
    /// The kind of thing: `post`, `comment`, `space`, `member`.
    pub kind: &'static str,
    /// The id of the thing.
    pub object: i64,
    /// Which part of it.
    pub part: SearchPart,
    /// The space whose visibility applies.
    pub space: Option<i64>,
    /// The thing whose gate applies: the post, also for its comments.
    pub gate: Option<i64>,
    /// Who wrote it.
    pub author: Option<i64>,
    /// The language of its text, `zh` or `en`.
    pub lang: &'static str,
    /// When it was written.
    pub created_at: Ts,
    /// The version of the rules that made the tokens.
    pub version: i32,
    /// What people made of it, of a thing that is new to the index: the more, the sooner it is
    /// found among many. Of one that is known the votes stay as [`Tx::vote`] counted them.
    pub votes: i64,
    /// Tokens of the title, separated by spaces.
    pub title: String,
    /// Tokens of the body, separated by spaces.
    pub body: String,
}

impl Tx {
    /// Puts a document into the index, in place of the one of the same thing and part.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn index(&mut self, doc: SearchDoc) -> Outcome<()> {
        let (id, is_new) = write_doc(self, &doc).await?;
        if self.engine() == Engine::Sqlite && !is_new {
            self.exec_late(sql!("DELETE FROM search_words WHERE rowid = $1"), args![id]).await?;
        }
        write(self, id, &doc.title, &doc.body).await
    }

    /// Counts votes for a thing, or takes them back.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn vote(&mut self, kind: &'static str, object: impl Id, by: i64) -> Outcome<()> {
        let count =
            sql!("UPDATE search_docs SET votes = votes + $3 WHERE object = $2 AND kind = $1");
        self.exec(count, args![kind, object.get(), by]).await.map(drop)
    }

    /// Notes that other things than before are of an author.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reauthor(
        &mut self,
        kind: &'static str,
        objects: &[i64],
        author: impl Id,
    ) -> Outcome<()> {
        if objects.is_empty() {
            return Ok(());
        }
        let author_of =
            sql!("UPDATE search_docs SET author = $2 WHERE kind = $1 AND object IN ({list})");
        let args = args![kind, author.get()].list(objects.iter().copied());
        self.exec(author_of, args).await.map(drop)
    }

    /// Takes all documents of a thing out of the index.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unindex(&mut self, kind: &'static str, object: impl Id) -> Outcome<()> {
        let gone: Vec<i64> = self
            .returning(
                sql!("DELETE FROM search_docs WHERE kind = $1 AND object = $2 RETURNING id"),
                args![kind, object.get()],
            )
            .await?;
        self.forget_words(gone).await
    }

    /// Takes one part of a thing out of the index, as when its divider is removed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unindex_part(
        &mut self,
        kind: &'static str,
        object: impl Id,
        part: SearchPart,
    ) -> Outcome<()> {
        let gone: Vec<i64> = self
            .returning(
                sql!(
                    "DELETE FROM search_docs WHERE kind = $1 AND object = $2 AND part = $3
                     RETURNING id"
                ),
                args![kind, object.get(), part.word()],
            )
            .await?;
        self.forget_words(gone).await
    }

    async fn forget_words(&mut self, gone: Vec<i64>) -> Outcome<()> {
        if gone.is_empty() {
            return Ok(());
        }
        let forget = sql!("DELETE FROM search_words WHERE rowid IN ({list})");
        self.exec_late(forget, args![].list(gone)).await
    }
}

/// Writes the words of a document, in the form that the engine takes.
pub(crate) async fn write(tx: &mut Tx, id: SearchDocId, title: &str, body: &str) -> Outcome<()> {
    match tx.engine() {
        Engine::Sqlite => write_words(tx, id, title, body).await,
        Engine::Postgres => write_words(tx, id, &literal::tsvector(title, body), "").await,
    }
}

/// The document's id, and whether the thing and part had none before.
async fn write_doc(tx: &mut Tx, doc: &SearchDoc) -> Outcome<(SearchDocId, bool)> {
    let new = new_doc(tx, doc.created_at).await?;
    let ids = tx
        .returning(
            sql!(
                "INSERT INTO search_docs (id, kind, object, part, space, gate, author, lang,
                   created_at, version, votes)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
                   COALESCE((SELECT MAX(known.votes) FROM search_docs known
                              WHERE known.object = $3 AND known.kind = $2), $11))
                 ON CONFLICT (object, kind, part) DO UPDATE
                 SET space = excluded.space, gate = excluded.gate, author = excluded.author,
                   lang = excluded.lang, created_at = excluded.created_at,
                   version = excluded.version
                 RETURNING id"
            ),
            args![
                new,
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
            ],
        )
        .await?;
    let id = ids.first().copied().unwrap_or(new);
    Ok((id, id == new))
}

/// How old a thing is at most whose document takes a new id as it comes: nobody else has that.
const RECENT_S: i64 = 60;
/// Ids of an older thing's time that are tried.
const TRIES: usize = 64;

/// A new document's id, of the time of the thing itself: the newest hits of a word are the first by
/// id, also where an import or an edit brings what is older than its document.
async fn new_doc(tx: &mut Tx, at: Ts) -> Outcome<SearchDocId> {
    let now: SearchDocId = tx.new_id();
    if at.plus_seconds(RECENT_S) >= tx.now() {
        return Ok(now);
    }
    let mut id = kernel::id_at(now, at);
    for _ in 0..TRIES {
        if !is_taken(tx, id).await? {
            return Ok(id);
        }
        id = SearchDocId::from_i64(id.get() + 1);
    }
    Ok(now)
}

async fn is_taken(tx: &Tx, id: SearchDocId) -> Outcome<bool> {
    let taken: Option<i64> =
        tx.one(sql!("SELECT id FROM search_docs WHERE id = $1"), args![id]).await?;
    Ok(taken.is_some())
}

/// Writes the words: FTS5 takes title and body apart, PostgreSQL one literal in the title's place.
async fn write_words(tx: &mut Tx, id: SearchDocId, title: &str, body: &str) -> Outcome<()> {
    tx.exec_late(
        sql! {
            sqlite: "INSERT INTO search_words (rowid, title, body) VALUES ($1, $2, $3)",
            pg: "INSERT INTO search_words (rowid, words)
                 VALUES ($1, CAST(CAST($2 AS TEXT) || CAST($3 AS TEXT) AS tsvector))
                 ON CONFLICT (rowid) DO UPDATE SET words = excluded.words"
        },
        args![id, title, body],
    )
    .await
}
