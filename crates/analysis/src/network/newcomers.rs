//! Newcomers whom nobody has answered.

use super::contacts::Contact;
use crate::{Computed, Refusal};

/// A newcomer without a tie that goes both ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Newcomer {
    /// The dense index of the member.
    pub member: u32,
    /// How often it turned to others since it joined.
    pub reached_out: u32,
    /// How often others turned to it.
    pub was_met: u32,
}

/// Members who joined on or after `since` and have no other member with whom contacts went both
/// ways; first those who reached out most and were met least. `joined_on` holds the day on which
/// each member joined. O(c log c) for `contacts`.
///
/// # Errors
/// [`Refusal::Shape`] when a contact names a member outside `joined_on`.
pub fn isolated_newcomers(
    joined_on: &[i32],
    contacts: &[Contact],
    since: i32,
) -> Computed<Vec<Newcomer>> {
    let n = joined_on.len();
    if contacts.iter().any(|contact| contact.from as usize >= n || contact.to as usize >= n) {
        return Err(Refusal::Shape);
    }
    let mut pairs: Vec<(u32, u32)> = contacts
        .iter()
        .filter(|contact| contact.from != contact.to)
        .map(|contact| (contact.from, contact.to))
        .collect();
    let mut out = vec![0_u32; n];
    let mut back = vec![0_u32; n];
    for (from, to) in &pairs {
        out[*from as usize] += 1;
        back[*to as usize] += 1;
    }
    pairs.sort_unstable();
    pairs.dedup();
    let mut is_met = vec![false; n];
    for (from, to) in &pairs {
        if pairs.binary_search(&(*to, *from)).is_ok() {
            is_met[*from as usize] = true;
        }
    }
    let mut isolated: Vec<Newcomer> = (0..n)
        .filter(|member| joined_on[*member] >= since && !is_met[*member])
        .map(|member| Newcomer {
            member: member as u32,
            reached_out: out[member],
            was_met: back[member],
        })
        .collect();
    isolated.sort_by_key(|one| (std::cmp::Reverse(one.reached_out), one.was_met, one.member));
    Ok(isolated)
}
