//! What was read for somebody and stands for everybody of whom the same was decided, as long as
//! nothing is written.
//!
//! The decision is made anew for each viewer and its outcome is part of the key; what is kept here
//! is only what follows from it. The first commit ends it all (`Db::changes`); where other nodes
//! write the same data nothing is kept.

use std::future::Future;
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use db::Tx;
use kernel::Outcome;
use moka::sync::Cache;

/// The most values of one kind that are kept.
const VALUES_MAX: u64 = 64;
/// When what nobody asked for again gives its memory back.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(2);

/// Values by what they follow from, each with the count of changes before it was read.
pub(crate) struct Standing<K, V>(Cache<K, (u64, Arc<V>)>);

impl<K, V> Default for Standing<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    fn default() -> Self {
        let cache = Cache::builder().max_capacity(VALUES_MAX);
        Self(cache.time_to_live(FORGOTTEN_AFTER).build())
    }
}

impl<K, V> Standing<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    /// The value that follows from `key`, read now where nothing stands.
    ///
    /// # Errors
    /// What reading refuses; a fault is not kept.
    pub(crate) async fn get(
        &self,
        tx: &Tx,
        key: K,
        read: impl Future<Output = Outcome<V>>,
    ) -> Outcome<Arc<V>> {
        let Some(changes) = tx.changes() else { return read.await.map(Arc::new) };
        let known = self.0.get(&key).filter(|(then, _)| *then == changes);
        if let Some((_, value)) = known {
            return Ok(value);
        }
        let value = Arc::new(read.await?);
        self.0.insert(key, (changes, Arc::clone(&value)));
        Ok(value)
    }
}

impl<K, V> std::fmt::Debug for Standing<K, V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Standing").field("kept", &self.0.entry_count()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use db::{Db, Engine, db_test};

    use super::*;

    /// How often the value was read by the end of one more look at it.
    async fn look(db: &Db, kept: &Arc<Standing<i64, i64>>, reads: &Arc<AtomicI64>) -> i64 {
        let (kept, reads) = (Arc::clone(kept), Arc::clone(reads));
        let read = db.read(async move |tx| {
            let read = async { Ok(reads.fetch_add(1, Ordering::Relaxed) + 1) };
            kept.get(tx, 7, read).await.map(|value| *value)
        });
        read.await.unwrap()
    }

    #[db_test]
    async fn a_value_stands_until_the_next_commit_where_no_other_node_writes(db: Db) {
        let (kept, reads) = (Arc::default(), Arc::default());
        let first = look(&db, &kept, &reads).await;
        let again = look(&db, &kept, &reads).await;
        let expected = if db.engine() == Engine::Sqlite { 1 } else { 2 };
        assert_eq!((first, again), (1, expected));
        db.tx(async |_tx| Ok(())).await.unwrap();
        assert_eq!(look(&db, &kept, &reads).await, expected + 1, "a commit ends it");
    }
}
