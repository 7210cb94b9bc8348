//! What everybody chooses now.

use crate::{Computed, Refusal};

/// The popularity of each of `items`, an interaction counting half after `half_life_days`.
///
/// `interactions` are (item, age in days, not negative). O(interactions). Shape of the result: one
/// figure per item, in interactions of today.
pub fn decayed_popularity(
    items: usize,
    interactions: impl IntoIterator<Item = (u32, f32)>,
    half_life_days: f32,
) -> Computed<Vec<f32>> {
    if !(half_life_days.is_finite() && half_life_days > 0.0) {
        return Err(Refusal::Value);
    }
    let mut popularity = vec![0.0; items];
    for (item, age_days) in interactions {
        if !(age_days.is_finite() && age_days >= 0.0) {
            return Err(Refusal::Value);
        }
        let figure = popularity.get_mut(item as usize).ok_or(Refusal::Shape)?;
        *figure += (-age_days / half_life_days).exp2();
    }
    Ok(popularity)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interaction_counts_half_after_one_half_life() {
        let popularity = decayed_popularity(2, [(0, 7.0), (1, 0.0), (1, 14.0)], 7.0).unwrap();
        assert_eq!(popularity, [0.5, 1.25]);
        assert_eq!(decayed_popularity(2, [(2, 0.0)], 7.0), Err(Refusal::Shape));
        assert_eq!(decayed_popularity(2, [(1, f32::NAN)], 7.0), Err(Refusal::Value));
        assert_eq!(decayed_popularity(2, [(1, 0.0)], 0.0), Err(Refusal::Value));
    }
}
