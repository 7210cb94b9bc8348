//! `kill -9` at random moments while many write; what was acknowledged is compared after a restart.

use std::time::Duration;

use super::figures::Figure;
use super::place::{People, Place};
use super::{Outcome, load};

/// Between how many kills the log's chain and the ledger's books are verified.
const VERIFY_EVERY: u32 = 50;
/// Members who write.
const MEMBERS: usize = 16;
/// What a start may take.
const READY: Duration = Duration::from_secs(1);

/// Numbers that look random and come again from the same seed.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// A number below `end`.
    pub(super) const fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

#[derive(Default)]
struct Tally {
    acknowledged: usize,
    orders: usize,
    lost: usize,
    doubled: usize,
    lasted: Duration,
    ready: Vec<Duration>,
}

/// Kills so often and says what was found.
pub(super) fn run(place: &Place, name: &str, kills: u32, seed: u64) -> Outcome<Vec<Figure>> {
    let people = place.prepare(MEMBERS)?;
    let (mut dice, mut tally) = (Dice::new(seed), Tally::default());
    let mut running = place.start()?;
    for round in 0..kills {
        let posts = load::open_posts(&running, &people, round)?;
        let after = Duration::from_millis(150 + dice.below(700));
        let address = running.address;
        let told = load::write(address, &people, (&posts, round), after, || running.kill())?;
        if round % VERIFY_EVERY == VERIFY_EVERY - 1 {
            place.verify()?;
        }
        running = place.start()?;
        tally.ready.push(running.ready_after);
        let missing = load::compare(&running, &people, &posts, &told)?;
        tally.add(&told, &missing);
        if round % 20 == 19 {
            println!("{name}: {} kills, {} acknowledged", round + 1, tally.acknowledged);
        }
    }
    running.stop()?;
    let whole = place.verify();
    tally.figures(place, &people, (name, kills), whole)
}

impl Tally {
    fn add(&mut self, told: &load::Acknowledged, missing: &load::Missing) {
        self.acknowledged += told.count();
        self.orders += told.orders.len() + told.unanswered.len();
        self.lost += missing.lost;
        self.doubled += missing.doubled;
        self.lasted += told.lasted;
    }

    fn figures(
        &mut self,
        place: &Place,
        people: &People,
        (name, kills): (&str, u32),
        whole: Outcome<()>,
    ) -> Outcome<Vec<Figure>> {
        self.ready.sort();
        let slowest = self.ready.last().copied().unwrap_or_default();
        let middle = self.ready.get(self.ready.len() / 2).copied().unwrap_or_default();
        let millis = self.lasted.as_millis().max(1);
        let rate = u128::try_from(self.acknowledged)? * 1000 / millis;
        let kept = place.sql("SELECT count(*) FROM orders")?.unwrap_or_default();
        let orders = kept.parse::<usize>().is_ok_and(|kept| kept == self.orders);
        let members = people.members.len();
        Ok(vec![
            Figure::new(
                format!("{name}: acknowledged writes a second while killed, {members} members"),
                "≥ 500",
                rate.to_string(),
                rate >= 500,
            ),
            Figure::new(
                format!("{name}: {kills} kills, {} acknowledged: lost", self.acknowledged),
                "0",
                self.lost.to_string(),
                self.lost == 0,
            ),
            Figure::new(
                format!("{name}: doubled; orders in the database for {} keys", self.orders),
                "0; as many",
                format!("{}; {kept}", self.doubled),
                self.doubled == 0 && orders,
            ),
            Figure::new(
                format!("{name}: log's chain, ledger's books, database"),
                "whole",
                whole.as_ref().map_or_else(ToString::to_string, |()| "whole".to_owned()),
                whole.is_ok(),
            ),
            Figure::new(
                format!("{name}: ready again after a kill, slowest (middle)"),
                "≤ 1 s",
                format!("{} ms ({} ms)", slowest.as_millis(), middle.as_millis()),
                slowest <= READY,
            ),
        ])
    }
}
