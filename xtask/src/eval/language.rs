//! Scores what is done with texts: offence, topics, and finding the passage that answers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use analysis::classify::{TextClassifier, hashed};
use analysis::passages::{Found, Judged, Passage, PassageIndex, Ranking, SearchPlan};
use analysis::scoring::{accuracy, macro_f1, mean, recall, reciprocal_rank};

use super::data::rows;
use super::scorer::{Call, at};
use super::{Failure, Finding, Goal, Task};

/// The tasks of this part.
pub(crate) const TASKS: &[Task] = &[
    Task { name: "text-offence", run: offence },
    Task { name: "text-topics", run: topics },
    Task { name: "passages", run: passages },
];

/// Seeds of every random choice here; the scorer is given what the first of them leads to.
const SEEDS: [u64; 3] = [7, 8, 9];

#[derive(Default)]
struct Examples {
    features: Vec<Vec<u32>>,
    names: Vec<String>,
    labels: Vec<u32>,
    texts: Vec<String>,
}

/// Reads texts with their labels: the second cell of a line and its last.
fn examples(path: &Path) -> Result<Examples, Failure> {
    let mut read = Examples::default();
    for row in rows(path)? {
        let [name, label, .., words] = &row[..] else { continue };
        read.names.push(name.clone());
        read.labels.push(label.parse()?);
        read.features.push(hashed(&text::fold(words)));
        read.texts.push(words.clone());
    }
    Ok(read)
}

/// Means over the seeds.
struct Verdicts {
    accuracy: f64,
    macro_f1: f64,
    training_seconds: f64,
    microseconds_each: f64,
}

/// Learns from the training texts, and judges the test texts from their raw form.
fn judge(about: &str, folder: &Path) -> Result<Verdicts, Failure> {
    let train = examples(&folder.join("train.tsv"))?;
    let test = examples(&folder.join("test.tsv"))?;
    let mut figures: [Vec<f64>; 4] = [const { Vec::new() }; 4];
    for seed in SEEDS {
        let started = Instant::now();
        let classifier = TextClassifier::train(&train.features, &train.labels, seed)?;
        let training = started.elapsed().as_secs_f64();
        let started = Instant::now();
        let judge = |words: &String| classifier.judge(&hashed(&text::fold(words))).label;
        let guesses: Vec<u32> = test.texts.iter().map(judge).collect();
        let each = started.elapsed().as_secs_f64() * 1e6 / f64::from(u32::try_from(guesses.len())?);
        let right = accuracy(&test.labels, &guesses)?;
        let all = [right, macro_f1(&test.labels, &guesses)?, training, each];
        figures.iter_mut().zip(all).for_each(|(figures, figure)| figures.push(figure));
        if seed == SEEDS[0] {
            leave(about, folder, &test.names, &guesses)?;
        }
    }
    let [accuracy, macro_f1, training_seconds, microseconds_each] =
        figures.map(|figures| mean(&figures).unwrap_or(f64::NAN));
    Ok(Verdicts { accuracy, macro_f1, training_seconds, microseconds_each })
}

/// Leaves the classes of the test texts for the scorer.
fn leave(about: &str, folder: &Path, names: &[String], guesses: &[u32]) -> Result<(), Failure> {
    let call = Call {
        about,
        mode: "multi",
        option: "pred",
        options: &[("truth", at(folder, "test.tsv"))],
        shows: &["accuracy", "macro_f1", "n"],
    };
    call.leave(names.iter().zip(guesses).map(|(name, guess)| format!("{name}\t{guess}")))
}

fn offence(data: &Path) -> Result<Vec<Finding>, Failure> {
    let judged = judge("offensive text, COLD", &data.join("text/cold"))?;
    let (seconds, each) = (judged.training_seconds, judged.microseconds_each);
    Ok(vec![
        Finding::new(
            "offensive Chinese text, COLD: accuracy, mean of three seeds",
            "0.912",
            Goal::AtLeast(0.92),
            judged.accuracy,
            seconds,
        ),
        Finding::new("… macro F1", "–", Goal::Told, judged.macro_f1, seconds),
        Finding::new("… one sentence, µs", "–", Goal::AtMost(50.0), each, each * 1e-6),
    ])
}

fn topics(data: &Path) -> Result<Vec<Finding>, Failure> {
    let judged = judge("topics, THUCNews 10", &data.join("text/thuc10"))?;
    let seconds = judged.training_seconds;
    let what = "topics of Chinese news titles, THUCNews 10: accuracy, mean of three seeds";
    Ok(vec![Finding::new(what, "–", Goal::Told, judged.accuracy, seconds)])
}

struct Chunks {
    names: Vec<String>,
    tokens: Vec<Vec<String>>,
    works: Vec<u32>,
}

/// Reads the sentence groups and finds the whole passage that each was cut from.
fn chunks(data: &Path, set: &str) -> Result<Chunks, Failure> {
    let whole = rows(&data.join(format!("retrieval/{set}/docs.tsv")))?;
    let whole: Vec<&String> = whole.iter().filter_map(|row| row.get(1)).collect();
    let mut read = Chunks { names: Vec::new(), tokens: Vec::new(), works: Vec::new() };
    let mut work = 0;
    for row in rows(&data.join(format!("retrieval/{set}_chunks/docs.tsv")))? {
        let [name, words] = &row[..] else { return Err("a chunk without text".into()) };
        let here = whole.iter().skip(work).position(|whole| whole.contains(words.as_str()));
        work += here.ok_or("a chunk that no passage holds")?;
        read.names.push(name.clone());
        read.tokens.push(text::tokens(words));
        read.works.push(u32::try_from(work)?);
    }
    Ok(read)
}

