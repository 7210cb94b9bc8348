//! Who will buy again, from the dates of purchases alone.

use statrs::function::gamma::ln_gamma;

use crate::forecast::simplex;
use crate::{Computed, Refusal};

/// What a buyer did until now; times in any unit, the same for all (weeks are usual).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Purchases {
    /// Repeat purchases: all but the first. A whole number.
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
    ///
    /// # Errors
    /// [`Refusal::Value`] for a history that cannot be, and parameters that are not positive.
    pub fn chance_alive(&self, buyer: &Purchases) -> Computed<f64> {
        self.check(buyer, 0.0)?;
        let Self { r, alpha, a, b } = *self;
        let x = buyer.repeats;
        if x == 0.0 {
            return Ok(1.0);
        }
        let age = ((alpha + buyer.age) / (alpha + buyer.last)).ln() * (r + x);
        Ok(1.0 / (1.0 + (a / (b + x - 1.0)) * age.exp()))
    }

    /// The chance that `buyer` buys within the next `span`, 0 to 1.
    ///
    /// While alive, the number of purchases of one whose rate has the posterior
    /// gamma(r + x, α + age) is zero with chance ((α + age) / (α + age + span))^(r + x).
    ///
    /// # Errors
    /// As [`BuyerModel::chance_alive`], and for a span that is negative or not finite.
    pub fn chance_to_buy(&self, buyer: &Purchases, span: f64) -> Computed<f64> {
        self.check(buyer, span)?;
        let so_far = self.alpha + buyer.age;
        let none = (so_far / (so_far + span)).powf(self.r + buyer.repeats);
        Ok(self.chance_alive(buyer)? * (1.0 - none))
    }

    /// The purchases expected of `buyer` within the next `span` (equation 10 of the paper).
    ///
    /// # Errors
    /// As [`BuyerModel::chance_to_buy`], and for a span of more than a thousand times the age.
    pub fn expected(&self, buyer: &Purchases, span: f64) -> Computed<f64> {
        self.check(buyer, span)?;
        let Self { r, alpha, a, b } = *self;
        let x = buyer.repeats;
        let ahead = while_alive((r + x, alpha + buyer.age), (a, b + x), span)?;
        Ok(self.chance_alive(buyer)? * ahead)
    }

    /// The purchases expected of a new buyer within `span` after the first (equation 9 of the
    /// paper).
    ///
    /// # Errors
    /// As [`BuyerModel::expected`].
    pub fn expected_of_new(&self, span: f64) -> Computed<f64> {
        self.expected(&Purchases { repeats: 0.0, last: 0.0, age: 0.0 }, span)
    }

    fn check(&self, buyer: &Purchases, span: f64) -> Computed<()> {
        let own = [self.r, self.alpha, self.a, self.b];
        let is_sound = own.iter().all(|one| one.is_finite() && *one > 0.0)
            && buyer.is_possible()
            && span.is_finite()
            && span >= 0.0;
        if is_sound { Ok(()) } else { Err(Refusal::Value) }
    }
}

/// The purchases expected within `span` of one who is there at its start, whose rate is
/// gamma-distributed (shape, scale) and whose chance to leave after a purchase is
/// beta-distributed.
///
/// The expectation of (1 − e^(−rate·leave·span)) / leave, by the hypergeometric series after
/// Euler's transformation, whose terms stay small however many purchases there were.
fn while_alive(rate: (f64, f64), leave: (f64, f64), span: f64) -> Computed<f64> {
    let (a, b) = leave;
    // The formula is a limit at a = 1 and at a + b = 1; its neighbours on both sides have it for
    // their mean.
    if (a - 1.0).abs() < NEAR || (a + b - 1.0).abs() < NEAR {
        let sides = [a - 10.0 * NEAR, a + 10.0 * NEAR];
        let [below, above] = sides.map(|a| while_alive(rate, (a, b), span));
        return Ok((below? + above?) / 2.0);
    }
    let z = span / (rate.1 + span);
    if z > 0.999 {
        return Err(Refusal::Value);
    }
    let series = gauss_series(a + b - 1.0 - rate.0, a - 1.0, a + b - 1.0, z);
    let ahead = (a + b - 1.0) / (a - 1.0) * (1.0 - (1.0 - z).powf(a - 1.0) * series);
    if ahead.is_finite() { Ok(ahead.max(0.0)) } else { Err(Refusal::Unsettled) }
}

/// How near a parameter may come to where the formula is a limit.
const NEAR: f64 = 1e-6;

/// The hypergeometric series ₂F₁(a, b; c; z) for 0 ≤ z < 1.
fn gauss_series(a: f64, b: f64, c: f64, z: f64) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for n in 0..100_000 {
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
            && self.repeats.fract() == 0.0
    }
}

#[cfg(test)]
mod tests;
