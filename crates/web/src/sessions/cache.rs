//! Sessions that were looked up within the last second, so that a busy one costs no query.
//!
//! An end is seen at once on the node where it happened ([`SessionCache::forget`]) and within a
//! second on the others.

use std::sync::Arc;
use std::time::Duration;

use db::Db;
use kernel::{Locale, MemberId, Outcome, Ts};

use super::{SLIDING_DAYS, SessionRow, fingerprint, store};
use crate::permission::Permissions;
use crate::viewer::{Face, Me};

/// Microseconds after which a use is written down again.
const SEEN_EVERY: i64 = 60 * 60 * 1_000_000;

/// What a token stands for.
#[derive(Debug, Clone)]
pub struct Found {
    /// The member.
    pub me: Arc<Me>,
    /// The member's chosen language.
    pub locale: Option<Locale>,
    /// Whether it is an API token.
    pub is_token: bool,
    expires_at: Ts,
}

/// Looks tokens up, and remembers the answers for a second.
#[derive(Clone)]
pub struct SessionCache {
    found: moka::sync::Cache<String, Option<Found>>,
}

impl Default for SessionCache {
    fn default() -> Self {
        let found = moka::sync::Cache::builder()
            .max_capacity(100_000)
            .time_to_live(Duration::from_secs(1))
            .support_invalidation_closures()
            .build();
        Self { found }
    }
}

impl SessionCache {
    /// Who a token stands for; none when it stands for nobody.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find(&self, db: &Db, token: &str) -> Outcome<Option<Found>> {
        let (hash, now) = (fingerprint(token), db.clock().now());
        if let Some(known) = self.found.get(&hash) {
            return Ok(known.filter(|found| found.expires_at > now));
        }
        let key = hash.clone();
        let row = db.read(async move |tx| store::find(tx, &key, now).await).await?;
        if let Some(row) = &row {
            note_use(db, row, now).await?;
        }
        let found = row.map(read);
        self.found.insert(hash, found.clone());
        Ok(found)
    }

    /// Forgets a member's sessions, after any of them ended or changed.
    pub fn forget(&self, member: MemberId) {
        let of_member = move |_: &String, found: &Option<Found>| {
            found.as_ref().is_some_and(|found| found.me.id == member)
        };
        if self.found.invalidate_entries_if(of_member).is_err() {
            self.found.invalidate_all();
        }
    }
}

fn read(row: SessionRow) -> Found {
    let face: Face = serde_json::from_str(&row.face).unwrap_or_default();
    Found {
        locale: row.locale.as_deref().and_then(Locale::from_tag),
        is_token: row.kind == "token",
        expires_at: row.expires_at.min(row.ends_at),
        me: Arc::new(Me {
            id: row.member_id,
            session: row.id,
            permissions: Permissions::from_bits(row.permissions),
            face,
            reauthenticated_at: row.reauthenticated_at,
            second_factor: row.second_factor,
        }),
    }
}

async fn note_use(db: &Db, row: &SessionRow, now: Ts) -> Outcome<()> {
    if now.since(row.seen_at) < SEEN_EVERY {
        return Ok(());
    }
    let id = row.id;
    let expires_at =
        if row.kind == "browser" { now.plus_days(SLIDING_DAYS) } else { row.expires_at };
    db.tx(async move |tx| store::update_seen(tx, id, (now, expires_at)).await).await
}
