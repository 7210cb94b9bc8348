//! Order numbers: the day and ten digits, random but in a demonstration.

use kernel::{Day, Ts, Zone};

/// An order number: `yyyymmdd` in the site's zone and the last ten digits of what was drawn, so that
/// it says nothing of how many orders there are and, drawn at random, cannot be guessed.
pub(super) fn order_number(now: Ts, zone: &Zone, drawn: u64) -> String {
    let day: Day = zone.day(now);
    let digits = drawn % 10_000_000_000;
    format!("{}{digits:010}", day.number())
}

/// What a number that cannot be guessed is made of.
pub(super) fn draw() -> u64 {
    u64::from_be_bytes(web::random_bytes::<8>())
}

/// What the next number is made of where an order has the one that was drawn.
pub(super) const fn next(drawn: u64) -> u64 {
    // Knuth's generator: it comes by every number once.
    drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_begins_with_the_day_of_the_site() {
        let at: Ts = "2026-11-21T17:30:00Z".parse().unwrap();
        let number = order_number(at, &Zone::named("Asia/Shanghai").unwrap(), draw());
        assert!(number.starts_with("20261122"), "{number}");
        assert_eq!(number.len(), 18);
        assert!(number.bytes().all(|b| b.is_ascii_digit()));
    }
}
