//! All SQL about searching.
//!
//! Every statement takes the reader's gates as `community`'s `Reach::signed` gives them: a gate
//! that is open as it is, one that is seen from outside with its sign turned.

use community::comment::CommentId;
use community::gate::GateId;
use community::post::{PostId, PostKind};
use community::reach::Reach;
use community::space::SpaceId;
use db::{Engine, SearchDocId, Tx, args, row, sql};
use kernel::{Id, MemberId, Outcome, Ts};

use super::{Question, RESULTS_MAX};

/// The newest hits of a word that are looked at: what keeps the hottest word cheap (ADR 0012).
const NEWEST_MAX: i64 = 2_000;
/// The same of titles, which lie ten times as far apart.
const NEWEST_TITLES_MAX: i64 = 1_000;

/// Which words a document must hold, as one engine is asked for them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words<'a> {
    tokens: &'a [String],
    titled: bool,
}

impl<'a> Words<'a> {
    /// All of these, anywhere.
    pub(crate) const fn all(tokens: &'a [String]) -> Self {
        Self { tokens, titled: false }
    }

    /// All of these, in the title.
    pub(crate) const fn in_title(tokens: &'a [String]) -> Self {
        Self { tokens, titled: true }
    }

    /// How many of the newest documents that hold them are looked at.
    const fn newest_max(self) -> i64 {
        if self.titled { NEWEST_TITLES_MAX } else { NEWEST_MAX }
    }

    /// What `MATCH` or a `tsquery` reads. Each token stands between quotation marks, and one that
    /// is no token of ours is left out.
    fn asked(self, engine: Engine) -> String {
        let plain = |token: &&String| token.chars().all(char::is_alphanumeric);
        let word = |token: &String| match (engine, self.titled) {
            (Engine::Sqlite, false) => format!("\"{token}\""),
            (Engine::Sqlite, true) => format!("title : \"{token}\""),
            (Engine::Postgres, false) => format!("'{token}'"),
            (Engine::Postgres, true) => format!("'{token}':A"),
        };
        let words: Vec<String> = self.tokens.iter().filter(plain).map(word).collect();
        words.join(match engine {
            Engine::Sqlite => " AND ",
            Engine::Postgres => " & ",
        })
    }
}

/// Who asks for what.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asking<'a> {
    pub(crate) question: &'a Question,
    /// The reader's gates, signed.
    pub(crate) gates: &'a [i64],
    /// Posts behind other gates that the reader reads whole all the same.
    pub(crate) own: &'a [i64],
}

row! {
    /// A document that holds the words and that its reader may see.
    pub(crate) struct Hit {
        pub(crate) id: SearchDocId,
        pub(crate) kind: String,
        pub(crate) object: i64,
        pub(crate) part: String,
        pub(crate) title: String,
        pub(crate) votes: i64,
        pub(crate) accepted: bool,
        pub(crate) created_at: Ts,
    }
}

/// How many of the newest hits are kept, the best by votes and age, while it is made sure that they
/// may be shown: a few more than are shown, as a document may be behind the thing that it is of.
const KEPT_MAX: i64 = 250;

/// The rest of both engines' statements: the newest documents that the words are in and whose gate
/// lets the reader in, the best of them by votes and age (a vote is worth thirty days), of these the
/// ones that stand and whose post lets the reader in.
macro_rules! hits {
    ($where_words:literal) => {
        concat!(
            "SELECT h.id, h.kind, h.object, h.part, p.title, h.votes,
                    CASE WHEN h.kind = 'comment' AND p.accepted_id = c.id THEN TRUE ELSE FALSE
                     END AS accepted,
                    h.created_at
               FROM (SELECT n.id, n.kind, n.object, n.part, n.created_at, n.votes
                       FROM (SELECT d.id, d.kind, d.object, d.part, d.created_at, d.votes
                               FROM search_words JOIN search_docs d ON d.id = search_words.rowid
                              WHERE ",
            $where_words,
            " AND ((d.part = 'gated' AND d.gate IN ({list}))
                   OR (d.part = 'open' AND -d.gate IN ({list})))
              AND ($2 = '' OR d.kind = $2) AND (CAST($3 AS BIGINT) = 0 OR d.space = $3)
                              ORDER BY search_words.rowid DESC LIMIT $4) n
                      ORDER BY 30 * n.votes + n.created_at / 86400000000 DESC, n.id DESC
                      LIMIT $5) h
               LEFT JOIN comments c ON h.kind = 'comment' AND c.id = h.object
               JOIN posts p ON p.id = COALESCE(c.post_id, h.object) AND p.state = 'published'
                AND ((h.part = 'gated' AND p.gate_id IN ({list}))
                     OR (h.part = 'open' AND -p.gate_id IN ({list})))
              WHERE h.kind = 'post' OR c.state = 'published'
              ORDER BY 30 * h.votes + h.created_at / 86400000000 DESC, h.id DESC LIMIT $6"
        )
    };
}

