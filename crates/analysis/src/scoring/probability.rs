//! How good a probability was.

use crate::{Computed, Refusal};

/// The chance that one who did is ranked above one who did not; a tie counts half.
///
/// O(n log n). Refuses when either kind is missing, lengths differ, or a score is not a number.
pub fn auc(truth: &[bool], scores: &[f64]) -> Computed<f64> {
    check(truth, scores)?;
    let positive = truth.iter().filter(|did| **did).count();
    let negative = truth.len() - positive;
    if positive == 0 || negative == 0 {
        return Err(Refusal::NoData);
    }
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_unstable_by(|&a, &b| scores[a].total_cmp(&scores[b]));
    let mut rank_sum = 0.0;
    let mut from = 0;
    for tied in order.chunk_by(|&a, &b| scores[a] == scores[b]) {
        let rank = from as f64 + (tied.len() as f64 + 1.0) / 2.0;
        rank_sum += rank * tied.iter().filter(|&&at| truth[at]).count() as f64;
        from += tied.len();
    }
    let (positive, negative) = (positive as f64, negative as f64);
    Ok((rank_sum - positive * (positive + 1.0) / 2.0) / (positive * negative))
}

/// How far probabilities are from what happened: the mean over ten equal bins, weighted by members,
/// of
/// |mean probability − share that did| (Naeini, Cooper & Hauskrecht 2015). 0 is perfect.
pub fn expected_calibration_error(truth: &[bool], probabilities: &[f64]) -> Computed<f64> {
    check(truth, probabilities)?;
    let mut bins = [(0.0_f64, 0.0_f64); 10];
    for (&did, &probability) in truth.iter().zip(probabilities) {
        let bin = &mut bins[((probability * 10.0) as usize).min(9)];
        bin.0 += probability;
        bin.1 += f64::from(u8::from(did));
    }
    Ok(bins.iter().map(|bin| (bin.0 - bin.1).abs()).sum::<f64>() / truth.len() as f64)
}

/// The mean of −ln of the probability given to what happened; probabilities are kept 1e-9 off 0 and
/// 1.
pub fn log_loss(truth: &[bool], probabilities: &[f64]) -> Computed<f64> {
    check(truth, probabilities)?;
    let loss = |(&did, &probability): (&bool, &f64)| {
        let given = if did { probability } else { 1.0 - probability };
        -given.clamp(1e-9, 1.0 - 1e-9).ln()
    };
    Ok(truth.iter().zip(probabilities).map(loss).sum::<f64>() / truth.len() as f64)
}

/// The mean squared distance of the probability from what happened (Brier 1950).
pub fn brier(truth: &[bool], probabilities: &[f64]) -> Computed<f64> {
    check(truth, probabilities)?;
    let square =
        |(&did, &probability): (&bool, &f64)| (f64::from(u8::from(did)) - probability).powi(2);
    Ok(truth.iter().zip(probabilities).map(square).sum::<f64>() / truth.len() as f64)
}

/// The share of labels that were guessed right.
pub fn accuracy(truth: &[u32], guesses: &[u32]) -> Computed<f64> {
    if truth.len() != guesses.len() {
        return Err(Refusal::Shape);
    }
    if truth.is_empty() {
        return Err(Refusal::NoData);
    }
    let right = truth.iter().zip(guesses).filter(|pair| pair.0 == pair.1).count();
    Ok(right as f64 / truth.len() as f64)
}

/// The mean over the true labels of the harmonic mean of precision and recall.
pub fn macro_f1(truth: &[u32], guesses: &[u32]) -> Computed<f64> {
    accuracy(truth, guesses)?;
    let labels: std::collections::BTreeSet<u32> = truth.iter().copied().collect();
    let f1 = |&label: &u32| {
        let both = truth.iter().zip(guesses).filter(|&(&t, &g)| t == label && g == label).count();
        let either = truth.iter().chain(guesses).filter(|&&given| given == label).count();
        2.0 * both as f64 / either as f64
    };
    Ok(labels.iter().map(f1).sum::<f64>() / labels.len() as f64)
}

fn check(truth: &[bool], scores: &[f64]) -> Computed<()> {
    if truth.len() != scores.len() {
        return Err(Refusal::Shape);
    }
    if truth.is_empty() {
        return Err(Refusal::NoData);
    }
    if scores.iter().any(|score| score.is_nan()) {
        return Err(Refusal::Value);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_count_half_and_perfect_order_one() {
        let truth = [true, false, true, false];
        assert_eq!(auc(&truth, &[0.9, 0.1, 0.8, 0.2]), Ok(1.0));
        assert_eq!(auc(&truth, &[0.5; 4]), Ok(0.5));
        assert_eq!(auc(&[true], &[0.5]), Err(Refusal::NoData));
        assert_eq!(auc(&truth, &[0.5]), Err(Refusal::Shape));
    }

    #[test]
    fn honest_probabilities_have_no_calibration_error() {
        let truth = [true, false, false, false];
        assert_eq!(expected_calibration_error(&truth, &[0.25; 4]), Ok(0.0));
        assert_eq!(expected_calibration_error(&truth, &[1.0; 4]), Ok(0.75));
        assert_eq!(brier(&[true, false], &[1.0, 0.5]), Ok(0.125));
    }

    #[test]
    fn macro_f1_is_the_mean_over_labels() {
        assert_eq!(accuracy(&[0, 0, 1], &[0, 1, 1]), Ok(2.0 / 3.0));
        assert_eq!(macro_f1(&[0, 0, 1], &[0, 1, 1]), Ok(2.0 / 3.0));
    }
}
