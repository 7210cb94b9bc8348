//! Whether what is seen now looks like what was learned from.

/// Whether the `present` rows of features are farther from all `past` ones than those of any moment
/// of the past are from the others: what was learned cannot be relied on then (covariate shift;
/// Quiñonero-Candela et al. 2009). No, where nothing can be compared.
///
/// The distance is the mean over the features of the two-sample statistic of Kolmogorov (1933) and
/// Smirnov (1939), on figures of single precision: what differs by rounding alone is the same. The
/// order of the rows is of no account. O(features × rows × log rows).
pub(crate) fn is_strange(present: &[&[f64]], past: &[Vec<&[f64]>]) -> bool {
    let past: Vec<&[&[f64]]> =
        past.iter().map(Vec::as_slice).filter(|rows| !rows.is_empty()).collect();
    if present.is_empty() || past.len() < 2 {
        return false;
    }
    let rows = past.concat();
    let all = features(&rows);
    let now = distance(&features(present), &all);
    // The pool holds each moment's own rows too, and is so much nearer to them than the others are.
    let from_others = |own: &[&[f64]]| {
        distance(&features(own), &all) * rows.len() as f64 / (rows.len() - own.len()) as f64
    };
    past.into_iter().all(|own| from_others(own) < now)
}

/// The values of each feature, ascending.
fn features(rows: &[&[f64]]) -> Vec<Vec<f32>> {
    let width = rows.iter().map(|row| row.len()).min().unwrap_or(0);
    let column = |at: usize| {
        let mut values: Vec<f32> = rows.iter().map(|row| row[at] as f32).collect();
        values.sort_by(f32::total_cmp);
        values
    };
    (0..width).map(column).collect()
}

/// The mean over the features.
fn distance(one: &[Vec<f32>], other: &[Vec<f32>]) -> f64 {
    let sum: f64 = one.iter().zip(other).map(|(one, other)| farthest(one, other)).sum();
    sum / one.len().max(1) as f64
}

/// The greatest difference between two empirical distributions, of ascending values: 0 to 1. It is
/// found where the first one jumps, right before or right after, as the other never falls.
fn farthest(one: &[f32], other: &[f32]) -> f64 {
    let below = |values: &[f32], limit: f32| {
        values.partition_point(|value| *value < limit) as f64 / values.len() as f64
    };
    let up_to = |values: &[f32], limit: f32| {
        values.partition_point(|value| *value <= limit) as f64 / values.len() as f64
    };
    let before = one.iter().map(|&value| below(one, value) - below(other, value));
    let after = one.iter().map(|&value| up_to(one, value) - up_to(other, value));
    before.chain(after).map(f64::abs).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_computed_by_hand() {
        let far = |one: &[f32], other: &[f32]| {
            let (there, back) = (farthest(one, other), farthest(other, one));
            assert!((there - back).abs() < 1e-12);
            there
        };
        assert_eq!(far(&[1.0, 2.0, 3.0], &[1.0, 2.0, 3.0]), 0.0);
        assert_eq!(far(&[1.0, 2.0], &[3.0, 4.0, 5.0]), 1.0);
        // After 2 the one has all of its values and the other a quarter.
        assert_eq!(far(&[1.0, 2.0], &[2.0, 3.0, 4.0, 5.0]), 0.75);
        // Values that are the same are passed in one step: a half against three quarters.
        assert_eq!(far(&[1.0, 1.0, 2.0, 2.0], &[1.0, 1.0, 1.0, 2.0]), 0.25);
        // All of the other lies between two values of the one.
        assert_eq!(far(&[0.0, 9.0, 9.0, 9.0], &[4.0, 5.0]), 0.75);
    }

    #[test]
    fn the_pool_of_all_tells_how_far_a_moment_is_from_the_others() {
        let (own, others) = ([1.0, 4.0, 4.0], [2.0, 4.0, 5.0, 7.0, 8.0]);
        let mut all = [&own[..], &others].concat();
        all.sort_by(f32::total_cmp);
        let expected = farthest(&own, &others);
        assert!((farthest(&own, &all) * 8.0 / 5.0 - expected).abs() < 1e-12);
    }

    #[test]
    fn only_what_is_farther_than_any_moment_was_is_strange() {
        let moments = [[1.0, 2.0, 3.0], [2.0, 3.0, 4.0], [3.0, 4.0, 5.0]];
        let rows: Vec<Vec<Vec<f64>>> =
            moments.map(|moment| moment.map(|value| vec![value, 7.0]).to_vec()).to_vec();
        let past: Vec<Vec<&[f64]>> =
            rows.iter().map(|rows| rows.iter().map(Vec::as_slice).collect()).collect();
        let now = |values: [f64; 3]| {
            let present = values.map(|value| [value, 7.0]);
            is_strange(&present.each_ref().map(<[f64; 2]>::as_slice), &past)
        };
        assert!(now([6.0, 7.0, 8.0]) && now([8.0, 6.0, 7.0]));
        assert!(!now([3.0, 4.0, 5.0]) && !now([2.0, 3.0, 4.0]));
        assert!(!now([1.0 + 1e-13, 2.0, 3.0]));
        assert!(!is_strange(&[], &past) && !is_strange(&past[0], &past[..1]));
        assert!(!is_strange(&past[0], &[Vec::new(), past[1].clone()]));
    }
}
