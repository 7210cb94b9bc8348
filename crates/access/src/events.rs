//! What this slice announces.

use db::Event;
use kernel::{Id, MemberId, Ts};
use serde::{Deserialize, Serialize};

use crate::Thing;
use crate::entitlement::{End, EntitlementId, SourceKind};
use crate::plan::PlanId;

/// A member got the right to a thing.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EntitlementGranted {
    /// Which entitlement.
    pub entitlement: EntitlementId,
    /// Whose.
    pub member: MemberId,
    /// To what.
    pub thing: Thing,
    /// Why.
    pub source: SourceKind,
    /// From when.
    pub from: Ts,
    /// Until when; none for ever.
    pub until: Option<Ts>,
}

impl Event for EntitlementGranted {
    const NAME: &'static str = "entitlement.granted";

    fn subject(&self) -> Option<i64> {
        Some(self.entitlement.get())
    }
}

/// A right to a thing is over.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EntitlementEnded {
    /// Which entitlement.
    pub entitlement: EntitlementId,
    /// Whose.
    pub member: MemberId,
    /// To what.
    pub thing: Thing,
    /// By what it ended.
    pub by: End,
    /// When it ended.
    pub at: Ts,
    /// Whether the member holds the thing by something else, so that nothing is over for them.
    #[serde(default)]
    pub still_held: bool,
}

impl Event for EntitlementEnded {
    const NAME: &'static str = "entitlement.ended";

    fn subject(&self) -> Option<i64> {
        Some(self.entitlement.get())
    }
}

/// A right to a thing was given other times.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EntitlementMoved {
    /// Which entitlement.
    pub entitlement: EntitlementId,
    /// Whose.
    pub member: MemberId,
    /// To what.
    pub thing: Thing,
    /// From when it holds now.
    pub from: Ts,
    /// Until when it holds now.
    pub until: Option<Ts>,
}

impl Event for EntitlementMoved {
    const NAME: &'static str = "entitlement.moved";

    fn subject(&self) -> Option<i64> {
        Some(self.entitlement.get())
    }
}

/// A plan opens other things than before, or is new.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlanChanged {
    /// Which plan.
    pub plan: PlanId,
}

impl Event for PlanChanged {
    const NAME: &'static str = "plan.changed";

    fn subject(&self) -> Option<i64> {
        Some(self.plan.get())
    }
}
