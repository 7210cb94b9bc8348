//! Scores the quality of texts on planted truth: spoiled versions of real passages.

use std::path::Path;
use std::time::Instant;

use analysis::quality::{Archive, content_quality};

use super::data::rows;
use super::{Failure, Finding, Goal, Task};

/// The tasks of this part.
pub(crate) const TASKS: &[Task] = &[Task { name: "quality", run }];

/// How a passage is spoiled.
const SPOILS: [(&str, Spoil); 5] = [
    ("truncated", |text| text.chars().take(text.chars().count() / 3).collect()),
    ("duplicated", |text| format!("{text}{text}")),
    ("padded", |text| format!("{text}{}", "好的好的，谢谢谢谢，不错不错。".repeat(8))),
    ("shuffled", |text| shuffled(&text.chars().collect::<Vec<char>>(), 1)),
    ("edited", |text| shuffled(&text.chars().collect::<Vec<char>>(), 6)),
];

type Spoil = fn(&str) -> String;

/// Puts blocks of `size` characters in another order, always the same.
fn shuffled(chars: &[char], size: usize) -> String {
    let mut blocks: Vec<(usize, &[char])> = chars.chunks(size).enumerate().collect();
    blocks.sort_by_key(|(at, _)| at.wrapping_mul(2_654_435_761) % 1_000_003);
    blocks.iter().flat_map(|(_, block)| block.iter()).collect()
}

/// Sentences of single characters, and whether the last one is closed.
fn read(text: &str) -> (Vec<Vec<String>>, bool) {
    let ends = ['。', '！', '？', '.', '!', '?'];
    let sentences = text
        .split(ends)
        .map(|sentence| {
            let units = sentence.chars().filter(|ch| ch.is_alphanumeric());
            units.map(|ch| text::fold(&ch.to_string())).collect::<Vec<String>>()
        })
        .filter(|sentence| !sentence.is_empty())
        .collect();
    (sentences, text.trim_end().ends_with(ends))
}

fn run(data: &Path) -> Result<Vec<Finding>, Failure> {
    let passages: Vec<String> = rows(&data.join("retrieval/cmrc/docs.tsv"))?
        .into_iter()
        .filter_map(|row| row.into_iter().nth(1))
        .collect();
    let (past, present) = passages.split_at(passages.len() / 2);
    let started = Instant::now();
    let mut archive = Archive::default();
    for passage in past {
        archive.add(&read(passage).0);
    }
    let score = |passage: &str| {
        let (sentences, is_finished) = read(passage);
        content_quality(&sentences, is_finished, &archive).score
    };
    let seconds = started.elapsed().as_secs_f64();
    let originals: Vec<f64> = present.iter().map(|passage| score(passage)).collect();
    let share = |right: usize, of: usize| {
        Ok::<f64, Failure>(f64::from(u32::try_from(right)?) / f64::from(u32::try_from(of)?))
    };
    let mut findings = Vec::new();
    for (name, spoil) in SPOILS {
        let below = present.iter().zip(&originals);
        let below = below.filter(|(passage, best)| score(&spoil(passage)) < **best).count();
        let what = format!("quality, share of passages above their {name} version");
        let value = share(below, present.len())?;
        findings.push(Finding::new(&what, "–", Goal::AtLeast(0.95), value, seconds));
    }
    let copied = past.iter().map(|passage| score(passage)).fold(0.0, f64::max);
    let fresh = originals.iter().filter(|best| **best > copied).count();
    findings.push(Finding::new(
        "quality, share of new passages above every copy of an old one",
        "–",
        Goal::AtLeast(0.95),
        share(fresh, present.len())?,
        seconds,
    ));
    Ok(findings)
}
