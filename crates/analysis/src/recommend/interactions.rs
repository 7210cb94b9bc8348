//! Who chose what.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::sparse::Links;
use crate::{Computed, Refusal};

/// Who chose what, seen from the members and from the items.
///
/// Memory: 8 bytes an interaction. What comes after training is kept beside it, so that one more
/// interaction costs no rebuilding.
#[derive(Debug, Clone)]
pub struct Interactions {
    by_member: Links,
    by_item: Links,
    late_by_member: BTreeMap<u32, Vec<u32>>,
    late_by_item: BTreeMap<u32, Vec<u32>>,
}

impl Interactions {
    /// Takes `pairs` of (member, item); a pair given twice counts once. O(pairs).
    pub fn new(members: usize, items: usize, pairs: &[(u32, u32)]) -> Computed<Self> {
        Ok(Self::of_links(Links::new(members, items, pairs)?))
    }

    /// Takes the items of each member.
    pub fn of_links(by_member: Links) -> Self {
        let by_item = by_member.transposed();
        Self { by_member, by_item, late_by_member: BTreeMap::new(), late_by_item: BTreeMap::new() }
    }

    /// The items of `member`, ascending.
    pub fn history(&self, member: u32) -> Cow<'_, [u32]> {
        joined(self.by_member.row(member), self.late_by_member.get(&member))
    }

    /// The members who chose `item`, ascending.
    pub fn audience(&self, item: u32) -> Cow<'_, [u32]> {
        joined(self.by_item.row(item), self.late_by_item.get(&item))
    }

    /// How many members chose `item`.
    pub fn reach(&self, item: u32) -> usize {
        self.by_item.degree(item) + self.late_by_item.get(&item).map_or(0, Vec::len)
    }

    /// How many items `member` chose.
    pub fn activity(&self, member: u32) -> usize {
        self.by_member.degree(member) + self.late_by_member.get(&member).map_or(0, Vec::len)
    }

    /// Adds one interaction; tells whether it is new. Refuses an item outside the catalogue.
    pub(crate) fn add(&mut self, member: u32, item: u32) -> Computed<bool> {
        if item as usize >= self.items() {
            return Err(Refusal::Shape);
        }
        if self.history(member).binary_search(&item).is_ok() {
            return Ok(false);
        }
        insert_ascending(self.late_by_member.entry(member).or_default(), item);
        insert_ascending(self.late_by_item.entry(item).or_default(), member);
        Ok(true)
    }

    /// How many members there are.
    pub fn members(&self) -> usize {
        self.by_member.height()
    }

    /// How many items there are.
    pub fn items(&self) -> usize {
        self.by_member.width()
    }

    /// How many interactions there are.
    pub fn count(&self) -> usize {
        self.by_member.count() + self.late_by_member.values().map(Vec::len).sum::<usize>()
    }
}

fn joined<'a>(row: &'a [u32], late: Option<&Vec<u32>>) -> Cow<'a, [u32]> {
    match late {
        None => Cow::Borrowed(row),
        Some(late) => {
            let mut all = [row, late.as_slice()].concat();
            all.sort_unstable();
            Cow::Owned(all)
        }
    }
}

fn insert_ascending(list: &mut Vec<u32>, value: u32) {
    if let Err(at) = list.binary_search(&value) {
        list.insert(at, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_interaction_is_seen_from_both_sides_and_counts_once() {
        let mut chosen = Interactions::new(2, 3, &[(0, 0), (0, 2)]).unwrap();
        assert_eq!(chosen.add(0, 1), Ok(true));
        assert_eq!(chosen.add(0, 1), Ok(false));
        assert_eq!(chosen.add(7, 1), Ok(true));
        assert_eq!(chosen.add(0, 3), Err(Refusal::Shape));
        assert_eq!(*chosen.history(0), [0, 1, 2]);
        assert_eq!(*chosen.audience(1), [0, 7]);
        assert_eq!(chosen.count(), 4);
    }
}
