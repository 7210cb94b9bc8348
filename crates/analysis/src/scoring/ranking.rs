//! How good the order of a list was.

/// Normalised discounted cumulative gain of the first `k` places (Järvelin & Kekäläinen 2002).
///
/// `hits`: for each place, best first, whether it is relevant; `relevant`: how many there are in
/// all.
/// 0 to 1; 0 when nothing is relevant.
pub fn ndcg(hits: &[bool], relevant: usize, k: usize) -> f64 {
    let discount = |place: usize| 1.0 / ((place + 2) as f64).log2();
    let ideal: f64 = (0..relevant.min(k)).map(discount).sum();
    let gained: f64 = hits
        .iter()
        .take(k)
        .enumerate()
        .filter(|hit| *hit.1)
        .map(|(place, _)| discount(place))
        .sum();
    if ideal > 0.0 { gained / ideal } else { 0.0 }
}

/// The share of the relevant that is among the first `k`, 0 to 1; 0 when nothing is relevant.
pub fn recall(hits: &[bool], relevant: usize, k: usize) -> f64 {
    let found = hits.iter().take(k).filter(|hit| **hit).count();
    if relevant > 0 { found as f64 / relevant as f64 } else { 0.0 }
}

/// 1 / place of the first relevant among the first `k`; 0 when there is none.
pub fn reciprocal_rank(hits: &[bool], k: usize) -> f64 {
    hits.iter().take(k).position(|hit| *hit).map_or(0.0, |place| 1.0 / (place + 1) as f64)
}

/// The arithmetic mean, or nothing for no values.
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_perfect_list_scores_one_and_a_useless_one_zero() {
        assert_eq!(ndcg(&[true, true, false], 2, 20), 1.0);
        assert_eq!(ndcg(&[false; 5], 2, 20), 0.0);
        assert_eq!(ndcg(&[true], 0, 20), 0.0);
        let second = ndcg(&[false, true], 1, 20);
        assert!((second - 1.0 / 3.0_f64.log2()).abs() < 1e-12);
        assert_eq!(recall(&[true, false, true], 4, 2), 0.25);
        assert_eq!(reciprocal_rank(&[false, false, true], 10), 1.0 / 3.0);
    }
}
