//! A new database with the whole schema for each test, copied from one that was migrated once.

use std::path::Path;
use std::sync::OnceLock;

use tempfile::TempDir;
use tokio_postgres::NoTls;

use super::server;
use crate::{Db, DbUrl, Engine, Opening, migrate};

/// A test's database; its files go when it is dropped.
pub(super) struct Place {
    url: DbUrl,
    _folder: Option<TempDir>,
}

impl Place {
    pub(super) fn url(&self) -> DbUrl {
        self.url.clone()
    }
}

/// Makes a new database.
pub(super) async fn new_database(engine: Engine) -> Place {
    match engine {
        Engine::Sqlite => sqlite().await,
        Engine::Postgres => postgres().await,
    }
}

/// The URL of a place in which there is nothing yet.
pub(super) async fn empty_place(engine: Engine, folder: &Path) -> DbUrl {
    match engine {
        Engine::Sqlite => DbUrl::Sqlite(folder.join("empty.db")),
        Engine::Postgres => {
            let server = server::find_or_start();
            let admin = connect(&server.url("postgres")).await;
            let name = format!("yaji_test_{:032x}", rand::random::<u128>());
            run(&admin, &format!("CREATE DATABASE {name}")).await;
            DbUrl::Postgres(server.url(&name))
        }
    }
}

async fn sqlite() -> Place {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    let folder = tempfile::tempdir().unwrap_or_else(|e| panic!("no folder for a test: {e}"));
    let path = folder.path().join("site.db");
    if let Some(bytes) = TEMPLATE.get() {
        std::fs::write(&path, bytes).unwrap_or_else(|e| panic!("copying the template: {e}"));
    } else {
        let bytes = migrated_file(&path).await;
        // Another test of this process may have been quicker; both templates are the same.
        let _ = TEMPLATE.set(bytes);
    }
    Place { url: DbUrl::Sqlite(path), _folder: Some(folder) }
}

async fn migrated_file(path: &Path) -> Vec<u8> {
    migrated(DbUrl::Sqlite(path.to_owned())).await;
    std::fs::read(path).unwrap_or_else(|e| panic!("reading the template: {e}"))
}

async fn migrated(url: DbUrl) {
    match Db::open(Opening::new(url)).await {
        Ok(db) => db.close().await,
        Err(fault) => panic!("migrating the template: {fault}"),
    }
}

async fn postgres() -> Place {
    let server = server::find_or_start();
    let admin = connect(&server.url("postgres")).await;
    let template = format!("yaji_template_{}", migrate::fingerprint());
    {
        let _alone = server.lock_templates();
        if !exists(&admin, &template).await {
            let half = format!("{template}_half");
            run(&admin, &format!("DROP DATABASE IF EXISTS {half} WITH (FORCE)")).await;
            run(&admin, &format!("CREATE DATABASE {half}")).await;
            migrated(DbUrl::Postgres(server.url(&half))).await;
            run(&admin, &format!("ALTER DATABASE {half} RENAME TO {template}")).await;
        }
    }
    let name = format!("yaji_test_{:032x}", rand::random::<u128>());
    run(&admin, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
    Place { url: DbUrl::Postgres(server.url(&name)), _folder: None }
}

async fn connect(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls)
        .await
        .unwrap_or_else(|e| panic!("the PostgreSQL of the tests does not answer: {e}"));
    tokio::spawn(connection);
    client
}

async fn exists(admin: &tokio_postgres::Client, name: &str) -> bool {
    let found = admin.query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&name]).await;
    found.unwrap_or_else(|e| panic!("looking for the template: {e}")).is_some()
}

async fn run(admin: &tokio_postgres::Client, text: &str) {
    admin.batch_execute(text).await.unwrap_or_else(|e| panic!("{text}: {e:?}"));
}
