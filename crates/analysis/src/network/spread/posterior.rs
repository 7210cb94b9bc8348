//! What is believed of a spreading item once its shares are seen.

/// Points of the grid for each parameter.
const PULLS: u32 = 16;
const REPRODUCTIONS: u32 = 22;
const DECAYS: u32 = 18;

/// One set of parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Belief {
    pub(super) pull: f64,
    pub(super) reproduction: f64,
    /// The rate by which attention falls, per day.
    pub(super) decay: f64,
    /// Shares still to come directly from the item and the shares so far.
    pub(super) pending: f64,
}

/// Beliefs with their probabilities, which sum to 1.
pub(super) struct Posterior {
    beliefs: Vec<(Belief, f64)>,
}

impl Posterior {
    /// From the times of the shares and the age of the item. The prior is flat in the logarithms
    /// of pull and decay, and falls for reproduction above 1, which cannot last.
    pub(super) fn of(shares_at: &[f64], age: f64) -> Self {
        let count = shares_at.len() as f64;
        let mut scored: Vec<(Belief, f64)> = Vec::new();
        for step in 0..DECAYS {
            let decay = spaced(0.2 / age, 60.0 / age, step, DECAYS);
            let echoes = Echoes::of(shares_at, age, decay);
            for step in 0..PULLS {
                let pull = spaced(0.05 * count, 2.5 * count, step, PULLS);
                for step in 0..REPRODUCTIONS {
                    let reproduction = 0.02 + 0.06 * f64::from(step);
                    let excess = (reproduction - 0.8).max(0.0) / 0.25;
                    let score = echoes.likelihood(pull, reproduction) - 0.5 * excess * excess;
                    let pending = pull * (-decay * age).exp() + reproduction * echoes.pending;
                    scored.push((Belief { pull, reproduction, decay, pending }, score));
                }
            }
        }
        let greatest = scored.iter().map(|one| one.1).fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = scored.iter().map(|one| (one.1 - greatest).exp()).sum();
        let beliefs = scored
            .into_iter()
            .map(|(belief, score)| (belief, (score - greatest).exp() / sum))
            .collect();
        Self { beliefs }
    }

    pub(super) fn mean(&self, of: impl Fn(&Belief) -> f64) -> f64 {
        self.beliefs.iter().map(|(belief, chance)| of(belief) * chance).sum()
    }

    /// The belief at which the sum of the probabilities passes `share`.
    pub(super) fn draw(&self, share: f64) -> Belief {
        let mut sum = 0.0;
        for (belief, chance) in &self.beliefs {
            sum += chance;
            if sum >= share {
                return *belief;
            }
        }
        self.beliefs[self.beliefs.len() - 1].0
    }

    pub(super) fn reproduction_quantile(&self, share: f64) -> f64 {
        let mut sorted: Vec<(f64, f64)> =
            self.beliefs.iter().map(|(belief, chance)| (belief.reproduction, *chance)).collect();
        sorted.sort_by(|left, right| left.0.total_cmp(&right.0));
        let mut sum = 0.0;
        for (value, chance) in &sorted {
            sum += chance;
            if sum >= share {
                return *value;
            }
        }
        sorted[sorted.len() - 1].0
    }
}

/// The `step`-th of `steps` points from `low` to `high`, evenly spaced in logarithms.
fn spaced(low: f64, high: f64, step: u32, steps: u32) -> f64 {
    low * (high / low).powf(f64::from(step) / f64::from(steps - 1))
}

/// What the history looks like under one decay.
struct Echoes {
    decay: f64,
    /// For each share: what is left of the item's pull, and the sum of what is left of the shares
    /// before it.
    left: Vec<(f64, f64)>,
    /// The share of the item's pull that has come, and the number of expected shares that have
    /// come for a reproduction of 1.
    item_done: f64,
    shares_done: f64,
    /// Shares still to come from the shares so far for a reproduction of 1.
    pending: f64,
}

impl Echoes {
    fn of(shares_at: &[f64], age: f64, decay: f64) -> Self {
        let mut left = Vec::with_capacity(shares_at.len());
        let (mut echo, mut before) = (0.0_f64, None::<f64>);
        let mut pending = 0.0_f64;
        for at in shares_at {
            if let Some(before) = before {
                echo = (echo + 1.0) * (-decay * (at - before)).exp();
            }
            before = Some(*at);
            left.push(((-decay * at).exp(), echo));
            pending += (-decay * (age - at)).exp();
        }
        Self {
            decay,
            left,
            item_done: 1.0 - (-decay * age).exp(),
            shares_done: shares_at.len() as f64 - pending,
            pending,
        }
    }

    /// The logarithm of the likelihood.
    fn likelihood(&self, pull: f64, reproduction: f64) -> f64 {
        let rates: f64 = self
            .left
            .iter()
            .map(|(item, shares)| (self.decay * (pull * item + reproduction * shares)).ln())
            .sum();
        rates - pull * self.item_done - reproduction * self.shares_done
    }
}
