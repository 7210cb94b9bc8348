//! Known results, and what the tests promise over many experiments.

use proptest::prelude::*;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

use super::*;
use crate::Refusal;

fn counts(hits: u64, members: u64) -> Counts {
    Counts { hits, members }
}

#[test]
fn two_shares_compare_as_in_newcombe() {
    // Newcombe 1998, table II, method 10: 56/70 against 48/80 gives 0.0524 to 0.3339.
    let answer = two_proportions(counts(48, 80), counts(56, 70)).unwrap();
    assert!((answer.difference - 0.2).abs() < 1e-12);
    assert!((answer.interval.0 - 0.0524).abs() < 5e-5, "{}", answer.interval.0);
    assert!((answer.interval.1 - 0.3339).abs() < 5e-5, "{}", answer.interval.1);
    assert!((answer.p_value - 0.0082).abs() < 5e-4, "{}", answer.p_value);
}

#[test]
fn two_means_compare_as_by_welch() {
    // t = 2.949237 at 27.3116 degrees of freedom.
    let first =
        [27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4];
    let second =
        [27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.5, 31.3];
    let [first, second] = [&first, &second].map(|values| Sample::of(values).unwrap());
    let answer = welch(first, second).unwrap();
    assert!((answer.p_value - 0.006_460_408_027).abs() < 1e-9, "{}", answer.p_value);
    assert!((answer.interval.0 - 1.003_332_034_7).abs() < 1e-6, "{}", answer.interval.0);
    assert!((answer.interval.1 - 5.583_334_631_9).abs() < 1e-6, "{}", answer.interval.1);
}

#[test]
fn the_sample_sizes_are_those_of_the_tables() {
    // Ten against twelve per cent at 5 % and 80 %: 3,841 in each variant.
    assert_eq!(sample_for_shares(0.10, 0.12, Plan::default()).unwrap(), 3_841);
    // Half a deviation: 63 in each variant by the normal law.
    assert_eq!(sample_for_means(0.5, 1.0, Plan::default()).unwrap(), 63);
    assert_eq!(sample_for_shares(0.1, 0.1, Plan::default()), Err(Refusal::Value));
}

#[test]
fn nothing_to_compare_is_refused() {
    assert_eq!(two_proportions(counts(0, 0), counts(1, 2)), Err(Refusal::NoData));
    assert_eq!(two_proportions(counts(3, 2), counts(1, 2)), Err(Refusal::Value));
    let still = Sample { count: 50, mean: 1.0, variance: 0.0 };
    assert_eq!(welch(still, still), Err(Refusal::NoData));
    let few = Watch::new(0.1, 0.05).unwrap().look_at_shares(counts(1, 5), counts(1, 5));
    assert_eq!(few, Err(Refusal::TooLittle { need: 20, have: 5 }));
}

#[test]
fn a_watch_goes_on_after_it_was_written_down() {
    let again = |watch: Watch| -> Watch {
        serde_json::from_str(&serde_json::to_string(&watch).unwrap()).unwrap()
    };
    let mut kept = again(Watch::new(0.1, 0.05).unwrap());
    let mut watch = kept;
    for looked in 1..6 {
        let (a, b) = (counts(10 * looked, 100 * looked), counts(16 * looked, 100 * looked));
        let (told, expected) =
            (kept.look_at_shares(a, b).unwrap(), watch.look_at_shares(a, b).unwrap());
        assert!((told.p_value - expected.p_value).abs() < 1e-12);
        let ((low, high), (left, right)) = (told.interval.unwrap(), expected.interval.unwrap());
        assert!((low - left).abs() < 1e-12 && (high - right).abs() < 1e-12);
        kept = again(kept);
    }
}

#[test]
fn a_watch_that_cannot_be_is_not_read() {
    let read = |scale: &str, risk: &str, p_value: &str, interval: &str| {
        serde_json::from_str::<Watch>(&format!(
            r#"{{"scale":{scale},"risk":{risk},"p_value":{p_value},"interval":{interval}}}"#
        ))
    };
    assert!(read("0.1", "0.05", "0.2", "[-0.1,0.3]").is_ok());
    // Looks that contradict each other leave an interval upside down.
    assert!(read("0.1", "0.05", "0.2", "[0.3,-0.1]").is_ok());
    assert!(read("0.1", "0.05", "1.0", "null").is_ok());
    assert!(read("0.1", "0.05", "0.2", "null").is_err());
    assert!(read("0.1", "0.05", "1.1", "[-0.1,0.3]").is_err());
    assert!(read("0.1", "0.05", "-0.1", "[-0.1,0.3]").is_err());
    assert!(read("0.0", "0.05", "0.2", "[-0.1,0.3]").is_err());
    assert!(read("0.1", "1.0", "0.2", "[-0.1,0.3]").is_err());
}

/// Looks after every tenth member of each variant, up to 4,000, at shares `p` and `q`. Gives
/// whether the watch decided, whether a fixed test read at every look would have, and whether the
/// intervals held the truth throughout.
fn peek(p: f64, q: f64, seed: u64) -> (bool, bool, bool) {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut watch = Watch::new(0.05, 0.05).unwrap();
    let (mut a, mut b) = (counts(0, 0), counts(0, 0));
    let (mut decided, mut fooled, mut held) = (false, false, true);
    for member in 1..=4_000 {
        a.hits += u64::from(random.random::<f64>() < p);
        b.hits += u64::from(random.random::<f64>() < q);
        (a.members, b.members) = (member, member);
        if member % 10 == 0 && member >= 50 {
            let verdict = watch.look_at_shares(a, b).unwrap();
            decided |= verdict.is_decided;
            held &= verdict.interval.is_some_and(|(low, high)| low <= q - p && q - p <= high);
            fooled |= two_proportions(a, b).unwrap().p_value < 0.05;
        }
    }
    (decided, fooled, held)
}

