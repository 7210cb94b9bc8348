//! All SQL about what was brought in.

use db::{Bind as _, Tx, args, sql};
use kernel::Outcome;

use super::Placed;

/// Every row of a source that was placed: kind, key there, id here.
pub(crate) async fn list(tx: &Tx, source: &str) -> Outcome<Vec<(String, String, i64)>> {
    tx.list(
        sql!("SELECT kind, key, id FROM import_keys WHERE source = $1 ORDER BY kind, key"),
        args![source],
    )
    .await
}

/// Keeps which source row became which row here.
pub(crate) async fn insert(tx: &mut Tx, source: &str, placed: &[Placed]) -> Outcome<()> {
    let values = placed
        .iter()
        .map(|(kind, key, id)| vec![source.bind(), kind.bind(), key.bind(), id.bind()])
        .collect();
    tx.bulk("import_keys", &["source", "kind", "key", "id"], values).await?;
    Ok(())
}

/// Keeps texts as the source had them: kind, key, text.
pub(crate) async fn insert_sources(
    tx: &mut Tx,
    source: &str,
    texts: &[(&'static str, String, String)],
) -> Outcome<()> {
    let values = texts
        .iter()
        .map(|(kind, key, body)| vec![source.bind(), kind.bind(), key.bind(), body.bind()])
        .collect();
    tx.bulk("import_sources", &["source", "kind", "key", "body"], values).await?;
    Ok(())
}

/// The id of the tag of a spelling.
pub(crate) async fn find_tag(tx: &Tx, slug: &str) -> Outcome<Option<i64>> {
    tx.one(sql!("SELECT id FROM tags WHERE slug = $1"), args![slug]).await
}

/// Every handle that was ever given.
pub(crate) async fn list_handles(tx: &Tx) -> Outcome<Vec<String>> {
    tx.list(sql!("SELECT handle FROM handles WHERE handle > '' ORDER BY handle"), args![]).await
}

/// Every name that members have.
pub(crate) async fn list_names(tx: &Tx) -> Outcome<Vec<String>> {
    tx.list(sql!("SELECT name FROM members WHERE id > 0 ORDER BY id"), args![]).await
}
