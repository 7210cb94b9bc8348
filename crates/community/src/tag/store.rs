//! All SQL about tags.

use db::{Tx, args, row, sql};
use kernel::{Outcome, Ts};

use super::{Tag, TagId, slug};
use crate::post::PostId;

row! {
    /// A tag as its row holds it.
    struct TagRow {
        id: TagId,
        slug: String,
        name: String,
        html: String,
        open_posts: i64,
    }
}

impl From<TagRow> for Tag {
    fn from(row: TagRow) -> Self {
        let TagRow { id, slug, name, html, open_posts } = row;
        Self { id, slug, name, html, open_posts }
    }
}

/// The tag of that spelling.
pub(crate) async fn find(tx: &Tx, slug: &str) -> Outcome<Option<Tag>> {
    let row: Option<TagRow> = tx
        .one(
            sql!(TagRow: "SELECT id, slug, name, html, open_posts FROM tags WHERE slug = $1"),
            args![slug],
        )
        .await?;
    Ok(row.map(Tag::from))
}

/// The names of the tags of these spellings.
pub(crate) async fn names(tx: &Tx, slugs: &[String]) -> Outcome<Vec<(String, String)>> {
    tx.list(sql!("SELECT slug, name FROM tags WHERE slug IN ({list})"), args![].list(slugs)).await
}

/// Some tags.
pub(crate) async fn by_ids(tx: &Tx, ids: &[TagId]) -> Outcome<Vec<Tag>> {
    let rows: Vec<TagRow> = tx
        .list(
            sql!(TagRow: "SELECT id, slug, name, html, open_posts FROM tags WHERE id IN ({list})"),
            args![].list(ids.iter().copied()),
        )
        .await?;
    Ok(rows.into_iter().map(Tag::from).collect())
}

/// The tags that most open posts carry.
pub(crate) async fn popular(tx: &Tx, most: i64) -> Outcome<Vec<Tag>> {
    let rows: Vec<TagRow> = tx
        .list(
            sql!(TagRow: "SELECT id, slug, name, html, open_posts FROM tags
                  WHERE open_posts > 0 ORDER BY open_posts DESC, id DESC LIMIT $1"),
            args![most],
        )
        .await?;
    Ok(rows.into_iter().map(Tag::from).collect())
}

/// The tags of these names, made where they are new.
pub(crate) async fn intern(tx: &mut Tx, names: &[String], at: Ts) -> Outcome<Vec<TagId>> {
    let mut ids = Vec::with_capacity(names.len());
    for name in names {
        let slug = slug(name);
        if let Some(tag) = find(tx, &slug).await? {
            ids.push(tag.id);
            continue;
        }
        let id: TagId = tx.new_id();
        tx.exec(
            sql!(
                "INSERT INTO tags (id, slug, name, body, html, created_at)
                 VALUES ($1, $2, $3, '', '', $4) ON CONFLICT (slug) DO NOTHING"
            ),
            args![id, slug, name, at],
        )
        .await?;
        ids.push(find(tx, &slug).await?.map_or(id, |tag| tag.id));
    }
    Ok(ids)
}

/// The tags of a post.
pub(crate) async fn of_post(tx: &Tx, post: PostId) -> Outcome<Vec<TagId>> {
    tx.list(sql!("SELECT tag_id FROM post_tags WHERE post_id = $1"), args![post]).await
}

/// Gives a post these tags and no others.
pub(crate) async fn replace(tx: &mut Tx, post: PostId, tags: &[TagId], at: Ts) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM post_tags WHERE post_id = $1"), args![post]).await?;
    for tag in tags {
        tx.exec(
            sql!(
                "INSERT INTO post_tags (post_id, tag_id, created_at) VALUES ($1, $2, $3)
                 ON CONFLICT (post_id, tag_id) DO NOTHING"
            ),
            args![post, tag, at],
        )
        .await?;
    }
    Ok(())
}

/// Changes how many open posts carry some tags.
pub(crate) async fn count(tx: &mut Tx, tags: &[TagId], by: i64) -> Outcome<()> {
    if tags.is_empty() {
        return Ok(());
    }
    tx.exec(
        sql!("UPDATE tags SET open_posts = open_posts + $1 WHERE id IN ({list})"),
        args![by].list(tags.iter().copied()),
    )
    .await?;
    Ok(())
}

/// Tags that one step of a recount takes.
const STEP: i64 = 200;

/// Counts the open posts of some tags after an id anew; where the step ended, none at the end.
/// `public` are the gates of what anyone reads.
pub(crate) async fn recount(tx: &mut Tx, after: i64, public: &[i64]) -> Outcome<Option<i64>> {
    let end: Option<i64> = tx
        .one(
            sql!("SELECT id FROM tags WHERE id > $1 ORDER BY id LIMIT 1 OFFSET $2"),
            args![after, STEP - 1],
        )
        .await?;
    tx.exec(
        sql!(
            "UPDATE tags SET open_posts = (
                 SELECT COUNT(*) FROM post_tags t JOIN posts p ON p.id = t.post_id
                  WHERE t.tag_id = tags.id AND p.state = 'published' AND p.gate_id IN ({list}))
              WHERE id > $1 AND id <= $2"
        ),
        args![after, end.unwrap_or(i64::MAX)].list(public),
    )
    .await?;
    Ok(end)
}

/// Writes what a tag is about.
pub(crate) async fn set_text(tx: &mut Tx, id: TagId, body: &str, html: &str) -> Outcome<()> {
    tx.exec(sql!("UPDATE tags SET body = $2, html = $3 WHERE id = $1"), args![id, body, html])
        .await?;
    Ok(())
}

/// The source of what a tag is about.
pub(crate) async fn body(tx: &Tx, slug: &str) -> Outcome<Option<String>> {
    tx.one(sql!("SELECT body FROM tags WHERE slug = $1"), args![slug]).await
}
