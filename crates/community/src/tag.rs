//! A tag: a word that posts of all spaces share.

pub(crate) mod api;
pub mod edit;
pub(crate) mod page;
pub(crate) mod store;

use std::collections::HashMap;

use db::Tx;
use kernel::{Cursor, Key, ListSize, Outcome};

use crate::feed::{self, Order, Place};
use crate::reader::Reader;
use crate::space::{is_blank, one_line};

kernel::id!(
    /// One tag.
    pub TagId
);

/// The most tags of one post.
pub const TAGS_MAX: usize = 5;
/// The most characters of a tag.
const NAME_MAX: usize = 30;

/// A tag.
#[derive(Debug, Clone)]
pub struct Tag {
    /// Which one.
    pub id: TagId,
    /// Its part of the address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is about, drawn; may be empty.
    pub html: String,
    /// How many posts that anyone reads carry it.
    pub open_posts: i64,
}

/// The tag's page.
#[must_use]
pub fn path(name: &str) -> String {
    format!("/t/{}", slug(name))
}

/// The one spelling of a tag: folded, words joined by hyphens.
#[must_use]
pub fn slug(name: &str) -> String {
    // `C++` and `C#` are other tags than `C`.
    let spelled = name.trim().replace("++", "pp").replace('#', "sharp");
    let slug = text::slug(&spelled);
    if slug.is_empty() { hex::encode(name.trim().to_lowercase()) } else { slug }
}

/// The names of tags as they were typed: tidied, none twice, in their order.
///
/// # Errors
/// The key of what is wrong: too many, or one too long.
pub fn names(typed: &[String]) -> Result<Vec<String>, Key> {
    let mut names: Vec<String> = Vec::new();
    for piece in typed.iter().flat_map(|text| text.split([',', '，', '、', ';', '；'])) {
        let name = one_line(piece.trim().trim_start_matches('#'));
        if is_blank(&name) || names.iter().any(|known| slug(known) == slug(&name)) {
            continue;
        }
        if name.chars().count() > NAME_MAX {
            return Err("post.tag_long");
        }
        names.push(name);
    }
    if names.len() > TAGS_MAX { Err("post.tags_many") } else { Ok(names) }
}

/// The most names behind `#` in one text that are looked up; further ones are plain words.
const SAID_MAX: usize = 50;

/// Which of the names that a text says are tags: by name as it is written, the tag's own.
pub(crate) async fn known(tx: &Tx, mut said: Vec<String>) -> Outcome<HashMap<String, String>> {
    said.truncate(SAID_MAX);
    if said.is_empty() {
        return Ok(HashMap::new());
    }
    let slugs: Vec<String> = said.iter().map(|name| slug(name)).collect();
    let own: HashMap<String, String> = store::names(tx, &slugs).await?.into_iter().collect();
    let known = |name: String| own.get(&slug(&name)).map(|own| (name, own.clone()));
    Ok(said.into_iter().filter_map(known).collect())
}

/// The tags that a text gives its post by saying them, as far as there is room beside those that
/// were typed; each with all the ways in which it is said.
pub(crate) fn said(source: &str, typed: &[String]) -> Vec<(String, Vec<String>)> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for name in text::references(source, None).tags {
        let same = |other: &String| slug(other) == slug(&name);
        if let Some((_, ways)) = found.iter_mut().find(|(own, _)| same(own)) {
            ways.push(name);
        } else if !typed.iter().any(same) && typed.len() + found.len() < TAGS_MAX {
            found.push((name.clone(), vec![name]));
        }
    }
    found
}

/// Whether a reader may know of a tag: one of hidden posts alone is not known to whoever sees none
/// of them.
///
/// # Errors
/// When the database fails.
pub(crate) async fn is_known(tx: &Tx, reader: &Reader, tag: &Tag) -> Outcome<bool> {
    if tag.open_posts > 0 {
        return Ok(true);
    }
    let size = ListSize::asked(Some(1))?;
    let page = feed::Page { order: Order::Latest, after: Cursor::START, size };
    let seen = feed::list(tx, reader, Place::Tag(tag.id), page).await?;
    Ok(!seen.items.is_empty())
}

/// Names as a column holds them.
#[must_use]
pub(crate) fn joined(names: &[String]) -> String {
    names.join(",")
}

/// Reads what [`joined`] wrote.
#[must_use]
pub(crate) fn parted(names: &str) -> Vec<String> {
    names.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_one_for_all_spellings() {
        let typed = ["#RAG, rag，向量库".to_owned(), " 向量库 ".to_owned(), "C++".to_owned()];
        assert_eq!(names(&typed).unwrap(), ["RAG", "向量库", "C++"]);
        assert_eq!(
            (slug("C++"), slug("C#"), slug("C")),
            ("cpp".into(), "csharp".into(), "c".into())
        );
        assert_eq!(slug("？？"), hex::encode("？？"));
    }

    #[test]
    fn a_text_gives_its_post_the_tags_that_it_says_as_far_as_there_is_room() {
        let typed = ["RAG".to_owned(), "b".to_owned(), "c".to_owned()];
        let said = said("#rag #New #new `#code` #向量库 #full", &typed);
        let said: Vec<_> = said.iter().map(|(own, ways)| (own.as_str(), ways.len())).collect();
        assert_eq!(said, [("New", 2), ("向量库", 1)]);
    }

    #[test]
    fn too_many_and_too_long_tags_are_refused() {
        assert_eq!(names(&["a,b,c,d,e,f".to_owned()]), Err("post.tags_many"));
        assert_eq!(names(&["长".repeat(31)]), Err("post.tag_long"));
    }
}
