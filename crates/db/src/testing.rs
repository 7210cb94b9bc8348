//! Databases for tests: each test has its own, with the whole schema, on either engine.

mod schema;
mod server;
mod statements;
mod template;

pub use schema::{compare_schema, schema_text};
pub use statements::{check_indexes, check_statements};

use kernel::{Clock, Ts};

use crate::{Db, Engine, Opening};

/// When tests begin: 2026-01-05 00:00 UTC, a Monday.
pub const START: Ts = Ts::from_micros(1_767_571_200_000_000);

/// The URL of a place in which there is nothing yet, not even a schema: a file in `folder`, or a
/// new PostgreSQL database.
///
/// # Panics
/// When there is no such engine here.
pub async fn empty_place(engine: Engine, folder: &std::path::Path) -> crate::DbUrl {
    template::empty_place(engine, folder).await
}

/// Runs a test on a new database of `engine`; its clock stands at [`START`] until it is moved.
///
/// # Panics
/// When the test does, or when there is no such engine here.
pub fn run<F>(engine: Engine, change: impl FnOnce(Opening) -> Opening, test: F)
where
    F: AsyncFnOnce(Db),
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap_or_else(|error| panic!("no runtime: {error}"));
    runtime.block_on(async {
        let place = template::new_database(engine).await;
        let opening = Opening::new(place.url()).clock(Clock::set_at(START));
        let db = match Db::open(change(opening)).await {
            Ok(db) => db,
            Err(fault) => panic!("opening the test's database: {fault}"),
        };
        test(db.clone()).await;
        db.close().await;
        drop(place);
    });
}