/// The best documents that hold the words, as far as the reader may see them.
pub(crate) async fn hits(tx: &Tx, asking: Asking<'_>, words: Words<'_>) -> Outcome<Vec<Hit>> {
    let asked = words.asked(tx.engine());
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let space = asking.question.space.map_or(0, Id::get);
    let most = i64::try_from(RESULTS_MAX).unwrap_or(i64::MAX);
    let (kind, newest) = (asking.question.sort.document(), words.newest_max());
    let args = args![asked, kind, space, newest, KEPT_MAX, most];
    tx.list(
        sql! {
            sqlite: hits!("search_words MATCH $1"),
            pg: hits!("search_words.words @@ CAST(CAST($1 AS TEXT) AS tsquery)")
        },
        args.list(asking.gates.iter().copied()),
    )
    .await
}

/// The newest posts of one author that are looked at.
const WRITTEN_MAX: i64 = 500;
/// The newest comments below what is somebody's own that are looked at.
const BELOW_MAX: i64 = 2_000;

row! {
    /// Where a post stands.
    pub(crate) struct OwnRow {
        pub(crate) id: i64,
        pub(crate) space_id: SpaceId,
        pub(crate) gate_id: GateId,
        pub(crate) author_id: MemberId,
    }
}

/// The posts that a member bought alone, and the newest that they wrote.
pub(crate) async fn own(tx: &Tx, member: MemberId, bought: &[i64]) -> Outcome<Vec<OwnRow>> {
    tx.list(
        sql!(OwnRow:
            "SELECT b.id, b.space_id, b.gate_id, b.author_id FROM posts b
              WHERE b.id IN ({list}) AND b.state = 'published'
             UNION
             SELECT w.id, w.space_id, w.gate_id, w.author_id
               FROM (SELECT id, space_id, gate_id, author_id FROM posts
                      WHERE author_id = $1 AND state = 'published'
                      ORDER BY created_at DESC, id DESC LIMIT $2) w"),
        args![member, WRITTEN_MAX].list(bought.iter().copied()),
    )
    .await
}

/// Both engines' statements about somebody's own posts and what was said below them: few documents,
/// each of which is asked whether it holds the words.
macro_rules! own_hits {
    ($words:literal) => {
        concat!(
            "SELECT d.id, d.kind, d.object, d.part, p.title, d.votes,
                    CASE WHEN d.kind = 'comment' AND p.accepted_id = d.object THEN TRUE ELSE FALSE
                     END AS accepted,
                    d.created_at
               FROM (SELECT 'post' AS kind, o.id AS object, o.id AS post_id FROM posts o
                      WHERE o.id IN ({list})
                     UNION ALL
                     SELECT 'comment' AS kind, c.id AS object, c.post_id
                       FROM (SELECT id, post_id FROM comments
                              WHERE post_id IN ({list}) AND state = 'published'
                              ORDER BY created_at DESC, id DESC LIMIT $4) c) t
              CROSS JOIN search_docs d
              CROSS JOIN search_words
              CROSS JOIN posts p
              WHERE d.object = t.object AND d.kind = t.kind AND d.part = 'gated'
                AND ($2 = '' OR d.kind = $2) AND (CAST($3 AS BIGINT) = 0 OR d.space = $3)
                AND search_words.rowid = d.id AND ",
            $words,
            " AND p.id = t.post_id ORDER BY d.id DESC LIMIT $5"
        )
    };
}

/// The documents of a reader's own posts that hold the words; the caller has decided that they may
/// be read whole.
pub(crate) async fn own_hits(tx: &Tx, asking: Asking<'_>, words: Words<'_>) -> Outcome<Vec<Hit>> {
    let asked = words.asked(tx.engine());
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let space = asking.question.space.map_or(0, Id::get);
    let most = i64::try_from(RESULTS_MAX).unwrap_or(i64::MAX);
    tx.list(
        sql! {
            sqlite: own_hits!("search_words MATCH $1"),
            pg: own_hits!("search_words.words @@ CAST(CAST($1 AS TEXT) AS tsquery)")
        },
        args![asked, asking.question.sort.document(), space, BELOW_MAX, most]
            .list(asking.own.iter().copied()),
    )
    .await
}

row! {
    /// What a result shows of a post.
    struct PostText {
        id: PostId,
        space_id: SpaceId,
        gate_id: GateId,
        author_id: MemberId,
        name: String,
        handle: String,
        avatar: Option<String>,
        author_state: String,
        kind: PostKind,
        title: String,
        slug: String,
        summary: String,
        lang: String,
        body: String,
    }
}

row! {
    /// What a result shows of a comment.
    struct CommentText {
        id: CommentId,
        post_id: PostId,
        space_id: SpaceId,
        author_id: MemberId,
        name: String,
        handle: String,
        avatar: Option<String>,
        author_state: String,
        kind: String,
        title: String,
        slug: String,
        lang: String,
        body: String,
    }
}

/// A result as it is shown: of its text, no more than its reader may see.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) post: PostId,
    pub(crate) comment: Option<CommentId>,
    pub(crate) space: SpaceId,
    pub(crate) author: MemberId,
    pub(crate) name: String,
    pub(crate) handle: String,
    pub(crate) avatar: Option<String>,
    pub(crate) gone: bool,
    /// `article`, `question`, `comment` or `answer`.
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) slug: String,
    pub(crate) lang: String,
    pub(crate) text: String,
    pub(crate) locked: bool,
}

