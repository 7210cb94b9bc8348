//! Who will renew a membership.

use super::foreteller::{Foresight, Foreteller};
use crate::{Computed, Refusal};

/// A membership as it was some time before its end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Membership {
    /// The length of the term, in days.
    pub term_days: f64,
    /// Since the member first paid, in days.
    pub tenure_days: f64,
    /// Until the end of the term, in days.
    pub days_to_end: f64,
    /// Days with a deed among the latest 28.
    pub active_lately: u32,
    /// Days with a deed among the 28 before those.
    pub active_before: u32,
    /// Since the latest deed, in days; the tenure when there was none.
    pub idle_days: f64,
    /// How often it was renewed.
    pub renewals: u32,
    /// What the next term costs, in any unit, the same for all.
    pub price: f64,
    /// What the present term cost, in the same unit.
    pub price_paid: f64,
    /// Whether it renews by itself.
    pub is_automatic: bool,
}

/// What renewing looks like beforehand, learned from memberships whose term is over.
#[derive(Debug, Clone)]
pub struct Renewing {
    model: Foreteller,
}

impl Renewing {
    /// Stable keys of the features, in their order.
    pub const FEATURES: [&str; 11] = [
        "term",
        "tenure",
        "days_to_end",
        "active_lately",
        "active_trend",
        "idle",
        "renewals",
        "price_a_day",
        "price_rise",
        "automatic",
        "first_term",
    ];

    /// Learns from `past` memberships and whether each was renewed. Memberships of one member, or
    /// one seen at several times, carry the same number in `members`.
    ///
    /// # Errors
    /// As [`Foreteller::train`], and [`Refusal::Value`] for figures that cannot be.
    pub fn learn(past: &[(Membership, bool)], members: &[u32]) -> Computed<Self> {
        let rows: Computed<Vec<Vec<f64>>> = past.iter().map(|one| one.0.features()).collect();
        let renewed: Vec<bool> = past.iter().map(|one| one.1).collect();
        Ok(Self { model: Foreteller::train(&rows?, &renewed, members)? })
    }

    /// The chance that `membership` is renewed, with reasons by the number of the feature; see
    /// [`Renewing::FEATURES`].
    ///
    /// # Errors
    /// [`Refusal::Value`] for figures that cannot be.
    pub fn foretell(&self, membership: &Membership) -> Computed<Foresight> {
        self.model.foretell(&membership.features()?)
    }

    /// The mean log loss on members that the model had not seen, before calibration.
    pub fn held_out_loss(&self) -> f64 {
        self.model.held_out_loss()
    }
}

impl Membership {
    fn features(&self) -> Computed<Vec<f64>> {
        let figures = [
            self.term_days,
            self.tenure_days,
            self.days_to_end,
            self.idle_days,
            self.price,
            self.price_paid,
        ];
        let is_sound = figures.iter().all(|figure| figure.is_finite() && *figure >= 0.0)
            && self.term_days > 0.0
            && self.active_lately <= 28
            && self.active_before <= 28;
        if !is_sound {
            return Err(Refusal::Value);
        }
        let (lately, before) = (f64::from(self.active_lately), f64::from(self.active_before));
        Ok(vec![
            self.term_days.ln_1p(),
            self.tenure_days.ln_1p(),
            (self.days_to_end / self.term_days).min(1.0),
            lately.ln_1p(),
            lately.ln_1p() - before.ln_1p(),
            self.idle_days.ln_1p(),
            f64::from(self.renewals).ln_1p(),
            (self.price / self.term_days).ln_1p(),
            self.price.ln_1p() - self.price_paid.ln_1p(),
            f64::from(u8::from(self.is_automatic)),
            f64::from(u8::from(self.renewals == 0)),
        ])
    }
}

#[cfg(test)]
mod tests {
    use rand::rngs::StdRng;
    use rand::{RngExt, SeedableRng};

    use super::*;
    use crate::odds::chance;
    use crate::scoring::{auc, expected_calibration_error};

    /// Who is active, and whose price stays, renews.
    fn memberships(count: usize, seed: u64) -> Vec<(Membership, bool)> {
        let mut random = StdRng::seed_from_u64(seed);
        (0..count)
            .map(|_| {
                let active_lately = random.random_range(0..=28);
                let membership = Membership {
                    term_days: if random.random_bool(0.5) { 30.0 } else { 365.0 },
                    tenure_days: random.random_range(30.0..900.0),
                    days_to_end: random.random_range(0.0..30.0),
                    active_lately,
                    active_before: random.random_range(0..=28),
                    idle_days: 28.0 / (1.0 + f64::from(active_lately)),
                    renewals: random.random_range(0..5),
                    price: if random.random_bool(0.3) { 69.0 } else { 49.0 },
                    price_paid: 49.0,
                    is_automatic: random.random_bool(0.5),
                };
                let rise = f64::from(u8::from(membership.price > 50.0));
                let automatic = f64::from(u8::from(membership.is_automatic));
                let odds = 0.15 * (f64::from(active_lately) - 12.0) - 1.5 * rise + automatic;
                (membership, random.random_bool(chance(odds)))
            })
            .collect()
    }

    #[test]
    fn who_renews_is_told_with_reasons_and_as_often_as_it_comes_true() {
        let past = memberships(800, 1);
        let members: Vec<u32> = (0..800).collect();
        let model = Renewing::learn(&past, &members).unwrap();
        assert!(model.held_out_loss() < 0.6);
        let new = memberships(3_000, 2);
        let told: Vec<f64> = new.iter().map(|one| model.foretell(&one.0).unwrap().chance).collect();
        let truth: Vec<bool> = new.iter().map(|one| one.1).collect();
        assert!(auc(&truth, &told).unwrap() > 0.78);
        assert!(expected_calibration_error(&truth, &told).unwrap() < 0.06);
        let sight = model.foretell(&new[0].0).unwrap();
        assert_eq!(sight.reasons.len(), Renewing::FEATURES.len());
    }

    #[test]
    fn figures_that_cannot_be_are_refused() {
        let past = memberships(100, 3);
        let members: Vec<u32> = (0..100).collect();
        let model = Renewing::learn(&past, &members).unwrap();
        let one = past[0].0;
        for unsound in [
            Membership { term_days: 0.0, ..one },
            Membership { price: f64::NAN, ..one },
            Membership { active_lately: 29, ..one },
        ] {
            assert_eq!(model.foretell(&unsound), Err(Refusal::Value));
            assert!(Renewing::learn(&[(unsound, true); 40], &members[..40]).is_err());
        }
        assert_eq!(Renewing::learn(&past, &members[..9]).map(|_| ()), Err(Refusal::Shape));
    }
}
