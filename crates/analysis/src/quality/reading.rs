//! Quality from the text alone, as a score whose parts can be shown.

use std::collections::BTreeMap;

use super::archive::{Archive, Place};
use super::parts::{self, Likeness};
use super::units::Reading;

/// What the score is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Long enough to say something, not endless.
    Length,
    /// Sentences of readable length, not all alike.
    Readability,
    /// Many different words, also where they are fewest.
    Wealth,
    /// Nothing is said twice.
    Repetition,
    /// Words follow each other as they do in the archive, also where they do it worst.
    Flow,
    /// Sentences follow each other: neighbours share more than sentences in any order would.
    Thread,
    /// It is about one thing: both sides of the worst seam share what they are about.
    Unity,
    /// It begins as texts of the archive do.
    Opening,
    /// It ends as texts of the archive do.
    Closing,
    /// It ends as a sentence does.
    Finish,
    /// Not in the archive already, not even in part.
    Novelty,
    /// Laid out for its length, where that is known.
    Structure,
}

impl Part {
    /// How much it counts in the score, beside the others.
    pub fn weight(self) -> f64 {
        WEIGHTS.iter().find(|(part, _)| *part == self).map_or(0.0, |(_, weight)| *weight)
    }
}

/// What is known of a page beside its sentences; code is counted here and not among the sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Structure {
    /// Headings.
    pub headings: u32,
    /// Paragraphs of running text.
    pub paragraphs: u32,
    /// Items of lists.
    pub items: u32,
    /// Blocks of code.
    pub code: u32,
    /// Links.
    pub links: u32,
}

/// A text to be judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Writing<'a> {
    /// Its units (words, or single Han characters) in order, by sentence.
    pub sentences: &'a [Vec<String>],
    /// Whether it ends with a closing mark.
    pub is_finished: bool,
    /// How it is laid out, where that is known.
    pub structure: Option<Structure>,
}

/// A score and what it is made of, so that it can be explained and disputed.
#[derive(Debug, Clone, PartialEq)]
pub struct Quality {
    /// 0 to 1.
    pub score: f64,
    /// Each part, 0 to 1; the structure only where it is known.
    pub parts: BTreeMap<Part, f64>,
}

/// No part is below this: what is bad in one way can still be told from what is bad in two.
const LEAST: f64 = 0.002;

/// How much each part counts: the weights of at least 0 under which texts are likeliest to be above
/// spoiled versions of themselves (a pairwise logit; Bradley & Terry 1952), learned on old texts that
/// nothing is scored on and against twelve kinds of spoiled versions. One of them, in which blocks of
/// six characters change places, counts five times, so that the kind that is told least often is told
/// as often as can be (maximin; Wald 1945). The weight of the structure is set by hand, as is that of
/// the wealth, which no spoiled version needed: it is there for texts of few words.
const WEIGHTS: [(Part, f64); 12] = [
    (Part::Length, 7.7),
    (Part::Readability, 3.4),
    (Part::Wealth, 0.5),
    (Part::Repetition, 3.4),
    (Part::Flow, 3.1),
    (Part::Thread, 2.1),
    (Part::Unity, 8.0),
    (Part::Opening, 3.2),
    (Part::Closing, 1.2),
    (Part::Finish, 1.9),
    (Part::Novelty, 4.9),
    (Part::Structure, 2.0),
];