/// A question and the numbers of the passages that answer it.
struct Question {
    name: String,
    tokens: Vec<String>,
    answers: BTreeSet<u32>,
}

/// A set of passages that can be searched, and its questions.
struct Library {
    names: Vec<String>,
    folder: PathBuf,
    index: PassageIndex,
    questions: Vec<Question>,
    building_seconds: f64,
}

impl Library {
    fn read(data: &Path, set: &str) -> Result<Self, Failure> {
        let chunks = chunks(data, set)?;
        let started = Instant::now();
        let passages: Vec<Passage<'_>> = chunks
            .tokens
            .iter()
            .zip(&chunks.works)
            .map(|(tokens, &work)| Passage { tokens, work })
            .collect();
        let index = PassageIndex::build(&passages, SearchPlan::default())?;
        let building_seconds = started.elapsed().as_secs_f64();
        let number: BTreeMap<&String, u32> = chunks.names.iter().zip(0..).collect();
        let folder = data.join(format!("retrieval/{set}_chunks"));
        let mut relevant: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
        for row in rows(&folder.join("qrels.tsv"))? {
            let [question, answer] = &row[..] else { return Err("not a pair".into()) };
            let answer = number.get(answer).ok_or("an answer without a passage")?;
            relevant.entry(question.clone()).or_default().insert(*answer);
        }
        let mut questions = Vec::new();
        for row in rows(&folder.join("queries.tsv"))? {
            let [question, words] = &row[..] else { return Err("not a question".into()) };
            let Some(answers) = relevant.remove(question) else { continue };
            let (name, tokens) = (question.clone(), text::tokens(words));
            questions.push(Question { name, tokens, answers });
        }
        Ok(Self { names: chunks.names, folder, index, questions, building_seconds })
    }

    /// The candidates of every question, each with whether it answers.
    fn judged(&self) -> Vec<Judged> {
        let all = self.index.everything();
        let judge = |question: &Question| {
            let candidates = self.index.candidates(&question.tokens, &all);
            let answers = |passage| question.answers.contains(&passage);
            candidates
                .into_iter()
                .map(|candidate| (candidate, answers(candidate.passage)))
                .collect()
        };
        self.questions.iter().map(judge).collect()
    }

    /// Recall at 1 and at 20, the mean reciprocal rank, and the seconds of one search.
    fn score(&self, about: &str) -> Result<[f64; 4], Failure> {
        let (mut first, mut twenty, mut ranks) = (Vec::new(), Vec::new(), Vec::new());
        let mut lists = Vec::new();
        let all = self.index.everything();
        let started = Instant::now();
        for question in &self.questions {
            let found = self.index.search(&question.tokens, &all, 20);
            let hits: Vec<bool> =
                found.iter().map(|found| question.answers.contains(&found.passage)).collect();
            first.push(recall(&hits, question.answers.len(), 1));
            twenty.push(recall(&hits, question.answers.len(), 20));
            ranks.push(reciprocal_rank(&hits, 10));
            lists.push(found);
        }
        let each = started.elapsed().as_secs_f64() / f64::from(u32::try_from(first.len())?);
        let call = Call {
            about,
            mode: "ir",
            option: "pred",
            options: &[("qrels", at(&self.folder, "qrels.tsv"))],
            shows: &["recall@1", "recall@20", "mrr@10", "ndcg@10", "queries"],
        };
        call.leave(self.questions.iter().zip(&lists).map(|(question, found)| {
            let place = |found: &Found| usize::try_from(found.passage).ok();
            let names = found.iter().filter_map(|found| self.names.get(place(found)?));
            names.fold(question.name.clone(), |line, name| format!("{line}\t{name}"))
        }))?;
        let mean = |values: &[f64]| mean(values).ok_or("no questions");
        Ok([mean(&first)?, mean(&twenty)?, mean(&ranks)?, each])
    }
}

fn passages(data: &Path) -> Result<Vec<Finding>, Failure> {
    let (cmrc, drcd) = (Library::read(data, "cmrc")?, Library::read(data, "drcd")?);
    let building = cmrc.building_seconds;
    let [first, twenty, rank, each] = cmrc.score("passages, CMRC chunks")?;
    let [chosen_on, ..] = drcd.score("passages, DRCD chunks (weights learned here)")?;
    let started = Instant::now();
    let ranking = Ranking::learn(&drcd.judged())?;
    let learning = started.elapsed().as_secs_f64();
    let shipped = Ranking::default().weights();
    let off = ranking.weights().into_iter().zip(shipped).map(|(a, b)| (a - b).abs());
    let what = "finding the passage that answers, CMRC chunks";
    Ok(vec![
        Finding::new(&format!("{what}: R@1"), "0.701", Goal::AtLeast(0.75), first, building),
        Finding::new("… R@20", "0.953", Goal::AtLeast(0.97), twenty, building),
        Finding::new("… MRR@10", "–", Goal::Told, rank, building),
        Finding::new("… one search, ms", "–", Goal::AtMost(2.0), each * 1e3, each),
        Finding::new(
            "… DRCD chunks (weights learned here): R@1",
            "–",
            Goal::Told,
            chosen_on,
            building,
        ),
        Finding::new(
            "… weights learned again from DRCD: farthest from those shipped",
            "–",
            Goal::AtMost(0.01),
            off.fold(0.0, f64::max),
            learning,
        ),
    ])
}
