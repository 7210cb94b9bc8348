//! Who chose what.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::popularity::decayed_popularity;
use crate::sparse::{Links, Rows};
use crate::{Computed, Refusal};

/// Who chose what, seen from the members and from the items.
///
/// Memory: 8 bytes an interaction, 8 more where ages are known. What comes after training is kept
/// beside it, so that one more interaction costs no rebuilding.
#[derive(Debug, Clone)]
pub struct Interactions {
    by_member: Links,
    by_item: Links,
    /// For each member the age in days of each of its items, where ages are known.
    ages: Option<Rows>,
    late_by_member: BTreeMap<u32, Vec<u32>>,
    late_by_item: BTreeMap<u32, Vec<u32>>,
    late_items: usize,
}

impl Interactions {
    /// Takes `pairs` of (member, item); a pair given twice counts once. O(pairs).
    pub fn new(members: usize, items: usize, pairs: &[(u32, u32)]) -> Computed<Self> {
        Ok(Self::of_links(Links::new(members, items, pairs)?))
    }

    /// Takes the items of each member. O(interactions).
    pub fn of_links(by_member: Links) -> Self {
        let by_item = by_member.transposed();
        let (late_by_member, late_by_item) = (BTreeMap::new(), BTreeMap::new());
        Self { by_member, by_item, ages: None, late_by_member, late_by_item, late_items: 0 }
    }

    /// Takes (member, item, age in days), so that what everybody chooses now can be told from what
    /// everybody chose once. A pair given twice counts once, at its youngest. O(n log n).
    ///
    /// Refuses a pair outside `members` × `items` and an age that is negative or not finite.
    pub fn dated(members: usize, items: usize, dated: &[(u32, u32, f32)]) -> Computed<Self> {
        if dated.iter().any(|&(_, _, age_days)| !(age_days.is_finite() && age_days >= 0.0)) {
            return Err(Refusal::Value);
        }
        let pairs: Vec<(u32, u32)> =
            dated.iter().map(|&(member, item, _)| (member, item)).collect();
        let mut chosen = Self::new(members, items, &pairs)?;
        let mut rows: Vec<Vec<(u32, f32)>> = vec![Vec::new(); members];
        for &(member, item, age_days) in dated {
            rows[member as usize].push((item, age_days));
        }
        for row in &mut rows {
            row.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
            row.dedup_by_key(|cell| cell.0);
        }
        chosen.ages = Some(Rows::new(items, rows)?);
        Ok(chosen)
    }

    /// Only these `pairs`, with the ages that are known of them.
    pub(crate) fn part(&self, pairs: &[(u32, u32)]) -> Computed<Self> {
        let (members, items) = (self.members(), self.items());
        if self.ages.is_none() {
            return Self::new(members, items, pairs);
        }
        let dated: Vec<(u32, u32, f32)> = pairs
            .iter()
            .map(|&(member, item)| (member, item, self.age_days(member, item)))
            .collect();
        Self::dated(members, items, &dated)
    }

    /// Whether ages are known.
    pub fn is_dated(&self) -> bool {
        self.ages.is_some()
    }

    /// How many days ago `member` chose `item`; 0 where that is not known.
    pub fn age_days(&self, member: u32, item: u32) -> f32 {
        self.ages.as_ref().map_or(0.0, |ages| ages.value(member, item))
    }

    /// How many members chose each item, each counting half after `half_life_days` where ages are
    /// known. O(interactions). Refuses a half-life that is not positive.
    pub fn popularity(&self, half_life_days: f32) -> Computed<Vec<f32>> {
        let Some(ages) = &self.ages else {
            return Ok((0..self.items() as u32).map(|item| self.reach(item) as f32).collect());
        };
        let late = self.late_by_member.values().flatten().map(|&item| (item, 0.0));
        let known = (0..self.members() as u32).flat_map(|member| ages.row(member).iter().copied());
        decayed_popularity(self.items(), known.chain(late), half_life_days)
    }

    /// The items of `member`, ascending. O(1); O(activity) after late interactions of the member.
    pub fn history(&self, member: u32) -> Cow<'_, [u32]> {
        joined(self.by_member.row(member), self.late_by_member.get(&member))
    }

    /// The members who chose `item`, ascending. O(1); O(reach) after late interactions with it.
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
        self.by_member.width() + self.late_items
    }

    /// Adds an item to the catalogue that nobody chose yet; returns its number.
    pub(crate) fn add_item(&mut self) -> u32 {
        self.late_items += 1;
        self.items() as u32 - 1
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
    fn old_interactions_count_less_towards_what_is_popular() {
        let dated = [(0, 0, 30.0), (1, 0, 30.0), (0, 1, 0.0), (1, 1, 60.0), (1, 1, 30.0)];
        let chosen = Interactions::dated(2, 2, &dated).unwrap();
        assert_eq!(chosen.popularity(30.0).unwrap(), [1.0, 1.5]);
        assert_eq!(chosen.age_days(1, 1), 30.0);
        assert_eq!(Interactions::dated(1, 1, &[(0, 0, -1.0)]).unwrap_err(), Refusal::Value);
    }

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
