//! A set of items, one bit each.

/// Items that a member may be shown: whatever is outside is never recommended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemSet {
    bits: Vec<u64>,
}

impl ItemSet {
    /// The set of all `items`. O(items / 64).
    pub fn all(items: usize) -> Self {
        let mut set = Self { bits: vec![u64::MAX; items.div_ceil(64)] };
        if let (Some(last), rest @ 1..) = (set.bits.last_mut(), items % 64) {
            *last = (1 << rest) - 1;
        }
        set
    }

    /// The set of the `members` given, each below `items`; others are left out. O(items / 64 +
    /// members).
    pub fn of(items: usize, members: impl IntoIterator<Item = u32>) -> Self {
        let mut set = Self { bits: vec![0; items.div_ceil(64)] };
        for item in members {
            if (item as usize) < items {
                set.bits[item as usize / 64] |= 1 << (item % 64);
            }
        }
        set
    }

    /// Whether `item` is in the set. O(1).
    pub fn holds(&self, item: u32) -> bool {
        self.bits.get(item as usize / 64).is_some_and(|bits| bits >> (item % 64) & 1 == 1)
    }

    /// The items of the set, ascending. O(items / 64 + those of the set) for all.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.bits.iter().enumerate().flat_map(|(word, &bits)| {
            std::iter::successors(Some(bits), |left| Some(left & left.wrapping_sub(1)))
                .take_while(|&left| left != 0)
                .map(move |left| word as u32 * 64 + left.trailing_zeros())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in_and_nothing_else() {
        let set = ItemSet::of(130, [0, 64, 129, 500]);
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 64, 129]);
        assert!(!set.holds(500));
        assert_eq!(ItemSet::all(130).iter().count(), 130);
        assert_eq!(ItemSet::all(128).iter().count(), 128);
    }
}
