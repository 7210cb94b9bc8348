//! What a forecast promises, tried on series whose law is known.

use proptest::prelude::*;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

use super::*;

const MONTHS: Ask = Ask { pool: Pool::Series, period: 12, horizon: 6 };
const TOTAL: Ask = Ask { pool: Pool::Growth, period: 1, horizon: 10 };

fn wandering(seed: u64, length: usize) -> Vec<f64> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut level = 500.0;
    let mut values = Vec::new();
    for _ in 0..length {
        // The sum of twelve uniform numbers is nearly normal.
        let step: f64 = (0..12).map(|_| random.random::<f64>()).sum::<f64>() - 6.0;
        level += step;
        values.push(level);
    }
    values
}

#[test]
fn a_history_that_follows_one_law_is_continued_by_it() {
    let compound = |t: i32| 100.0 * 1.05_f64.powi(t);
    let logistic = |t: i32| 1_000.0 / (1.0 + (-(f64::from(t) - 30.0) / 6.0).exp());
    let laws: [(Method, &dyn Fn(i32) -> f64); 2] =
        [(Method::Compound, &compound), (Method::Logistic, &logistic)];
    for (method, law) in laws {
        let history: Vec<f64> = (0..40).map(law).collect();
        let ask = Ask { pool: Pool::Growth, period: 1, horizon: 12 };
        let made = forecast(&history, ask).unwrap();
        let weight = |trial: &Trial| if trial.method == method { 1.0 } else { 0.0 };
        assert!(made.trials.iter().all(|t| t.weight == weight(t)), "{:?}", made.trials);
        for (step, t) in made.steps.iter().zip(40..) {
            assert!((step.mean / law(t) - 1.0).abs() < 0.01, "{method:?} {t}: {}", step.mean);
        }
    }
}

#[test]
fn a_history_that_is_too_short_is_refused() {
    let answer = forecast(&[1.0, 2.0, 3.0, 4.0], MONTHS);
    assert_eq!(answer.unwrap_err(), Refusal::TooLittle { need: 5, have: 4 });
}

#[test]
fn a_value_that_is_no_number_is_refused() {
    let values = [1.0, 2.0, f64::NAN, 4.0, 5.0, 6.0];
    assert_eq!(forecast(&values, MONTHS).unwrap_err(), Refusal::Value);
    let none = Ask { horizon: 0, ..MONTHS };
    assert_eq!(forecast(&values[3..], none).unwrap_err(), Refusal::Shape);
}

#[test]
fn a_short_history_is_called_doubtful() {
    let values: Vec<f64> = (1..=6).map(f64::from).collect();
    assert!(forecast(&values, MONTHS).unwrap().is_doubtful);
    assert!(!forecast(&wandering(1, 40), MONTHS).unwrap().is_doubtful);
}

#[test]
fn a_constant_series_stays_where_it_is() {
    let steps = forecast(&[7.0; 20], MONTHS).unwrap().steps;
    assert!(steps.iter().all(|step| (step.mean - 7.0).abs() < 1e-6));
}

#[test]
fn the_weekly_rhythm_comes_back() {
    let week = [10.0, 12.0, 11.0, 13.0, 20.0, 30.0, 25.0];
    let values: Vec<f64> = (0..70).map(|day| week[day % 7] * (1.0 + 0.002 * day as f64)).collect();
    let ask = Ask { pool: Pool::Series, period: 7, horizon: 7 };
    let answer = forecast(&values, ask).unwrap();
    assert!(answer.is_seasonal);
    for (day, step) in answer.steps.iter().enumerate() {
        let truth = week[day] * (1.0 + 0.002 * (70 + day) as f64);
        assert!((step.mean / truth - 1.0).abs() < 0.05, "{day}: {} for {truth}", step.mean);
    }
}

#[test]
fn growth_with_a_ceiling_is_seen_better_than_by_compound_growth() {
    let curve = |t: f64| 1_000.0 * (1.0 - (-(t / 20.0)).exp());
    let values: Vec<f64> = (1..=20).map(|t| curve(f64::from(t))).collect();
    let steps = forecast(&values, TOTAL).unwrap().steps;
    let last = compound(values[19], rate(&values).unwrap(), 10).unwrap()[9];
    let truth = curve(30.0);
    assert!((steps[9].mean - truth).abs() < 0.05 * truth);
    assert!((last - truth).abs() > truth);
}

