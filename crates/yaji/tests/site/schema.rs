//! Every statement of the program on both engines.

use db::{Db, db_test};

use super::world::wired;

#[db_test(wired)]
async fn every_statement_prepares_and_none_scans_a_large_table(db: Db) {
    db::testing::check_statements(&db).await;
}

#[db_test(wired)]
async fn every_index_serves_a_statement(db: Db) {
    db::testing::check_indexes(&db).await;
}