#[test]
fn peeking_fools_a_fixed_test_but_not_a_watch() {
    let runs: Vec<(bool, bool, bool)> = (0..200).map(|seed| peek(0.2, 0.2, seed)).collect();
    let decided = runs.iter().filter(|run| run.0).count();
    let fooled = runs.iter().filter(|run| run.1).count();
    let lost = runs.iter().filter(|run| !run.2).count();
    assert!(decided <= 16, "{decided} of 200 false alarms");
    assert!(lost <= 16, "{lost} of 200 sequences of intervals lost the truth");
    assert!(fooled > 40, "{fooled}: peeking must be seen to be dangerous");
}

#[test]
fn a_watch_finds_a_difference_that_is_there() {
    let found = (0..40).filter(|seed| peek(0.2, 0.25, *seed).0).count();
    assert!(found >= 38, "{found} of 40");
}

#[test]
fn a_split_that_lost_members_is_broken() {
    let sound = split_check(&[5_012, 4_988], &[0.5, 0.5]).unwrap();
    assert!(!sound.is_broken && (sound.p_value - 0.8103).abs() < 1e-3);
    let broken = split_check(&[821_588, 815_482], &[0.5, 0.5]).unwrap();
    assert!(broken.is_broken && broken.p_value < 1e-5);
    assert!(!split_check(&[900, 100], &[9.0, 1.0]).unwrap().is_broken);
    assert_eq!(split_check(&[0, 0], &[1.0, 1.0]), Err(Refusal::NoData));
}

#[test]
fn the_better_variant_is_shown_more_and_the_control_never_less_than_its_share() {
    let truth = [0.10, 0.16, 0.08];
    let mut random = Xoshiro256PlusPlus::seed_from_u64(5);
    let mut variants = [Trials { shown: 0, worked: 0 }; 3];
    for seed in 0..4_000 {
        let chosen = pick(&variants, 0.1, seed).unwrap();
        variants[chosen].shown += 1;
        variants[chosen].worked += u64::from(random.random::<f64>() < truth[chosen]);
    }
    assert!(variants[1].shown > 2_400, "{variants:?}");
    assert!(variants[0].shown > 320, "{variants:?}");
    let plan = allocate(&variants, 0.1, 4_000, 9).unwrap();
    assert!(plan.best[1] > 0.95 && plan.shares[0] >= 0.1 && plan.regret < 0.005);
}

#[test]
fn a_variant_that_worked_more_often_than_it_was_shown_is_refused() {
    let wrong = [Trials { shown: 1, worked: 2 }];
    assert_eq!(pick(&wrong, 0.1, 1), Err(Refusal::Value));
    assert_eq!(allocate(&[], 0.1, 10, 1), Err(Refusal::NoData));
}

proptest! {
    #[test]
    fn swapping_the_variants_turns_the_answer_round(
        a in 0_u64..200, more_a in 1_u64..200, b in 0_u64..200, more_b in 1_u64..200,
    ) {
        let (left, right) = (counts(a, a + more_a), counts(b, b + more_b));
        let there = two_proportions(left, right).unwrap();
        let back = two_proportions(right, left).unwrap();
        prop_assert!((there.difference + back.difference).abs() < 1e-12);
        prop_assert!((there.interval.0 + back.interval.1).abs() < 1e-12);
        prop_assert!((there.p_value - back.p_value).abs() < 1e-12);
        prop_assert!(there.interval.0 <= there.difference);
        prop_assert!(there.difference <= there.interval.1);
        prop_assert!((0.0..=1.0).contains(&there.p_value));
    }

    #[test]
    fn what_a_watch_has_proven_stays_proven(
        looks in prop::collection::vec((0_u64..40, 0_u64..40), 1..12),
    ) {
        let mut watch = Watch::new(0.1, 0.05).unwrap();
        let (mut a, mut b) = (counts(0, 0), counts(0, 0));
        let mut before = f64::INFINITY;
        let mut wide = f64::INFINITY;
        for (left, right) in looks {
            a = counts(a.hits + left, a.members + 40);
            b = counts(b.hits + right, b.members + 40);
            let verdict = watch.look_at_shares(a, b).unwrap();
            prop_assert!(verdict.p_value <= before);
            before = verdict.p_value;
            if let Some((low, high)) = verdict.interval {
                prop_assert!(high - low <= wide);
                wide = high - low;
            }
        }
    }

    #[test]
    fn shares_of_variants_sum_to_one(
        trials in prop::collection::vec((0_u64..50, 0_u64..50), 1..6), control in 0.0..1.0_f64,
    ) {
        let variants: Vec<Trials> = trials
            .iter()
            .map(|(worked, failed)| Trials { shown: worked + failed, worked: *worked })
            .collect();
        let plan = allocate(&variants, control, 200, 3).unwrap();
        prop_assert!((plan.shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        prop_assert!(plan.shares[0] >= control - 1e-12);
        prop_assert_eq!(plan.clone(), allocate(&variants, control, 200, 3).unwrap());
    }
}
