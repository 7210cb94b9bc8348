//! Sequential tests: read as often as one likes, stopped whenever one likes.

use super::fixed::{Counts, Sample};
use crate::{Computed, Refusal};

/// An experiment that is being watched.
///
/// The mixture sequential probability ratio test (Robbins, "Statistical Methods Related to the Law
/// of the Iterated Logarithm", 1970; Johari, Koomen, Pekelis and Walsh, "Always Valid Inference",
/// 2022), with variances estimated on the way (Waudby-Smith and others, "Time-uniform central limit
/// theory and asymptotic confidence sequences", 2024): valid from some tens of members on in each
/// variant. Over all looks together a false alarm has at most the chance `risk`, and all intervals
/// together hold the truth with at least `1 - risk`.
///
/// The caller keeps it from one look to the next: it can be written down and read again, and what no
/// watch can have come to is refused then.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Kept", into = "Kept")]
pub struct Watch {
    scale: f64,
    risk: f64,
    p_value: f64,
    interval: (f64, f64),
}

/// A watch as it is written down, with no interval before the first look: JSON has no infinity.
#[derive(serde::Serialize, serde::Deserialize)]
struct Kept {
    scale: f64,
    risk: f64,
    p_value: f64,
    interval: Option<(f64, f64)>,
}

impl From<Watch> for Kept {
    fn from(watch: Watch) -> Self {
        let Watch { scale, risk, p_value, interval } = watch;
        let is_finite = interval.0.is_finite() && interval.1.is_finite();
        Self { scale, risk, p_value, interval: is_finite.then_some(interval) }
    }
}

impl TryFrom<Kept> for Watch {
    type Error = Refusal;

    fn try_from(kept: Kept) -> Computed<Self> {
        let new = Self::new(kept.scale, kept.risk)?;
        let is_sound = match kept.interval {
            Some((low, high)) => {
                low.is_finite() && high.is_finite() && (0.0..=1.0).contains(&kept.p_value)
            }
            None => kept.p_value == new.p_value,
        };
        if !is_sound {
            return Err(Refusal::Value);
        }
        Ok(Self { p_value: kept.p_value, interval: kept.interval.unwrap_or(new.interval), ..new })
    }
}

/// What may be said after a look.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Verdict {
    /// Treatment less control as it stands.
    pub difference: f64,
    /// The interval that all looks so far leave, `None` when they contradict each other, which has
    /// less than the chance `risk`.
    pub interval: Option<(f64, f64)>,
    /// The always valid p-value: the least so far.
    pub p_value: f64,
    /// Whether a difference is proven.
    pub is_decided: bool,
}

/// The fewest members of each variant from which the estimated variance is trusted.
const MEMBERS_MIN: u64 = 20;

impl Watch {
    /// A watch that has seen nothing. `scale` is the difference that one would care for, in the
    /// unit of what is measured; it decides when the test is keenest, not whether it is valid.
    ///
    /// # Errors
    /// [`Refusal::Value`] when `scale` is not positive and finite or `risk` outside 0 .. 1.
    pub fn new(scale: f64, risk: f64) -> Computed<Self> {
        let is_sound = scale.is_finite() && scale > 0.0 && risk > 0.0 && risk < 1.0;
        if !is_sound {
            return Err(Refusal::Value);
        }
        let everything = (f64::NEG_INFINITY, f64::INFINITY);
        Ok(Self { scale, risk, p_value: 1.0, interval: everything })
    }

    /// Looks at the means of both variants so far. All looks are cumulative: later samples hold
    /// the earlier ones.
    ///
    /// # Errors
    /// [`Refusal::TooLittle`] below twenty members in a variant, [`Refusal::Value`] when a moment
    /// is not finite or a variance negative, [`Refusal::NoData`] when nothing varies at all.
    pub fn look(&mut self, control: Sample, treatment: Sample) -> Computed<Verdict> {
        for sample in [control, treatment] {
            if sample.count < MEMBERS_MIN {
                let have = usize::try_from(sample.count).unwrap_or(0);
                return Err(Refusal::TooLittle { need: MEMBERS_MIN as usize, have });
            }
            if !sample.mean.is_finite() || !sample.variance.is_finite() || sample.variance < 0.0 {
                return Err(Refusal::Value);
            }
        }
        let variance =
            control.variance / control.count as f64 + treatment.variance / treatment.count as f64;
        if variance <= 0.0 {
            return Err(Refusal::NoData);
        }
        Ok(self.take(treatment.mean - control.mean, variance))
    }

    /// Looks at the shares of both variants so far, as [`Watch::look`].
    ///
    /// # Errors
    /// As [`Watch::look`]; [`Refusal::Value`] when a variant has more hits than members.
    pub fn look_at_shares(&mut self, control: Counts, treatment: Counts) -> Computed<Verdict> {
        self.look(share_sample(control)?, share_sample(treatment)?)
    }

    fn take(&mut self, difference: f64, variance: f64) -> Verdict {
        let spread = self.scale * self.scale;
        let whole = variance + spread;
        let evidence = spread * difference * difference / (2.0 * variance * whole)
            - 0.5 * (whole / variance).ln();
        self.p_value = self.p_value.min((-evidence).exp());
        let room = 2.0 * (1.0 / self.risk).ln() + (whole / variance).ln();
        let half = (variance * whole / spread * room).sqrt();
        self.interval =
            (self.interval.0.max(difference - half), self.interval.1.min(difference + half));
        let is_sound = self.interval.0 <= self.interval.1;
        Verdict {
            difference,
            interval: is_sound.then_some(self.interval),
            p_value: self.p_value,
            is_decided: self.p_value <= self.risk,
        }
    }
}

/// A share as a sample of zeros and ones. One hit and one miss are added to the variance, so that
/// a variant in which nothing has happened yet is not taken for certain.
fn share_sample(counts: Counts) -> Computed<Sample> {
    if counts.hits > counts.members {
        return Err(Refusal::Value);
    }
    let n = counts.members as f64;
    let hits = counts.hits as f64;
    let smooth = (hits + 1.0) / (n + 2.0);
    let mean = if counts.members > 0 { hits / n } else { 0.0 };
    Ok(Sample { count: counts.members, mean, variance: smooth * (1.0 - smooth) })
}
