//! How a recommender is made: everything that may be tuned.

use super::factors::FactorsPlan;
use crate::{Computed, Refusal};

/// How much each way of guessing counts in the blend. Only the proportions matter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// The ridge regression on neighbours, or on all items.
    pub ridge: f32,
    /// The walk from the member's items over other members to new items, held back at popular ones
    /// (RP3beta; Paudel, Christoffel, Newell & Bernstein 2017).
    pub walk: f32,
    /// What like-minded members chose.
    pub peers: f32,
    /// What everybody chooses.
    pub popular: f32,
    /// How near the item is to the member's place in the space of hidden tastes.
    pub tastes: f32,
    /// How near the item's content is to that of the member's items, for each field of content.
    pub content: [f32; Weights::FIELDS],
}

impl Weights {
    /// How many fields of content there may be.
    pub const FIELDS: usize = 4;
    /// How many ways of guessing there are.
    pub(crate) const PARTS: usize = 5 + Self::FIELDS;

    pub(crate) fn to_parts(self) -> [f32; Self::PARTS] {
        let [a, b, c, d] = self.content;
        [self.ridge, self.walk, self.peers, self.popular, self.tastes, a, b, c, d]
    }

    pub(crate) fn of_parts(
        [ridge, walk, peers, popular, tastes, a, b, c, d]: [f32; Self::PARTS],
    ) -> Self {
        Self { ridge, walk, peers, popular, tastes, content: [a, b, c, d] }
    }
}

/// How a recommender is made. The default is a good start; [`choose`](super::choose) finds better.
#[derive(Debug, Clone, PartialEq)]
pub struct Recipe {
    /// How many co-chosen items are remembered for each item.
    pub reach: usize,
    /// How many neighbours enter the ridge regression of one item (250 at most).
    pub neighbours: usize,
    /// Whether each item is regressed on all others, as in [`Ease`](super::Ease), instead of on its
    /// neighbours: for catalogues of a few thousand items.
    pub is_dense: bool,
    /// The strength of the ridge, in interactions.
    pub ridge: f32,
    /// How fast the word of a member fades with the number of items that member chose (0 to 1).
    pub damping: f32,
    /// What perfect likeness in a field of content is worth, in common members.
    pub likeness: [f32; Weights::FIELDS],
    /// How fast an item of the member's fades with its popularity at the start of the walk.
    pub leaving: f32,
    /// How fast an item fades with its popularity at the end of the walk.
    pub arriving: f32,
    /// How many like-minded members are asked.
    pub peers: usize,
    /// How hidden tastes are learned; nothing: not at all.
    pub tastes: Option<FactorsPlan>,
    /// After how many days an interaction counts half towards what everybody chooses; only
    /// interactions with ages fade.
    pub half_life_days: f32,
    /// The blend for items that somebody chose.
    pub known: Weights,
    /// The blend for items that nobody chose yet.
    pub fresh: Weights,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            reach: 200,
            neighbours: 60,
            is_dense: false,
            ridge: 20.0,
            damping: 0.5,
            likeness: [20.0, 5.0, 5.0, 5.0],
            leaving: 0.6,
            arriving: 0.4,
            peers: 300,
            tastes: None,
            half_life_days: 60.0,
            known: Weights {
                ridge: 1.0,
                walk: 0.5,
                peers: 0.3,
                popular: 0.0,
                tastes: 0.0,
                content: [0.1; Weights::FIELDS],
            },
            fresh: Weights {
                ridge: 1.0,
                walk: 0.0,
                peers: 0.0,
                popular: 0.0,
                tastes: 0.0,
                content: [1.0, 0.3, 0.3, 0.3],
            },
        }
    }
}

impl Recipe {
    /// A start that a small machine can learn by, for a catalogue of `items` and a community of
    /// `interactions`: the default up to 60,000 items and 10 million interactions; above, the
    /// tables of items shrink to about 200 MB each and fewer like-minded members are asked.
    pub fn for_size(items: usize, interactions: usize) -> Self {
        let share = |whole: usize, of: usize| whole / of.max(1);
        Self {
            reach: share(12_000_000, items).clamp(30, 200),
            neighbours: share(6_000_000, items).clamp(20, 60),
            peers: share(3_000_000_000, interactions).clamp(30, 300),
            ..Self::default()
        }
    }

    /// Refuses figures that are not finite or out of their range.
    pub(crate) fn check(&self) -> Computed<()> {
        let is_sound = |value: &f32| value.is_finite() && *value >= 0.0;
        let blends = [self.known.to_parts(), self.fresh.to_parts()].concat();
        let figures = [self.leaving, self.arriving];
        if figures.iter().chain(&self.likeness).chain(&blends).all(is_sound)
            && [self.ridge, self.half_life_days].iter().all(|v| v.is_finite() && *v > 0.0)
            && (0.0..=1.0).contains(&self.damping)
        {
            Ok(())
        } else {
            Err(Refusal::Value)
        }
    }
}
