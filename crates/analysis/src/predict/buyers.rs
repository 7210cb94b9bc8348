//! Who will buy again, from the dates of purchases alone.

use statrs::function::gamma::ln_gamma;

use crate::forecast::simplex;
use crate::{Computed, Refusal};

/// What a buyer did until now; times in any unit, the same for all (weeks are usual).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Purchases {
    /// Repeat purchases: all but the first.
    pub repeats: f64,
    /// From the first purchase to the last.
    pub last: f64,
    /// From the first purchase to now.
    pub age: f64,
}

/// Buyers buy at their own steady rate until they leave for good after some purchase; rates are
/// gamma-distributed over buyers and the chance to leave beta-distributed (BG/NBD; Fader, Hardie &
/// Lee
/// 2005, "'Counting your customers' the easy way").
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BuyerModel {
    /// Shape of the gamma distribution of rates.
    pub r: f64,
    /// Its scale, in the unit of time.
    pub alpha: f64,
    /// First parameter of the beta distribution of the chance to leave.
    pub a: f64,
    /// Its second parameter.
    pub b: f64,
}

impl BuyerModel {
    /// The parameters that make `buyers` likeliest. O(rounds × buyers).
    ///
    /// Refuses fewer than 20 buyers, fewer than 5 repeats in all, and histories that cannot be.
    pub fn fit(buyers: &[Purchases]) -> Computed<Self> {
        if buyers.len() < 20 {
            return Err(Refusal::TooLittle { need: 20, have: buyers.len() });
        }
        if !buyers.iter().all(Purchases::is_possible) {
            return Err(Refusal::Value);
        }
        if buyers.iter().map(|buyer| buyer.repeats).sum::<f64>() < 5.0 {
            return Err(Refusal::NoData);
        }
        let mean_age = buyers.iter().map(|buyer| buyer.age).sum::<f64>() / buyers.len() as f64;
        let unlikelihood = |at: &[f64]| {
            let model = Self::of_logs(at);
            -buyers.iter().map(|buyer| model.log_likelihood(buyer)).sum::<f64>()
        };
        let mut at = vec![0.0, (mean_age / 4.0).max(1e-3).ln(), 0.0, 0.0];
        for _ in 0..3 {
            at = simplex::least(unlikelihood, &at, &[0.5; 4], 2_000);
        }
        let model = Self::of_logs(&at);
        let is_sound = [model.r, model.alpha, model.a, model.b].iter().all(|p| p.is_finite());
        if is_sound { Ok(model) } else { Err(Refusal::Unsettled) }
    }

    fn of_logs(at: &[f64]) -> Self {
        let part = |place: usize| at[place].clamp(-12.0, 12.0).exp();
        Self { r: part(0), alpha: part(1), a: part(2), b: part(3) }
    }

    /// Equation (6) of the paper, in logarithms.
    fn log_likelihood(&self, buyer: &Purchases) -> f64 {
        let Self { r, alpha, a, b } = *self;
        let x = buyer.repeats;
        let rate = ln_gamma(r + x) - ln_gamma(r) + r * alpha.ln();
        let leave = ln_gamma(a + b) + ln_gamma(b + x) - ln_gamma(b) - ln_gamma(a + b + x);
        let stayed = -(r + x) * (alpha + buyer.age).ln();
        if x == 0.0 {
            return rate + leave + stayed;
        }
        let left = a.ln() - (b + x - 1.0).ln() - (r + x) * (alpha + buyer.last).ln();
        let most = stayed.max(left);
        rate + leave + most + ((stayed - most).exp() + (left - most).exp()).ln()
    }

    /// The chance that `buyer` has not left for good, 0 to 1.
    pub fn chance_alive(&self, buyer: &Purchases) -> f64 {
        let Self { r, alpha, a, b } = *self;
        let x = buyer.repeats;
        if x == 0.0 {
            return 1.0;
        }
        let age = ((alpha + buyer.age) / (alpha + buyer.last)).ln() * (r + x);
        1.0 / (1.0 + (a / (b + x - 1.0)) * age.exp())
    }

    /// The chance that `buyer` buys within the next `span`, 0 to 1.
    ///
    /// While alive, the number of purchases of one whose rate has the posterior
    /// gamma(r + x, α + age) is zero with chance ((α + age) / (α + age + span))^(r + x).
    pub fn chance_to_buy(&self, buyer: &Purchases, span: f64) -> f64 {
        let so_far = self.alpha + buyer.age;
        let none = (so_far / (so_far + span.max(0.0))).powf(self.r + buyer.repeats);
        self.chance_alive(buyer) * (1.0 - none)
    }

    /// The purchases expected of a new buyer within `span` after the first (equation 9 of the
    /// paper).
    pub fn expected_of_new(&self, span: f64) -> f64 {
        let Self { r, alpha, a, b } = *self;
        let z = span / (alpha + span);
        let series = gauss_series(r, b, a + b - 1.0, z);
        (a + b - 1.0) / (a - 1.0) * (1.0 - (alpha / (alpha + span)).powf(r) * series)
    }
}

/// The hypergeometric series ₂F₁(a, b; c; z) for 0 ≤ z < 1.
fn gauss_series(a: f64, b: f64, c: f64, z: f64) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for n in 0..10_000 {
        let n = f64::from(n);
        term *= (a + n) * (b + n) / (c + n) * z / (n + 1.0);
        sum += term;
        if term.abs() < 1e-14 * sum.abs() {
            break;
        }
    }
    sum
}

impl Purchases {
    fn is_possible(&self) -> bool {
        [self.repeats, self.last, self.age].iter().all(|value| value.is_finite() && *value >= 0.0)
            && self.last <= self.age
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parameters that the paper prints for CDNOW.
    const CDNOW: BuyerModel = BuyerModel { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

    #[test]
    fn a_buyer_of_the_paper_has_the_papers_chance() {
        // Two repeats, the last in week 30.43, of 38.86 weeks: the worked example.
        let buyer = Purchases { repeats: 2.0, last: 30.43, age: 38.86 };
        let alive = CDNOW.chance_alive(&buyer);
        assert!((0.70..0.76).contains(&alive), "{alive}");
        let silent = Purchases { last: 5.0, ..buyer };
        assert!(CDNOW.chance_alive(&silent) < alive);
        assert!(CDNOW.chance_to_buy(&buyer, 39.0) < alive);
        assert_eq!(CDNOW.chance_to_buy(&buyer, 0.0), 0.0);
    }

    #[test]
    fn a_new_buyers_expectation_grows_with_time() {
        let expected = [1.0, 10.0, 40.0].map(|span| CDNOW.expected_of_new(span));
        assert!(expected[0] > 0.0 && expected[0] < expected[1] && expected[1] < expected[2]);
        assert!((expected[2] - 1.0).abs() < 0.35, "{expected:?}");
    }

    #[test]
    fn too_few_or_impossible_buyers_are_refused() {
        let buyer = Purchases { repeats: 1.0, last: 5.0, age: 9.0 };
        assert!(matches!(BuyerModel::fit(&[buyer; 3]), Err(Refusal::TooLittle { .. })));
        assert_eq!(BuyerModel::fit(&[Purchases { last: 10.0, ..buyer }; 30]), Err(Refusal::Value));
        let once = Purchases { repeats: 0.0, last: 0.0, age: 9.0 };
        assert_eq!(BuyerModel::fit(&[once; 30]), Err(Refusal::NoData));
    }
}
