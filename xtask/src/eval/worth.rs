//! Scores the quality of texts on planted truth: spoiled versions of real texts.

use std::path::Path;
use std::time::Instant;

use analysis::quality::{Archive, Structure, Writing, content_quality};

use super::data::rows;
use super::{Failure, Finding, Goal, Task};

pub(crate) mod fit;
pub(crate) mod learn;
pub(crate) mod posts;
pub(crate) mod spoils;

use spoils::{SPOILS, Spoiler};

/// The tasks of this part.
pub(crate) const TASKS: &[Task] = &[
    Task { name: "quality", run: chinese },
    Task { name: "english-quality", run: english },
    Task { name: "learned-quality", run: learned },
];

/// Units of each sentence, Han characters one by one and words as a whole, and whether the last
/// sentence is closed.
pub(crate) fn read(text: &str) -> (Vec<Vec<String>>, bool) {
    let sentences = spoils::sentences(text).into_iter().map(units);
    let ends = ['。', '！', '？', '.', '!', '?'];
    (sentences.filter(|units| !units.is_empty()).collect(), text.trim_end().ends_with(ends))
}

fn units(sentence: &str) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let mut is_inside = false;
    for ch in sentence.chars() {
        let is_word = ch.is_alphanumeric() && u32::from(ch) < 0x2E80;
        match units.last_mut() {
            Some(word) if is_word && is_inside => word.push_str(&text::fold(&ch.to_string())),
            _ if ch.is_alphanumeric() => units.push(text::fold(&ch.to_string())),
            _ => {}
        }
        is_inside = is_word;
    }
    units
}

/// How many of the ways to spoil a text are held against a goal.
const OLD: usize = 5;

/// Old texts, and new ones to be judged.
pub(crate) struct Case<'a> {
    pub(crate) past: &'a [String],
    pub(crate) present: &'a [String],
}

impl Case<'_> {
    pub(crate) fn archive(&self) -> Archive {
        let mut archive = Archive::default();
        for text in self.past {
            archive.add(&read(text).0);
        }
        archive
    }

    /// The share of new texts above their spoiled versions, for each way to spoil; the first ways
    /// are held against `goal`.
    fn findings(&self, what: &str, goal: Goal, archive: &Archive) -> Result<Vec<Finding>, Failure> {
        let mut findings = Vec::new();
        let started = Instant::now();
        let originals: Vec<f64> = self.present.iter().map(|text| score(text, archive)).collect();
        let seconds = started.elapsed().as_secs_f64();
        for (number, (name, spoil)) in SPOILS.into_iter().enumerate() {
            let mut spoiler = Spoiler { old: self.past, new: self.present, seed: 1 };
            let pairs = self.present.iter().zip(&originals);
            let below =
                pairs.filter(|(text, best)| score(&spoil(&mut spoiler, text), archive) < **best);
            let value = share(below.count(), self.present.len())?;
            let goal = if number < OLD { goal } else { Goal::Told };
            let what = format!("{what}, share of texts above their {name} version");
            findings.push(Finding::new(&what, "–", goal, value, seconds));
        }
        Ok(findings)
    }
}

fn score(text: &str, archive: &Archive) -> f64 {
    let (sentences, is_finished) = read(text);
    let writing = Writing { sentences: &sentences, is_finished, structure: None };
    content_quality(&writing, archive).score
}

fn share(right: usize, of: usize) -> Result<f64, Failure> {
    Ok(f64::from(u32::try_from(right)?) / f64::from(u32::try_from(of)?))
}

fn chinese(data: &Path) -> Result<Vec<Finding>, Failure> {
    let mut findings = Vec::new();
    for set in ["cmrc", "drcd"] {
        let passages = passages(data, set)?;
        let (past, present) = passages.split_at(passages.len() / 2);
        let case = Case { past, present };
        let started = Instant::now();
        let archive = case.archive();
        let seconds = started.elapsed().as_secs_f64();
        findings.extend(case.findings(
            &format!("quality, {set}"),
            Goal::AtLeast(0.95),
            &archive,
        )?);
        let copied = past.iter().map(|text| score(text, &archive)).fold(0.0, f64::max);
        let fresh = present.iter().filter(|text| score(text, &archive) > copied).count();
        let what = format!("quality, {set}, share of new texts above every copy of an old one");
        let value = share(fresh, present.len())?;
        findings.push(Finding::new(&what, "–", Goal::AtLeast(0.95), value, seconds));
    }
    Ok(findings)
}

/// Learns the weights of the parts again from the first halves, and holds them against those shipped,
/// which have one digit after the point.
fn learned(data: &Path) -> Result<Vec<Finding>, Failure> {
    let old_half = |set: &str| -> Result<Vec<String>, Failure> {
        let mut passages = passages(data, set)?;
        passages.truncate(passages.len() / 2);
        Ok(passages)
    };
    let halves = [old_half("cmrc")?, old_half("drcd")?];
    let started = Instant::now();
    let weights = learn::weights(&halves)?;
    let seconds = started.elapsed().as_secs_f64();
    let off =
        learn::LEARNED.iter().zip(weights).map(|(part, weight)| (part.weight() - weight).abs());
    let what = "quality, weights learned again from the first halves: farthest from those shipped";
    let goal = Goal::AtMost(0.05);
    Ok(vec![Finding::new(what, "–", goal, off.fold(0.0, f64::max), seconds)])
}

/// The passages of a set.
pub(crate) fn passages(data: &Path, set: &str) -> Result<Vec<String>, Failure> {
    let rows = rows(&data.join("retrieval").join(set).join("docs.tsv"))?;
    Ok(rows.into_iter().filter_map(|row| row.into_iter().nth(1)).collect())
}

/// Old and new answers of the English community that are read.
const PAST: usize = 500;
const PRESENT: usize = 300;

fn english(data: &Path) -> Result<Vec<Finding>, Failure> {
    let posts = posts::answers(&data.join("../community/quantumcomputing-se/Posts.xml"))?;
    if posts.len() < PAST + PRESENT {
        return Ok(Vec::new());
    }
    let texts: Vec<String> = posts.iter().map(|post| post.text.clone()).collect();
    let present = texts.get(PAST..PAST + PRESENT).unwrap_or_default();
    let case = Case { past: texts.get(..PAST).unwrap_or_default(), present };
    let archive = case.archive();
    let mut findings = case.findings("quality, English answers", Goal::Told, &archive)?;
    let started = Instant::now();
    let new = posts.get(PAST..PAST + PRESENT).unwrap_or_default();
    for (name, spoil) in LAYOUTS {
        let above = new.iter().filter(|post| {
            let (sentences, is_finished) = read(&post.text);
            let of = |structure| {
                let structure = Some(structure);
                let writing = Writing { sentences: &sentences, is_finished, structure };
                content_quality(&writing, &archive).score
            };
            of(post.structure) > of(spoil(post.structure))
        });
        let what = format!("quality, English answers, share above their {name} version");
        let value = share(above.count(), new.len())?;
        let seconds = started.elapsed().as_secs_f64();
        findings.push(Finding::new(&what, "–", Goal::Told, value, seconds));
    }
    Ok(findings)
}

/// Ways to spoil how a text is laid out.
const LAYOUTS: [(&str, Layout); 2] = [
    ("unbroken", |_| Structure { paragraphs: 1, ..Structure::default() }),
    ("overlinked", |laid| Structure { links: laid.links + 60, ..laid }),
];

type Layout = fn(Structure) -> Structure;
