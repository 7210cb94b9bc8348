//! What the posts of a dump are to each other: small facts of every row, kept in memory.

use std::collections::HashMap;
use std::path::Path;

use kernel::{Outcome, Ts};

use super::row::{Row, Rows};

/// What a row of `Posts` is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PostSort {
    Question,
    Answer,
    Wiki,
    Other,
}

impl PostSort {
    pub(super) fn of(row: &Row) -> Self {
        match row.text("PostTypeId") {
            "1" => Self::Question,
            "2" => Self::Answer,
            "4" | "5" => Self::Wiki,
            _ => Self::Other,
        }
    }
}

/// One post's facts.
#[derive(Debug, Clone)]
pub(super) struct PostFacts {
    pub(super) sort: PostSort,
    /// The question of an answer.
    pub(super) parent: String,
    /// The key of its author among the users.
    pub(super) author: String,
    /// The answer that was accepted.
    pub(super) accepted: Option<String>,
}

/// What a dump holds.
#[derive(Debug, Default)]
pub(super) struct Shape {
    pub(super) posts: HashMap<String, PostFacts>,
    /// Authors who have a name and no account, by the key that stands for them.
    pub(super) named: Vec<(String, String, Option<Ts>)>,
    /// Rows of all files.
    pub(super) rows: u64,
    /// When the first post was written.
    pub(super) oldest: Option<Ts>,
}

impl Shape {
    /// Reads the facts of every post, and counts the rows of every file.
    ///
    /// # Errors
    /// As opening and reading the files.
    pub(super) fn read(dir: &Path) -> Outcome<Self> {
        let mut shape = Self::default();
        let mut rows = Rows::open(dir, "Posts")?;
        loop {
            let batch = rows.batch(1000)?;
            if batch.is_empty() {
                break;
            }
            for row in &batch {
                shape.take(row);
            }
        }
        let mut rows = Rows::open(dir, "Comments")?;
        loop {
            let batch = rows.batch(1000)?;
            if batch.is_empty() {
                break;
            }
            for row in &batch {
                shape.rows += 1;
                shape.name(row, "UserId", "UserDisplayName");
            }
        }
        for table in ["Users", "Votes", "Badges", "Tags", "PostLinks"] {
            let mut rows = Rows::open(dir, table)?;
            loop {
                let batch = rows.batch(1000)?;
                if batch.is_empty() {
                    break;
                }
                shape.rows += u64::try_from(batch.len()).unwrap_or(0);
            }
        }
        Ok(shape)
    }

    fn take(&mut self, row: &Row) {
        self.rows += 1;
        let at = row.time("CreationDate");
        self.oldest = match (self.oldest, at) {
            (Some(oldest), Some(at)) => Some(oldest.min(at)),
            (oldest, at) => oldest.or(at),
        };
        self.name(row, "OwnerUserId", "OwnerDisplayName");
        let facts = PostFacts {
            sort: PostSort::of(row),
            parent: row.text("ParentId").to_owned(),
            author: author(row, "OwnerUserId", "OwnerDisplayName"),
            accepted: row.get("AcceptedAnswerId").map(str::to_owned),
        };
        self.posts.insert(row.id().to_owned(), facts);
    }

    fn name(&mut self, row: &Row, id: &str, name: &str) {
        if row.get(id).is_some() {
            return;
        }
        let key = author(row, id, name);
        if !self.named.iter().any(|(known, _, _)| *known == key) {
            let shown = row.get(name).unwrap_or("Anonymous").to_owned();
            self.named.push((key, shown, row.time("CreationDate")));
        }
    }
}

/// The key of an author: the account, or the bare name where the account is gone.
pub(super) fn author(row: &Row, id: &str, name: &str) -> String {
    row.get(id).map_or_else(|| format!("name:{}", row.text(name)), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_author_without_account_is_known_by_name() {
        let row = Row::of(&[("OwnerDisplayName", "user306"), ("PostTypeId", "2")]);
        assert_eq!(author(&row, "OwnerUserId", "OwnerDisplayName"), "name:user306");
        let mut shape = Shape::default();
        shape.take(&row);
        shape.take(&row);
        assert_eq!(shape.named.len(), 1);
        assert_eq!(PostSort::of(&row), PostSort::Answer);
    }
}
