//! Passages that are nearly the same.

use std::collections::HashMap;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// Bands of the signature, and hashes in each: pairs alike by 0.5 meet with a chance of 87 %, pairs
/// alike by 0.7 with 99.98 %.
const BANDS: usize = 32;
const IN_BAND: usize = 4;
/// So many passages of one bucket are compared with each other; the rest only with the first few
/// of these, so that the thousandth copy of one text is told too and costs no more than the others.
const COMPARED: usize = 200;
const FIRST: usize = 4;

/// Two passages that are nearly the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Copy {
    /// The one with the lower number.
    pub first: u32,
    /// The other.
    pub second: u32,
    /// Shared features over all features of the two, 0 to 1 (Jaccard).
    pub alike: f32,
}

/// The pairs of `documents` that share at least `least` of their features.
///
/// A document is its distinct features (hashes of runs of tokens), ascending. Candidates by MinHash
/// and banding (Broder 1997), each then compared exactly: what is reported is true, what is alike
/// by `least` ≥ 0.6 is missed by less than 2 in 100. Of more than 200 passages that fall together
/// the later ones are told as copies of the first ones only. O(features + candidates).
/// Deterministic under `seed`. Ascending by the pair.
pub fn near_copies(documents: &[Vec<u32>], least: f32, seed: u64) -> Vec<Copy> {
    let mut random = StdRng::seed_from_u64(seed);
    let salts: Vec<(u64, u64)> =
        (0..BANDS * IN_BAND).map(|_| (random.random::<u64>() | 1, random.random())).collect();
    let mut buckets: HashMap<(usize, u64), Vec<u32>> = HashMap::new();
    for (number, document) in (0_u32..).zip(documents) {
        if document.is_empty() {
            continue;
        }
        for (band, salts) in salts.chunks(IN_BAND).enumerate() {
            buckets.entry((band, signature(document, salts))).or_default().push(number);
        }
    }
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for bucket in buckets.values() {
        let (compared, rest) = bucket.split_at(bucket.len().min(COMPARED));
        for (at, &first) in compared.iter().enumerate() {
            let with = if at < FIRST { rest } else { &[] };
            pairs.extend(compared[at + 1..].iter().chain(with).map(|&second| (first, second)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
        .into_iter()
        .map(|(first, second)| {
            let alike = jaccard(&documents[first as usize], &documents[second as usize]);
            Copy { first, second, alike }
        })
        .filter(|copy| copy.alike >= least)
        .collect()
}

/// The least hash of the document's features under each of the salts, folded into one number.
fn signature(document: &[u32], salts: &[(u64, u64)]) -> u64 {
    let least = |&(factor, shift): &(u64, u64)| {
        let hash = |&feature: &u32| {
            let spread = (u64::from(feature) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            (spread ^ (spread >> 29)).wrapping_mul(factor).wrapping_add(shift) >> 16
        };
        document.iter().map(hash).min().unwrap_or(0)
    };
    salts
        .iter()
        .map(least)
        .fold(0, |folded, hash| (folded ^ hash).wrapping_mul(0x0000_0100_0000_01B3).rotate_left(23))
}

/// Shared over all, of two ascending lists.
fn jaccard(a: &[u32], b: &[u32]) -> f32 {
    let (mut i, mut j, mut shared) = (0, 0, 0_usize);
    while i < a.len() && j < b.len() {
        shared += usize::from(a[i] == b[j]);
        let (left, right) = (a[i], b[j]);
        i += usize::from(left <= right);
        j += usize::from(right <= left);
    }
    shared as f32 / (a.len() + b.len() - shared).max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn planted_copies_are_found_and_strangers_are_not() {
        let mut random = StdRng::seed_from_u64(3);
        let mut draw = || -> Vec<u32> {
            let mut features: Vec<u32> = (0..80).map(|_| random.random()).collect();
            features.sort_unstable();
            features
        };
        let mut documents: Vec<Vec<u32>> = (0..100).map(|_| draw()).collect();
        for number in 0..20 {
            let mut copy = documents[number].clone();
            copy.drain(..8);
            documents.push(copy);
        }
        let copies = near_copies(&documents, 0.7, 1);
        let pairs: Vec<(u32, u32)> = copies.iter().map(|copy| (copy.first, copy.second)).collect();
        assert_eq!(pairs, (0..20).map(|number| (number, number + 100)).collect::<Vec<_>>());
        assert!(copies.iter().all(|copy| (copy.alike - 0.9).abs() < 1e-6));
    }

    #[test]
    fn every_copy_of_a_text_that_is_sent_hundreds_of_times_is_found() {
        let mut random = StdRng::seed_from_u64(5);
        let mut draw = || -> Vec<u32> {
            let mut features: Vec<u32> = (0..40).map(|_| random.random()).collect();
            features.sort_unstable();
            features
        };
        let spam = draw();
        let documents: Vec<Vec<u32>> =
            (0..900).map(|number| if number % 3 == 0 { spam.clone() } else { draw() }).collect();
        let copies = near_copies(&documents, 0.9, 1);
        assert!(copies.iter().all(|copy| copy.first % 3 == 0 && copy.second % 3 == 0));
        let told: std::collections::BTreeSet<u32> =
            copies.iter().flat_map(|copy| [copy.first, copy.second]).collect();
        assert_eq!(told.len(), 300);
    }

    #[test]
    fn empty_documents_are_nobodys_copies() {
        assert!(near_copies(&[vec![], vec![]], 0.5, 1).is_empty());
    }
}
