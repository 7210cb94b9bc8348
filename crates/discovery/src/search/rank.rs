//! The order of hits: where the words stand, how many words, what people made of it, how old it is.
//!
//! Computed here from values that both engines give alike, so they give one order.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use db::SearchDocId;
use kernel::{Id, Ts};

use super::store::Hit;

/// What a title that holds every word is worth.
const TITLE: f64 = 3.0;
/// What holding every word is worth, where some hits hold only some.
const WORDS: f64 = 6.0;
/// What ten votes are worth, about.
const VOTES: f64 = 0.5;
/// What being written today is worth, against long ago.
const FRESH: f64 = 1.0;
/// After how many days half of that is gone.
const FRESH_DAYS: f64 = 180.0;
/// What being a post rather than a remark is worth.
const POST: f64 = 0.5;
/// What being the accepted answer is worth.
const ACCEPTED: f64 = 1.0;

const DAY: i64 = 86_400_000_000;

/// How much a word weighs that so many documents hold: the rarer, the more.
pub(super) fn rarity(documents: usize) -> f64 {
    let documents = u32::try_from(documents).unwrap_or(u32::MAX);
    1.0 / (1.0 + f64::from(documents)).ln_1p()
}

/// The hits in their order, each post or comment once. `weights` says how much of the words a hit
/// holds; without any, every hit holds all.
pub(super) fn ranked(
    hits: Vec<Hit>,
    weights: &HashMap<SearchDocId, f64>,
    (tokens, now): (&[String], Ts),
) -> Vec<Hit> {
    let asked: HashSet<&str> = tokens.iter().map(String::as_str).collect();
    let heaviest = weights.values().copied().fold(f64::MIN_POSITIVE, f64::max);
    let mut seen = HashSet::new();
    let mut scored: Vec<(f64, Hit)> = hits
        .into_iter()
        .filter(|hit| seen.insert((hit.kind.clone(), hit.object)))
        .map(|hit| {
            let held = weights.get(&hit.id).map_or(1.0, |weight| weight / heaviest);
            (score(&hit, &asked, now) + WORDS * held, hit)
        })
        .collect();
    scored.sort_by(|(a, one), (b, other)| {
        b.partial_cmp(a).unwrap_or(Ordering::Equal).then(other.id.get().cmp(&one.id.get()))
    });
    scored.into_iter().map(|(_, hit)| hit).collect()
}

fn score(hit: &Hit, asked: &HashSet<&str>, now: Ts) -> f64 {
    let is_post = hit.kind == community::search::POST;
    let title: HashSet<String> =
        if is_post { text::tokens(&hit.title).into_iter().collect() } else { HashSet::new() };
    let in_title = asked.iter().filter(|token| title.contains(**token)).count();
    let votes = f64::from(u32::try_from(hit.votes.max(0)).unwrap_or(u32::MAX));
    let days = f64::from(i32::try_from(now.since(hit.created_at).max(0) / DAY).unwrap_or(i32::MAX));
    TITLE * share(in_title, asked.len())
        + VOTES * votes.ln_1p()
        + FRESH * FRESH_DAYS / (FRESH_DAYS + days)
        + if is_post { POST } else { 0.0 }
        + if hit.accepted { ACCEPTED } else { 0.0 }
}

fn share(part: usize, whole: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    number(part) / number(whole.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(id: i64, title: &str, votes: i64, days_old: i64) -> Hit {
        Hit {
            id: SearchDocId::from_i64(id),
            kind: "post".into(),
            object: id,
            part: "gated".into(),
            title: title.into(),
            votes,
            accepted: false,
            created_at: Ts::from_micros(-days_old * DAY),
        }
    }

    fn order(hits: Vec<Hit>, weights: &[(i64, f64)]) -> Vec<i64> {
        let weights = weights.iter().map(|(id, w)| (SearchDocId::from_i64(*id), *w)).collect();
        let asked = text::query("surface code");
        let now = Ts::from_micros(0);
        ranked(hits, &weights, (&asked, now)).into_iter().map(|hit| hit.object).collect()
    }

    #[test]
    fn a_title_with_the_words_stands_before_votes_and_votes_before_age() {
        let hits =
            vec![hit(1, "Other", 0, 0), hit(2, "Other", 40, 400), hit(3, "Surface codes", 0, 400)];
        assert_eq!(order(hits, &[]), [3, 2, 1]);
    }

    #[test]
    fn who_holds_more_of_the_words_stands_first() {
        let hits = vec![hit(1, "", 30, 0), hit(2, "", 0, 90)];
        assert_eq!(order(hits, &[(1, 0.1), (2, 0.9)]), [2, 1]);
        assert!(rarity(1) > rarity(1_000));
    }

    #[test]
    fn equal_hits_stand_newest_first_and_none_twice() {
        let hits = vec![hit(1, "a", 0, 0), hit(2, "a", 0, 0), hit(1, "a", 0, 0)];
        assert_eq!(order(hits, &[]), [2, 1]);
    }
}