/// What is shown of posts that were found.
pub(crate) async fn posts(tx: &Tx, ids: &[i64], reach: &Reach) -> Outcome<Vec<Shown>> {
    let rows: Vec<PostText> = tx
        .list(
            sql!(PostText: "SELECT p.id, p.space_id, p.gate_id, p.author_id, m.name, m.handle,
                        m.avatar, m.state AS author_state, p.kind, p.title, p.slug, p.summary,
                        p.lang, t.body
                   FROM posts p JOIN post_texts t ON t.post_id = p.id
                   JOIN members m ON m.id = p.author_id
                  WHERE p.id IN ({list})"),
            args![].list(ids.iter().copied()),
        )
        .await?;
    let shown = |row: PostText| {
        let whole = reach.reads(row.id, row.gate_id, row.space_id, row.author_id);
        let body = if whole { row.body.as_str() } else { free(&row.body) };
        Shown {
            post: row.id,
            comment: None,
            space: row.space_id,
            author: row.author_id,
            name: row.name,
            handle: row.handle,
            avatar: row.avatar,
            gone: row.author_state == "erased",
            kind: row.kind.key().to_owned(),
            title: row.title,
            slug: row.slug,
            lang: row.lang,
            text: format!("{}\n{}", row.summary, text::readable(body)),
            locked: !whole,
        }
    };
    Ok(rows.into_iter().map(shown).collect())
}

/// What stands above a divider; nothing where there is none.
fn free(body: &str) -> &str {
    text::split(body).map_or("", |split| split.free)
}

/// What is shown of comments that were found; the caller's hits say that they may be read.
pub(crate) async fn comments(tx: &Tx, ids: &[i64]) -> Outcome<Vec<Shown>> {
    let rows: Vec<CommentText> = tx
        .list(
            sql!(CommentText: "SELECT c.id, c.post_id, p.space_id, c.author_id, m.name, m.handle,
                        m.avatar, m.state AS author_state, c.kind, p.title, p.slug, c.lang, c.body
                   FROM comments c JOIN posts p ON p.id = c.post_id
                   JOIN members m ON m.id = c.author_id
                  WHERE c.id IN ({list})"),
            args![].list(ids.iter().copied()),
        )
        .await?;
    let shown = |row: CommentText| Shown {
        post: row.post_id,
        comment: Some(row.id),
        space: row.space_id,
        author: row.author_id,
        name: row.name,
        handle: row.handle,
        avatar: row.avatar,
        gone: row.author_state == "erased",
        kind: row.kind,
        title: row.title,
        slug: row.slug,
        lang: row.lang,
        text: text::readable(&row.body),
        locked: false,
    };
    Ok(rows.into_iter().map(shown).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_stands_between_quotation_marks() {
        let tokens = text::query("NEAR(\"a* -清华 OR b:c')");
        let asked = |engine, titled| Words { tokens: &tokens, titled }.asked(engine);
        assert_eq!(
            asked(Engine::Sqlite, false),
            "\"near\" AND \"a\" AND \"清华\" AND \"or\" AND \"b\" AND \"c\""
        );
        assert_eq!(
            asked(Engine::Postgres, true),
            "'near':A & 'a':A & '清华':A & 'or':A & 'b':A & 'c':A"
        );
        let foreign = ["a\" OR b".to_owned(), "x' | y".to_owned()];
        assert_eq!(Words::all(&foreign).asked(Engine::Sqlite), "");
    }
}
