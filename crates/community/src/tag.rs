//! A tag: a word that posts of all spaces share.

pub mod edit;
pub(crate) mod page;
pub(crate) mod store;

use kernel::Key;

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
    fn too_many_and_too_long_tags_are_refused() {
        assert_eq!(names(&["a,b,c,d,e,f".to_owned()]), Err("post.tags_many"));
        assert_eq!(names(&["长".repeat(31)]), Err("post.tag_long"));
    }
}
