//! Giving the next term of a thing that is paid for in advance.

use db::Tx;
use kernel::{Fault, MemberId, Outcome, Ts, Zone};

use super::grant::{Grant, grant};
use super::term::{Anchor, Last, Term};
use super::{EntitlementId, EntitlementRow, SourceKind, store};
use crate::Thing;

/// All that a member holds, held or will hold of a thing, locked until the transaction ends: what
/// says whether there is a term left to give, and what it is put behind.
#[derive(Debug, Clone)]
pub struct Chain {
    member: MemberId,
    thing: Thing,
    slices: Vec<EntitlementRow>,
}

impl Chain {
    /// Reads and locks it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lock(tx: &mut Tx, member: MemberId, thing: Thing) -> Outcome<Self> {
        let slices = store::list_for_update(tx, member, thing).await?;
        Ok(Self { member, thing, slices })
    }

    /// Whether the member holds the thing without end, now or from some day on.
    #[must_use]
    pub fn has_no_end(&self, now: Ts) -> bool {
        is_for_ever(&self.slices, now)
    }

    /// Gives the next term: it begins now, or where what the member holds ends.
    ///
    /// # Errors
    /// `Conflict` with `entitlement.for_ever` when the member holds the thing without end, with
    /// `entitlement.given` when this source gave it before.
    pub async fn extend(
        self,
        tx: &mut Tx,
        (source, source_id): (SourceKind, i64),
        months: i32,
        zone: &Zone,
    ) -> Outcome<(EntitlementId, Term)> {
        let term = next(&self.slices, months, tx.now(), zone)?;
        let id = grant(
            tx,
            Grant {
                member: self.member,
                thing: self.thing,
                source,
                source_id: Some(source_id),
                from: term.from,
                until: Some(term.until),
                anchor: Some(term.anchor),
                reason: None,
                given_by: None,
            },
        )
        .await?;
        Ok((id, term))
    }
}

/// The term that [`Chain::extend`] would give now.
///
/// # Errors
/// `Conflict` with `entitlement.for_ever` when the member holds the thing without end.
pub async fn next_term(
    tx: &Tx,
    member: Option<MemberId>,
    thing: Thing,
    months: i32,
    zone: &Zone,
) -> Outcome<Term> {
    let slices = match member {
        Some(member) => store::list(tx, member, thing).await?,
        None => Vec::new(),
    };
    next(&slices, months, tx.now(), zone)
}

fn is_for_ever(slices: &[EntitlementRow], now: Ts) -> bool {
    slices.iter().any(|slice| slice.is_ahead(now) && slice.until_at.is_none())
}

fn next(slices: &[EntitlementRow], months: i32, now: Ts, zone: &Zone) -> Outcome<Term> {
    if is_for_ever(slices, now) {
        return Err(Fault::Conflict("entitlement.for_ever"));
    }
    let anchor = |slice: &EntitlementRow| {
        slice.anchor_day.zip(slice.months).map(|(day, months)| Anchor { day, months })
    };
    let last = slices
        .iter()
        .filter(|slice| slice.is_ahead(now))
        .filter_map(|slice| slice.until_at.map(|until| Last { until, anchor: anchor(slice) }))
        .max_by_key(|last| last.until);
    Ok(Term::after(last, months, now, zone))
}
