//! The classes of members: disjoint, and every member has exactly one.

use super::deed::{Deed, Window, active_days};
use crate::{Computed, Refusal};

/// The class of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberClass {
    /// Joined a short while ago.
    Newcomer,
    /// A paid membership ended and was not renewed.
    Lapsed,
    /// Active, and among those whose items others value most.
    Contributor,
    /// Active on many days.
    Active,
    /// Active on some days.
    Quiet,
    /// Not active at all.
    Silent,
}

/// The rules of the classes; the operator may change each.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ClassRules {
    /// Days after joining during which a member is a newcomer.
    pub newcomer_days: i32,
    /// Days that are looked back on.
    pub window_days: i32,
    /// The fewest active days of an active member.
    pub active_days_min: u32,
    /// The share of active members with valued items that are contributors, 0 ..= 1.
    pub contributor_share: f64,
}

impl Default for ClassRules {
    fn default() -> Self {
        Self { newcomer_days: 14, window_days: 28, active_days_min: 4, contributor_share: 0.1 }
    }
}

/// What the classes look at beside deeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The day on which the member joined.
    pub joined_on: i32,
    /// Whether a paid membership ended and was not renewed.
    pub has_lapsed: bool,
    /// C: items of the member that others reacted to, quoted or bookmarked in the window.
    pub valued: u32,
}

/// The class of each member at the end of `today`. Newcomer comes first, then lapsed, then by
/// activity; who ties with the last contributor is one. O(d log d + m log m).
///
/// # Errors
/// [`Refusal::NoData`] without members, [`Refusal::Shape`] when a deed names one that is not there,
/// [`Refusal::Value`] for a share outside 0 ..= 1.
pub fn classify(
    members: &[Standing],
    deeds: &[Deed],
    rules: &ClassRules,
    today: i32,
) -> Computed<Vec<MemberClass>> {
    let Ok(count) = u32::try_from(members.len()) else {
        return Err(Refusal::Shape);
    };
    if count == 0 {
        return Err(Refusal::NoData);
    }
    if deeds.iter().any(|deed| deed.member >= count) {
        return Err(Refusal::Shape);
    }
    if !(0.0..=1.0).contains(&rules.contributor_share) {
        return Err(Refusal::Value);
    }
    let days = active_days(deeds, Window::ending(today, rules.window_days), count);
    let least = contribution_min(members, &days, rules);
    let classes = members
        .iter()
        .zip(days)
        .map(|(member, days)| {
            let age = i64::from(today) - i64::from(member.joined_on);
            if age < i64::from(rules.newcomer_days) {
                MemberClass::Newcomer
            } else if member.has_lapsed {
                MemberClass::Lapsed
            } else if days >= rules.active_days_min.max(1) {
                let is_valued = least.is_some_and(|least| member.valued >= least);
                if is_valued { MemberClass::Contributor } else { MemberClass::Active }
            } else if days > 0 {
                MemberClass::Quiet
            } else {
                MemberClass::Silent
            }
        })
        .collect();
    Ok(classes)
}

/// The fewest valued items of a contributor: the value of the last one in the top share among
/// active members with any.
fn contribution_min(members: &[Standing], days: &[u32], rules: &ClassRules) -> Option<u32> {
    let mut valued: Vec<u32> = members
        .iter()
        .zip(days)
        .filter(|(member, days)| **days >= rules.active_days_min.max(1) && member.valued > 0)
        .map(|(member, _)| member.valued)
        .collect();
    valued.sort_unstable_by(|left, right| right.cmp(left));
    let top = (valued.len() as f64 * rules.contributor_share).ceil() as usize;
    top.checked_sub(1).and_then(|last| valued.get(last).copied())
}
