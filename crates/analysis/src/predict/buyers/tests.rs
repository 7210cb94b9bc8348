use proptest::prelude::*;

use super::*;

/// The parameters that the paper prints for CDNOW.
const CDNOW: BuyerModel = BuyerModel { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

/// Two repeats, the last in week 30.43, of 38.86 weeks: the worked example.
const BUYER: Purchases = Purchases { repeats: 2.0, last: 30.43, age: 38.86 };

#[test]
fn a_buyer_of_the_paper_has_the_papers_chance() {
    let alive = CDNOW.chance_alive(&BUYER).unwrap();
    assert!((0.70..0.76).contains(&alive), "{alive}");
    let silent = Purchases { last: 5.0, ..BUYER };
    assert!(CDNOW.chance_alive(&silent).unwrap() < alive);
    assert!(CDNOW.chance_to_buy(&BUYER, 39.0).unwrap() < alive);
    assert_eq!(CDNOW.chance_to_buy(&BUYER, 0.0), Ok(0.0));
}

#[test]
fn a_buyer_of_the_paper_is_expected_to_buy_as_often_as_there() {
    // Fader, Hardie & Lee 2005, below equation 10: E(Y(39) | 2, 30.43, 38.86) = 1.226.
    let expected = CDNOW.expected(&BUYER, 39.0).unwrap();
    assert!((expected - 1.226).abs() < 5e-4, "{expected}");
    assert_eq!(CDNOW.expected(&BUYER, 0.0), Ok(0.0));
}

#[test]
fn a_new_buyers_expectation_grows_with_time() {
    let expected = [1.0, 10.0, 40.0].map(|span| CDNOW.expected_of_new(span).unwrap());
    assert!(expected[0] > 0.0 && expected[0] < expected[1] && expected[1] < expected[2]);
    assert!((expected[2] - 1.0).abs() < 0.35, "{expected:?}");
}

#[test]
fn the_expectation_is_that_of_the_integral_also_where_the_formula_is_a_limit() {
    // The mean over the beta distribution of (1 - (1 + p t / alpha)^-r) / p, by the midpoint rule.
    let integral = |model: &BuyerModel, span: f64| {
        let (mut sum, mut weight) = (0.0, 0.0);
        for step in 0..400_000 {
            // u^4 takes the edge off the density at 0.
            let u = (f64::from(step) + 0.5) / 400_000.0;
            let p = u.powi(4);
            let density = p.powf(model.a - 1.0) * (1.0 - p).powf(model.b - 1.0) * u.powi(3);
            sum += density * (1.0 - (1.0 + p * span / model.alpha).powf(-model.r)) / p;
            weight += density;
        }
        sum / weight
    };
    for (a, b) in [(1.0, 2.4), (0.6, 0.4), (0.3, 0.6), (0.793, 2.426), (2.0, 1.5), (1.000_001, 1.0)]
    {
        let model = BuyerModel { a, b, ..CDNOW };
        let (expected, exact) = (model.expected_of_new(39.0).unwrap(), integral(&model, 39.0));
        assert!((expected / exact - 1.0).abs() < 2e-3, "{a} {b}: {expected} {exact}");
    }
}

#[test]
fn too_few_or_impossible_buyers_are_refused() {
    let buyer = Purchases { repeats: 1.0, last: 5.0, age: 9.0 };
    assert!(matches!(BuyerModel::fit(&[buyer; 3]), Err(Refusal::TooLittle { .. })));
    assert_eq!(BuyerModel::fit(&[Purchases { last: 10.0, ..buyer }; 30]), Err(Refusal::Value));
    assert_eq!(BuyerModel::fit(&[Purchases { repeats: 0.5, ..buyer }; 30]), Err(Refusal::Value));
    let once = Purchases { repeats: 0.0, last: 0.0, age: 9.0 };
    assert_eq!(BuyerModel::fit(&[once; 30]), Err(Refusal::NoData));
    assert_eq!(CDNOW.expected(&buyer, f64::NAN), Err(Refusal::Value));
    let unsound = BuyerModel { a: 0.0, ..CDNOW };
    assert_eq!(unsound.chance_alive(&buyer), Err(Refusal::Value));
}

proptest! {
    #[test]
    fn what_is_expected_is_a_number_or_refused(
        logs in prop::array::uniform4(-12.0_f64..12.0), repeats in 0_u32..5_000,
        last in 0.0_f64..500.0, more in 0.0_f64..500.0, span in 0.0_f64..1e4,
    ) {
        let model = BuyerModel::of_logs(&logs);
        let buyer = Purchases { repeats: f64::from(repeats), last, age: last + more };
        let told = [model.expected(&buyer, span), model.expected_of_new(span)];
        prop_assert!(told.iter().flatten().all(|one| one.is_finite() && *one >= 0.0));
        let chance = model.chance_to_buy(&buyer, span).unwrap();
        prop_assert!((0.0..=1.0).contains(&chance));
    }
}
