//! Found groups beside those that were planted.

use std::collections::BTreeMap;

/// How much of two divisions of the same members is said by either, of what both say: 0 for nothing,
/// 1 where they are the same (normalised mutual information by the mean of the entropies; Danon et
/// al. 2005). Each pair is a member's group in the one and in the other; 1 where neither divides.
pub(crate) fn mutual_information<L: Ord, R: Ord>(pairs: &[(L, R)]) -> f64 {
    let both = entropy(pairs.iter());
    let left = entropy(pairs.iter().map(|pair| &pair.0));
    let right = entropy(pairs.iter().map(|pair| &pair.1));
    let mean = (left + right) / 2.0;
    if mean > 0.0 { ((left + right - both) / mean).clamp(0.0, 1.0) } else { 1.0 }
}

/// Of the shares of members with each value.
fn entropy<T: Ord>(values: impl Iterator<Item = T>) -> f64 {
    let mut counts: BTreeMap<T, f64> = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_insert(0.0) += 1.0);
    let all: f64 = counts.values().sum();
    -counts.values().map(|count| count / all * (count / all).ln()).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_groups_do_not_matter_and_strange_divisions_say_nothing() {
        let same: Vec<(u32, u32)> = (0..60).map(|at| (at % 3, 7 - at % 3)).collect();
        assert!((mutual_information(&same) - 1.0).abs() < 1e-12);
        let strange: Vec<(u32, u32)> = (0..60).map(|at| (at % 3, at % 4)).collect();
        assert!(mutual_information(&strange) < 1e-12);
        assert!((mutual_information(&[(1, 2), (1, 2)]) - 1.0).abs() < 1e-12);
        // Halves of which one is halved again: 2 · ln 2 / (ln 2 + 1.5 · ln 2).
        let finer = mutual_information(&[(0, 0), (0, 0), (1, 1), (1, 2)]);
        assert!((finer - 0.8).abs() < 1e-12);
    }
}
