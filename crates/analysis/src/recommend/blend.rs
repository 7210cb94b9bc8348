//! From what each way of guessing says to one order.

use super::recipe::{Recipe, Weights};
use super::score::Parts;

/// An item with its normalised parts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) item: u32,
    pub(crate) parts: Parts,
    pub(crate) is_fresh: bool,
}

/// Brings the parts to a common scale: each to unit length over the candidates of one member.
pub(crate) fn normalise(candidates: &mut [Candidate]) {
    let mut lengths = [0.0_f32; Weights::PARTS];
    for candidate in candidates.iter() {
        for (length, part) in lengths.iter_mut().zip(candidate.parts) {
            *length += part * part;
        }
    }
    let scales = lengths.map(|square| if square > 0.0 { square.sqrt().recip() } else { 0.0 });
    for candidate in candidates.iter_mut() {
        for (part, scale) in candidate.parts.iter_mut().zip(scales) {
            *part *= scale;
        }
    }
}

impl Candidate {
    /// The blended score.
    pub(crate) fn score(&self, recipe: &Recipe) -> f32 {
        weigh(&self.parts, &if self.is_fresh { recipe.fresh } else { recipe.known }.to_parts())
    }
}

/// Σ parts × weights.
pub(crate) fn weigh(parts: &Parts, weights: &Parts) -> f32 {
    parts.iter().zip(weights).map(|(part, weight)| part * weight).sum()
}