#[test]
fn a_total_that_never_fell_is_not_forecast_to_fall() {
    let values = [3.0, 9.0, 14.0, 30.0, 31.0, 31.0, 31.0, 32.0];
    let steps = forecast(&values, TOTAL).unwrap().steps;
    assert!(steps.iter().all(|step| step.wide.0 >= 32.0 && step.mean >= 32.0));
    let fallen = [3.0, 9.0, 14.0, 30.0, 31.0, 31.0, 33.0, 32.0];
    let steps = forecast(&fallen, TOTAL).unwrap().steps;
    assert!(steps.iter().any(|step| step.wide.0 < 32.0));
}

#[test]
fn a_logistic_curve_is_found_again_from_its_first_half() {
    let whole = |t: f64| 300.0 / (1.0 + (-0.3 * (t - 15.0)).exp());
    let values: Vec<f64> = (1..=20).map(|t| whole(f64::from(t))).collect();
    let next = Method::Logistic.project(&values, 10).unwrap();
    assert!((next[9] - whole(30.0)).abs() < 1.0, "{}", next[9]);
}

#[test]
fn a_bass_curve_is_found_again() {
    let whole = |t: f64| {
        let decay = (-0.43_f64 * t).exp();
        5_000.0 * (1.0 - decay) / (1.0 + 0.4 / 0.03 * decay)
    };
    let values: Vec<f64> = (1..=10).map(|t| whole(f64::from(t))).collect();
    let next = Method::Bass.project(&values, 6).unwrap();
    assert!((next[5] - whole(16.0)).abs() < 25.0, "{} for {}", next[5], whole(16.0));
}

#[test]
fn intervals_cover_what_they_promise_on_wandering_series() {
    let (mut likely, mut wide, mut count) = (0.0, 0.0, 0.0);
    for seed in 0..150 {
        let values = wandering(seed, 56);
        let (past, future) = values.split_at(50);
        let steps = forecast(past, MONTHS).unwrap().steps;
        for (step, value) in steps.iter().zip(future) {
            likely += f64::from(u8::from((step.likely.0..=step.likely.1).contains(value)));
            wide += f64::from(u8::from((step.wide.0..=step.wide.1).contains(value)));
            count += 1.0;
        }
    }
    assert!((0.74..0.90).contains(&(likely / count)), "80 %: {}", likely / count);
    assert!((0.92..0.99).contains(&(wide / count)), "95 %: {}", wide / count);
}

#[test]
fn weights_sum_to_one_and_only_combined_methods_have_one() {
    let answer = forecast(&wandering(3, 40), TOTAL).unwrap();
    let combined = TOTAL.pool.combined();
    let sum: f64 = answer.trials.iter().map(|trial| trial.weight).sum();
    assert!((sum - 1.0).abs() < 1e-12);
    assert!(answer.trials.iter().all(|t| (t.weight > 0.0) == combined.contains(&t.method)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn intervals_are_nested_and_finite(
        values in prop::collection::vec(0.0..1e6_f64, 5..60),
        growth in any::<bool>(),
        period in 1_usize..13,
    ) {
        let pool = if growth { Pool::Growth } else { Pool::Series };
        let answer = forecast(&values, Ask { pool, period, horizon: 8 });
        for step in answer.unwrap().steps {
            prop_assert!(step.mean.is_finite());
            prop_assert!(step.wide.0 <= step.likely.0 && step.likely.0 <= step.mean);
            prop_assert!(step.mean <= step.likely.1 && step.likely.1 <= step.wide.1);
            prop_assert!(step.wide.0 >= 0.0);
        }
    }

    #[test]
    fn the_same_history_gives_the_same_forecast(seed in 0_u64..1_000) {
        let values = wandering(seed, 30);
        prop_assert_eq!(forecast(&values, MONTHS), forecast(&values, MONTHS));
    }
}