/// The quality of a text against the `archive` of what was published before.
///
/// The score is the weighted geometric mean of the parts, so that no part can be bought with
/// another. Lengths are counted alike across scripts: three letters say as much as a Han character.
/// O(units).
pub fn content_quality(writing: &Writing<'_>, archive: &Archive) -> Quality {
    let reading = Reading::of(writing.sentences);
    let likeness = Likeness::of(&reading, archive);
    let value = |part: Part| -> Option<f64> {
        Some(match part {
            Part::Length => parts::length(&reading),
            Part::Readability => parts::readability(&reading),
            Part::Wealth => parts::wealth(&reading),
            Part::Repetition => parts::repetition(&reading),
            Part::Flow => parts::flow(&reading, archive),
            Part::Thread => likeness.thread(),
            Part::Unity => likeness.unity(),
            Part::Opening => parts::frame(&reading, archive, Place::First),
            Part::Closing => parts::frame(&reading, archive, Place::Last),
            Part::Finish if writing.is_finished => 1.0,
            Part::Finish => 0.4,
            Part::Novelty => parts::novelty(&reading, archive),
            Part::Structure => parts::structure(writing.structure?, &reading),
        })
    };
    let parts: BTreeMap<Part, f64> = WEIGHTS
        .iter()
        .filter_map(|&(part, _)| Some((part, value(part)?.clamp(LEAST, 1.0))))
        .collect();
    let known = WEIGHTS.iter().filter_map(|(part, weight)| Some((parts.get(part)?, weight)));
    let (mut sum, mut total) = (0.0, 0.0);
    for (value, weight) in known {
        sum += weight * value.ln();
        total += weight;
    }
    Quality { score: (sum / total).exp().clamp(0.0, 1.0), parts }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<Vec<String>> {
        let units = |sentence: &str| sentence.split(' ').map(str::to_owned).collect();
        text.split(" . ").map(units).collect()
    }

    const TEA: &str = "green tea is picked by hand in early spring when the leaves are small . \
        the leaves are dried in a hot pan so that they keep their colour . \
        good water for green tea is hot but does not boil";

    fn archive() -> Archive {
        let mut archive = Archive::default();
        for season in ["spring", "summer", "autumn"] {
            for leaves in ["small", "young", "soft", "green"] {
                let text = format!(
                    "the {leaves} leaves are picked by hand in early {season} . \
                    the leaves are dried in a hot pan . good water is hot but does not boil"
                );
                archive.add(&sentences(&text));
            }
        }
        archive
    }

    fn writing(sentences: &[Vec<String>]) -> Writing<'_> {
        Writing { sentences, is_finished: true, structure: None }
    }

    fn score(text: &[Vec<String>], archive: &Archive) -> f64 {
        content_quality(&writing(text), archive).score
    }

    #[test]
    fn spoiled_versions_rank_below_their_original() {
        let archive = archive();
        let original = sentences(TEA);
        let best = score(&original, &archive);
        let mut shuffled = original.clone();
        for sentence in &mut shuffled {
            sentence.sort_unstable_by_key(|word| std::cmp::Reverse(word.clone()));
        }
        let padded = [&original[..], &original[..]].concat();
        let repeated = [&original[..], &original[1..2]].concat();
        assert!(score(&shuffled, &archive) < best);
        assert!(score(&padded, &archive) < best);
        assert!(score(&repeated, &archive) < best);
        let cut = Writing { is_finished: false, ..writing(&original[..1]) };
        assert!(content_quality(&cut, &archive).score < best);
        let mut knowing = archive.clone();
        knowing.add(&original);
        assert!(score(&original, &knowing) < best);
    }

    #[test]
    fn a_part_that_is_copied_is_not_diluted_by_what_is_new() {
        let archive = archive();
        let new: Vec<Vec<String>> = (0..40)
            .map(|at| (0..12).map(|word| format!("word{}", at * 12 + word)).collect())
            .collect();
        let copied = sentences("the small leaves are picked by hand in early spring");
        let part =
            |text: &[Vec<String>]| content_quality(&writing(text), &archive).parts[&Part::Novelty];
        assert_eq!(part(&new), 1.0);
        assert!(part(&[new, vec![copied[0].clone(); 8]].concat()) < 0.7);
    }

    #[test]
    fn a_wall_of_text_and_a_heap_of_links_are_laid_out_badly() {
        let long: Vec<Vec<String>> =
            (0..60).map(|at| (0..15).map(|word| format!("word{}", at * word)).collect()).collect();
        let part = |structure: Structure| {
            let writing = Writing { structure: Some(structure), ..writing(&long) };
            content_quality(&writing, &Archive::default()).parts[&Part::Structure]
        };
        let laid = Structure { headings: 3, paragraphs: 9, items: 4, code: 1, links: 5 };
        assert_eq!(part(laid), 1.0);
        assert!(part(Structure { paragraphs: 1, ..Structure::default() }) < 0.6);
        assert!(part(Structure { links: 200, ..laid }) < 0.6);
    }

    #[test]
    fn every_part_is_shown_and_bounded() {
        for text in [vec![], vec![vec![]], sentences(TEA), vec![vec![String::new()]; 9]] {
            for structure in [None, Some(Structure::default())] {
                let writing = Writing { sentences: &text, is_finished: false, structure };
                let quality = content_quality(&writing, &Archive::default());
                let known = WEIGHTS.len() - usize::from(structure.is_none());
                assert_eq!(quality.parts.len(), known);
                assert!(quality.parts.values().all(|part| (0.0..=1.0).contains(part)));
                assert!((0.0..=1.0).contains(&quality.score));
            }
        }
    }
}
