//! Tags come with their questions; their excerpts and wikis become their text.

use std::collections::HashMap;
use std::sync::Arc;

use community::{bulk, tag};
use kernel::Outcome;

use super::html::Converter;
use super::row::{Row, Rows};
use super::shape::PostSort;
use super::{BATCH, Import, questions};
use crate::keys::{Placed, store};

/// The kind of their keys and in the report.
pub(super) const KIND: &str = "tags";

/// A tag with the excerpt and the wiki that belong to it.
#[derive(Debug, Default)]
struct Wiki {
    name: String,
    key: String,
    excerpt: Option<Row>,
    body: Option<Row>,
}

/// Places the tags' texts and accounts for every tag and wiki.
pub(super) async fn place(import: &mut Import<'_>) -> Outcome<()> {
    let (mut wikis, owners) = read(import)?;
    let mut rows = Rows::open(&import.dir, "Posts")?;
    loop {
        let batch = rows.batch(BATCH)?;
        if batch.is_empty() {
            break;
        }
        for row in batch.into_iter().filter(|row| PostSort::of(row) == PostSort::Wiki) {
            import.bar.inc(1);
            let wiki = owners.get(row.id()).and_then(|at| wikis.get_mut(*at));
            let Some(wiki) = wiki else {
                import.report.unplaced(questions::KIND, row.id(), "its tag is gone");
                continue;
            };
            if row.text("PostTypeId") == "4" {
                wiki.excerpt = Some(row);
            } else {
                wiki.body = Some(row);
            }
        }
    }
    for wiki in wikis {
        place_one(import, wiki).await?;
    }
    Ok(())
}

/// The tags, and to which of them a wiki belongs.
fn read(import: &Import<'_>) -> Outcome<(Vec<Wiki>, HashMap<String, usize>)> {
    let (mut wikis, mut owners) = (Vec::new(), HashMap::new());
    let mut rows = Rows::open(&import.dir, "Tags")?;
    loop {
        let batch = rows.batch(1000)?;
        if batch.is_empty() {
            return Ok((wikis, owners));
        }
        for row in batch {
            for post in [row.get("ExcerptPostId"), row.get("WikiPostId")].into_iter().flatten() {
                owners.insert(post.to_owned(), wikis.len());
            }
            let (name, key) = (row.text("TagName").to_owned(), row.id().to_owned());
            wikis.push(Wiki { name, key, ..Wiki::default() });
        }
    }
}

async fn place_one(import: &mut Import<'_>, wiki: Wiki) -> Outcome<()> {
    import.bar.inc(1);
    let slug = tag::slug(&wiki.name);
    let found = import.db.read(async move |tx| store::find_tag(tx, &slug).await).await?;
    let parts = [wiki.excerpt.as_ref(), wiki.body.as_ref()];
    let Some(id) = found else {
        import.report.unplaced(KIND, &wiki.key, "no question carries it");
        for part in parts.into_iter().flatten() {
            import.report.unplaced(questions::KIND, part.id(), "no question carries its tag");
        }
        return Ok(());
    };
    let mut placed: Vec<Placed> = Vec::new();
    account(import, (KIND, &wiki.key), id, &mut placed);
    let mut fresh = false;
    let (mut texts, mut sources) = (Vec::new(), Vec::new());
    for part in parts.into_iter().flatten() {
        fresh |= account(import, (questions::KIND, part.id()), id, &mut placed);
        let text = Converter::new().markdown(part.text("Body"))?;
        if !text.trim().is_empty() {
            texts.push(text);
        }
        sources.push((questions::KIND, part.id().to_owned(), part.text("Body").to_owned()));
    }
    if placed.is_empty() {
        return Ok(());
    }
    let new = |key: &str| placed.iter().any(|(_, known, _)| known == key);
    sources.retain(|(_, key, _)| new(key));
    let (source, text) = (Arc::clone(&import.source), texts.join("\n\n"));
    let fresh = fresh && !text.is_empty();
    let placed = import
        .db
        .tx(async move |tx| {
            if fresh {
                bulk::tag_text(tx, &wiki.name, &text).await?;
            }
            store::insert(tx, &source, &placed).await?;
            store::insert_sources(tx, &source, &sources).await?;
            Ok(placed.clone())
        })
        .await?;
    import.keys.learn(placed);
    Ok(())
}

/// Notes a row as placed now or known before; whether it is placed now.
fn account(
    import: &mut Import<'_>,
    (kind, key): (&'static str, &str),
    id: i64,
    placed: &mut Vec<Placed>,
) -> bool {
    if import.keys.has(kind, key) {
        import.report.known(kind);
        return false;
    }
    import.report.placed(kind);
    placed.push((kind, key.to_owned(), id));
    true
}
