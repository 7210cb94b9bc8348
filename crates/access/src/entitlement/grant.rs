//! Giving an entitlement.

use db::{OnUnique as _, Tx};
use kernel::{Fault, Id as _, MemberId, Outcome, Ts};

use super::term::Anchor;
use super::{EntitlementId, EntitlementRow, SourceKind, store};
use crate::Thing;
use crate::events::EntitlementGranted;

/// The longest reason, in characters.
const REASON_MAX: usize = 500;

/// An entitlement to be given.
#[derive(Debug, Clone)]
pub struct Grant {
    /// To whom.
    pub member: MemberId,
    /// To what.
    pub thing: Thing,
    /// Why.
    pub source: SourceKind,
    /// By which order, gift or row; none when the entitlement is its own source.
    pub source_id: Option<i64>,
    /// From when.
    pub from: Ts,
    /// Until when; none for ever.
    pub until: Option<Ts>,
    /// From where its end was counted.
    pub anchor: Option<Anchor>,
    /// Why the team gives it.
    pub reason: Option<String>,
    /// Who of the team gives it.
    pub given_by: Option<MemberId>,
}

impl Grant {
    /// What the team gives: from now, until an instant or for ever, with a reason.
    ///
    /// # Errors
    /// `Invalid` with `grant.reason` or `grant.until`, both at once where both are wrong.
    pub fn by_team(
        (member, thing): (MemberId, Thing),
        (now, until): (Ts, Option<Ts>),
        reason: &str,
        given_by: MemberId,
    ) -> Outcome<Self> {
        let reason = reason.trim();
        let mut errors = kernel::FieldErrors::none();
        if reason.is_empty() || reason.chars().count() > REASON_MAX {
            errors.add("reason", "grant.reason");
        }
        if until.is_some_and(|until| until <= now) {
            errors.add("until", "grant.until");
        }
        errors.or(Self {
            member,
            thing,
            source: SourceKind::Grant,
            source_id: None,
            from: now,
            until,
            anchor: None,
            reason: Some(reason.to_owned()),
            given_by: Some(given_by),
        })
    }
}

/// Gives an entitlement. One source gives one thing once.
///
/// # Errors
/// `Conflict` with `entitlement.given` when this source has given this thing before.
pub async fn grant(tx: &mut Tx, grant: Grant) -> Outcome<EntitlementId> {
    if grant.until.is_some_and(|until| until < grant.from) {
        return Err(Fault::broken("giving an entitlement", "it ends before it begins"));
    }
    let id: EntitlementId = tx.new_id();
    let row = EntitlementRow {
        id,
        member_id: grant.member,
        thing_kind: grant.thing.kind,
        thing_id: grant.thing.id,
        source: grant.source,
        source_id: grant.source_id.unwrap_or_else(|| id.get()),
        from_at: grant.from,
        until_at: grant.until,
        anchor_day: grant.anchor.map(|anchor| anchor.day),
        months: grant.anchor.map(|anchor| anchor.months),
        reason: grant.reason,
        given_by: grant.given_by,
        ended_at: None,
        created_at: tx.now(),
    };
    store::insert(tx, &row)
        .await
        .on_unique("entitlements.source_source_id_thing_kind_thing_id", "entitlement.given")?;
    tx.announce(EntitlementGranted {
        entitlement: id,
        member: row.member_id,
        thing: grant.thing,
        source: row.source,
        from: row.from_at,
        until: row.until_at,
    })
    .await?;
    Ok(id)
}
