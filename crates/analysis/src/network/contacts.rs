//! From what members did to each other to the ties between them.

use std::collections::BTreeMap;

use super::graph::Tie;

/// How one member turned to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// A comment on, or an answer to, something of the other.
    Reply,
    /// The other's name in a text.
    Mention,
    /// A reaction to something of the other.
    Reaction,
    /// A message to the other.
    Message,
}

/// One turn of a member to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contact {
    /// The dense index of who turned.
    pub from: u32,
    /// The dense index of the other.
    pub to: u32,
    /// How.
    pub kind: ContactKind,
    /// When: days since 1970-01-01 in the site's time zone.
    pub day: i32,
}

/// How much each kind of contact weighs, and how it fades.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Weighing {
    /// The weight of a reply.
    pub reply: f64,
    /// The weight of a mention.
    pub mention: f64,
    /// The weight of a reaction.
    pub reaction: f64,
    /// The weight of a message.
    pub message: f64,
    /// Days after which a contact weighs half; `None` for no fading.
    pub half_life_days: Option<f64>,
}

impl Default for Weighing {
    fn default() -> Self {
        Self { reply: 1.0, mention: 0.7, reaction: 0.2, message: 0.5, half_life_days: Some(90.0) }
    }
}

/// What is weaker is no tie: after hundreds of half-lives weights come near the smallest numbers
/// there are, and one over them is infinite.
const LEAST_WEIGHT: f64 = 1e-12;

/// The ties that `contacts` make as seen on `today`, one for each ordered pair of members, in the
/// order of the pairs. Contacts after `today`, of a member with itself, or of a weight below
/// 1e-12 are left out. O(c log c).
pub fn ties(contacts: &[Contact], weighing: &Weighing, today: i32) -> Vec<Tie> {
    // Counted by age and kind first, so that the sums do not depend on the order of the contacts.
    let mut counts: BTreeMap<(u32, u32, i64, u8), u32> = BTreeMap::new();
    for contact in contacts {
        let age = i64::from(today) - i64::from(contact.day);
        if age >= 0 && contact.from != contact.to {
            *counts.entry((contact.from, contact.to, age, contact.kind as u8)).or_default() += 1;
        }
    }
    let base = [weighing.reply, weighing.mention, weighing.reaction, weighing.message];
    let mut ties: Vec<Tie> = Vec::new();
    for ((from, to, age, kind), count) in counts {
        let fade = match weighing.half_life_days {
            Some(days) if days > 0.0 => (-(age as f64) / days).exp2(),
            _ => 1.0,
        };
        let weight = base.get(usize::from(kind)).map_or(0.0, |base| base * fade * f64::from(count));
        if !weight.is_finite() || weight < LEAST_WEIGHT {
            continue;
        }
        match ties.last_mut() {
            Some(last) if (last.from, last.to) == (from, to) => last.weight += weight,
            _ => ties.push(Tie { from, to, weight }),
        }
    }
    ties
}
