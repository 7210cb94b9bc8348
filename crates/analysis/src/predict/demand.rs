//! Which topics a member, and the community, will turn to next.

mod choice;

use crate::{Computed, Refusal};

/// A member's interest in a topic at a moment: a read, a save, a question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interest {
    /// Who.
    pub member: u32,
    /// In what.
    pub topic: u32,
    /// How long ago, in days.
    pub age_days: f64,
    /// How much it says (a read 1, a question more).
    pub weight: f64,
}

/// What the community and each member wanted lately, and how the one informs the other.
///
/// A member's demand is the own fading history, completed by the community's where that is short: a
/// Dirichlet prior whose mean is the community's present demand (MacKay & Bauman Peto 1995).
/// Memory: 16 bytes for each pair of a member and a topic that occurs.
#[derive(Debug, Clone)]
pub struct Demand {
    /// Member, topic and how much, ascending by the first two.
    own: Vec<(u32, u32, f64)>,
    community: Vec<f64>,
    trend: Vec<f64>,
    prior: f64,
}

impl Demand {
    /// Learns from `interests`, each counting half after `half_life_days`; `prior` is how many
    /// interests of the own it takes to outweigh the community's demand. [`Demand::choose`] learns
    /// both.
    ///
    /// O(interests log interests + topics). Refuses indices outside the shape, more than 16 million
    /// topics, and unsound figures.
    pub fn learn(
        (members, topics): (usize, usize),
        interests: &[Interest],
        half_life_days: f64,
        prior: f64,
    ) -> Computed<Self> {
        let positive = |value: f64| value.is_finite() && value > 0.0;
        if !positive(half_life_days) || !positive(prior) {
            return Err(Refusal::Value);
        }
        if topics > MOST_TOPICS {
            return Err(Refusal::Shape);
        }
        let mut own = Vec::with_capacity(interests.len());
        let (mut lately, mut long) = (vec![0.0; topics], vec![0.0; topics]);
        for interest in interests {
            let (member, topic) = (interest.member as usize, interest.topic as usize);
            if member >= members || topic >= topics {
                return Err(Refusal::Shape);
            }
            if !(interest.age_days >= 0.0 && (0.0..=MOST_WEIGHT).contains(&interest.weight)) {
                return Err(Refusal::Value);
            }
            let fresh = interest.weight * (-interest.age_days / half_life_days).exp2();
            own.push((interest.member, interest.topic, fresh));
            lately[topic] += fresh;
            long[topic] += interest.weight * (-interest.age_days / (4.0 * half_life_days)).exp2();
        }
        let (lately, long) = (shares(&lately), shares(&long));
        let trend = lately.iter().zip(&long).map(|(now, before)| now / before).collect();
        Ok(Self { own: summed(own), community: lately, trend, prior })
    }

    /// The share of each topic in what the community will turn to; sums to 1.
    pub fn of_community(&self) -> &[f64] {
        &self.community
    }

    /// How much each topic's share is above (over 1) or below (under 1) its longer past.
    pub fn trend(&self) -> &[f64] {
        &self.trend
    }

    /// The share of each topic in what `member` will turn to; sums to 1. For a member of whom
    /// nothing is known, the community's. O(topics).
    pub fn of_member(&self, member: u32) -> Vec<f64> {
        let own = self.own_of(member);
        let total = own.iter().map(|entry| entry.2).sum::<f64>() + self.prior;
        let mut shares: Vec<f64> =
            self.community.iter().map(|common| self.prior * common / total).collect();
        for (_, topic, fresh) in own {
            shares[*topic as usize] += fresh / total;
        }
        shares
    }

    /// The share of `topic` in what `member` will turn to; 0 for a topic that is not there.
    pub fn share(&self, member: u32, topic: u32) -> f64 {
        let own = self.own_of(member);
        let total = own.iter().map(|entry| entry.2).sum::<f64>() + self.prior;
        (in_topic(own, topic) + self.prior * self.common(topic)) / total
    }

