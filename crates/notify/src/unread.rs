//! The number beside the bell, kept in memory.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use db::Db;
use kernel::{MemberId, Outcome};

use crate::notification::store;

/// How many notifications members have not read, in this process; cheap to clone.
///
/// Filled once at the start and kept right by the events of this slice, which every process sees.
/// Members who have read everything take no room.
#[derive(Debug, Clone, Default)]
pub struct Unread(Arc<RwLock<HashMap<MemberId, i64>>>);

impl Unread {
    /// Counts for all members.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(db: &Db) -> Outcome<Self> {
        let rows = db.read(async |tx| store::count_unread_of_all(tx).await).await?;
        Ok(Self(Arc::new(RwLock::new(rows.into_iter().collect()))))
    }

    /// How many a member has not read; none for a visitor.
    #[must_use]
    pub fn of(&self, member: Option<MemberId>) -> i64 {
        let counts = self.0.read().unwrap_or_else(PoisonError::into_inner);
        member.and_then(|member| counts.get(&member).copied()).unwrap_or(0)
    }

    /// Sets what was counted for a member just now.
    pub(crate) fn set(&self, member: MemberId, count: i64) {
        let mut counts = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if count > 0 {
            counts.insert(member, count);
        } else {
            counts.remove(&member);
        }
    }
}
