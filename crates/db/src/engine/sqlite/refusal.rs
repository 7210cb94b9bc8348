//! SQLite's errors in the crate's own words.

use rusqlite::ErrorCode;
use rusqlite::ffi;

use crate::failure::{Failure, Kind, index_name};

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        let (code, message) = match &error {
            rusqlite::Error::SqliteFailure(code, message) => (*code, message.clone()),
            rusqlite::Error::SqlInputError { error: code, msg, .. } => (*code, Some(msg.clone())),
            _ => return Self::new(Kind::Other, error.to_string()),
        };
        let text = message.unwrap_or_else(|| error.to_string());
        Self::new(kind(code, &text), text)
    }
}

fn kind(error: ffi::Error, text: &str) -> Kind {
    match error.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Kind::Retry,
        ErrorCode::OperationInterrupted => Kind::Late,
        ErrorCode::ConstraintViolation if is_unique(error) => Kind::Unique(index(text)),
        ErrorCode::ConstraintViolation => Kind::Constraint,
        _ => Kind::Other,
    }
}

const fn is_unique(error: ffi::Error) -> bool {
    matches!(
        error.extended_code,
        ffi::SQLITE_CONSTRAINT_UNIQUE
            | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            | ffi::SQLITE_CONSTRAINT_ROWID
    )
}

/// The index by the naming rule, from `UNIQUE constraint failed: t.a, t.b` or `… index 'name'`.
fn index(text: &str) -> String {
    let what = text.rsplit_once("failed: ").map_or(text, |(_, what)| what);
    if let Some(name) = what.strip_prefix("index '") {
        return name.trim_end_matches('\'').to_owned();
    }
    let mut columns = what.split(", ").filter_map(|column| column.split_once('.'));
    let Some((table, first)) = columns.next() else { return what.to_owned() };
    let rest = columns.map(|(_, column)| format!("_{column}")).collect::<String>();
    index_name(&format!("{table}.{first}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::index;

    #[test]
    fn a_unique_index_is_named_by_table_and_columns() {
        assert_eq!(index("UNIQUE constraint failed: members.email"), "members_email_uq");
        assert_eq!(
            index("UNIQUE constraint failed: likes.post, likes.member"),
            "likes_post_member_uq"
        );
        assert_eq!(index("UNIQUE constraint failed: index 'members_email_uq'"), "members_email_uq");
    }
}
