//! PostgreSQL's errors in the crate's own words.

use tokio_postgres::error::{DbError, SqlState};

use crate::failure::{Failure, Kind, index_name};

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(refused) = error.as_db_error() else {
            return Self::new(Kind::Other, describe(&error));
        };
        // The detail repeats values: only the message and the constraint's name are kept.
        let text = match refused.constraint() {
            Some(name) => format!("{} ({name})", refused.message()),
            None => refused.message().to_owned(),
        };
        Self::new(kind(refused), text)
    }
}

fn kind(refused: &DbError) -> Kind {
    let code = refused.code();
    if [&SqlState::T_R_SERIALIZATION_FAILURE, &SqlState::T_R_DEADLOCK_DETECTED].contains(&code) {
        Kind::Retry
    } else if *code == SqlState::QUERY_CANCELED || *code == SqlState::LOCK_NOT_AVAILABLE {
        Kind::Late
    } else if *code == SqlState::UNIQUE_VIOLATION {
        Kind::Unique(index(refused.constraint(), refused.table(), refused.detail()))
    } else if code.code().starts_with("23") {
        Kind::Constraint
    } else {
        Kind::Other
    }
}

/// The index by the naming rule: its own name, or made from the columns that the detail names when
/// the engine named it (`t_pkey`, `t_a_key`).
fn index(constraint: Option<&str>, table: Option<&str>, detail: Option<&str>) -> String {
    let constraint = constraint.unwrap_or_default();
    if constraint.ends_with("_uq") {
        return constraint.to_owned();
    }
    let columns = detail
        .and_then(|detail| detail.strip_prefix("Key ("))
        .and_then(|detail| detail.split_once(")="))
        .map(|(columns, _)| columns.replace(", ", "_"));
    match (table, columns) {
        (Some(table), Some(columns)) => index_name(&format!("{table}.{columns}")),
        _ => constraint.to_owned(),
    }
}

fn describe(error: &tokio_postgres::Error) -> String {
    let cause = std::error::Error::source(error);
    cause.map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::index;

    #[test]
    fn a_unique_index_is_named_by_table_and_columns() {
        let named = index(Some("members_email_uq"), Some("members"), None);
        assert_eq!(named, "members_email_uq");
        let detail = Some("Key (post, member)=(1, 2) already exists.");
        assert_eq!(index(Some("likes_pkey"), Some("likes"), detail), "likes_post_member_uq");
    }
}