    /// The share of `member`'s demand for `topic` that is the member's own doing, 0 to 1: near 1
    /// the reason is "you often read this", near 0 "many turn to this now".
    pub fn own_share(&self, member: u32, topic: u32) -> f64 {
        let own = in_topic(self.own_of(member), topic);
        own / (own + self.prior * self.common(topic)).max(f64::MIN_POSITIVE)
    }

    fn common(&self, topic: u32) -> f64 {
        self.community.get(topic as usize).copied().unwrap_or(0.0)
    }

    fn own_of(&self, member: u32) -> &[(u32, u32, f64)] {
        let from = self.own.partition_point(|entry| entry.0 < member);
        let to = self.own.partition_point(|entry| entry.0 <= member);
        &self.own[from..to]
    }
}

/// The most topics, and the most that one interest says.
const MOST_TOPICS: usize = 1 << 24;
const MOST_WEIGHT: f64 = 1e9;

fn in_topic(own: &[(u32, u32, f64)], topic: u32) -> f64 {
    own.binary_search_by_key(&topic, |entry| entry.1).map_or(0.0, |at| own[at].2)
}

/// One entry for each pair of a member and a topic, in their order.
fn summed(mut entries: Vec<(u32, u32, f64)>) -> Vec<(u32, u32, f64)> {
    entries.sort_by_key(|entry| (entry.0, entry.1));
    entries.dedup_by(|next, kept| {
        let is_same = (next.0, next.1) == (kept.0, kept.1);
        if is_same {
            kept.2 += next.2;
        }
        is_same
    });
    entries.shrink_to_fit();
    entries
}

/// Shares with half an imagined interest in each topic, so that none is impossible.
fn shares(sums: &[f64]) -> Vec<f64> {
    let total = sums.iter().sum::<f64>() + 0.5 * sums.len() as f64;
    sums.iter().map(|sum| (sum + 0.5) / total).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interest(member: u32, topic: u32, age_days: f64) -> Interest {
        Interest { member, topic, age_days, weight: 1.0 }
    }

    #[test]
    fn a_members_own_recent_interests_outweigh_old_ones_and_the_communitys() {
        let mut interests: Vec<Interest> = (0..30).map(|n| interest(1, 0, f64::from(n))).collect();
        interests.extend((0..12).map(|n| interest(0, 1, f64::from(n) / 4.0)));
        interests.extend((0..12).map(|n| interest(0, 2, 200.0 + f64::from(n))));
        let demand = Demand::learn((3, 3), &interests, 14.0, 5.0).unwrap();
        let own = demand.of_member(0);
        assert!(own[1] > own[0] && own[0] > own[2]);
        assert!(demand.own_share(0, 1) > 0.5 && demand.own_share(0, 2) < 0.1);
        for shares in [&own[..], demand.of_community(), &demand.of_member(2)] {
            assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
        for (own, common) in demand.of_member(2).iter().zip(demand.of_community()) {
            assert!((own - common).abs() < 1e-12);
        }
        assert!(demand.trend()[1] > 1.0 && demand.trend()[2] < 1.0);
    }

    #[test]
    fn what_lies_outside_the_shape_is_refused() {
        let learn = |interest| Demand::learn((1, 1), &[interest], 14.0, 5.0).map(|_| ());
        assert_eq!(learn(interest(1, 0, 0.0)), Err(Refusal::Shape));
        assert_eq!(learn(interest(0, 0, -1.0)), Err(Refusal::Value));
        let large = Demand::learn((usize::MAX, 3), &[interest(u32::MAX, 2, 0.0)], 14.0, 5.0);
        assert!(large.unwrap().of_member(u32::MAX)[2] > 0.3);
        let topics = Demand::learn((1, usize::MAX), &[], 14.0, 5.0);
        assert_eq!(topics.map(|_| ()), Err(Refusal::Shape));
    }
}
