//! Scores recommendation on CiteULike: known members, unseen members, articles nobody read yet.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Instant;

use analysis::recommend::{
    Field, Interactions, ItemSet, Recipe, Recommender, Request, Scratch, choose,
};
use analysis::scoring::{mean, ndcg};

use super::data::{lists, pairs, rows};
use super::scorer::{Call, at};
use super::{Failure, Finding, Goal, Task};

const MEMBERS: usize = 5_551;
const ITEMS: usize = 16_980;
const TAGS: usize = 46_391;
/// Length of the lists that are scored.
const LENGTH: usize = 100;
/// How far down a list counts.
const DEPTH: usize = 20;

/// The tasks of this part.
pub(crate) const TASKS: &[Task] = &[
    Task { name: "recommend-weak", run: weak },
    Task { name: "recommend-strong", run: strong },
    Task { name: "recommend-cold", run: cold },
];

fn fields(folder: &Path) -> Result<Vec<Field>, Failure> {
    let tags = Field::new(ITEMS, TAGS, &lists(&folder.join("item_tags.txt"))?)?;
    let citations = Field::of_references(ITEMS, &lists(&folder.join("citations.txt"))?)?;
    Ok(vec![tags, citations])
}

fn by_member(found: &[(u32, u32)]) -> BTreeMap<u32, Vec<u32>> {
    let mut of: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for &(member, item) in found {
        of.entry(member).or_default().push(item);
    }
    of
}

/// What is scored: the prediction in words, and where the scorer finds what it compares with.
struct Asked<'a> {
    about: &'a str,
    truth: String,
    known: String,
    cold: Option<String>,
}

impl Asked<'_> {
    fn leave(&self, lists: &[(u32, Vec<u32>)]) -> Result<(), Failure> {
        let mut options = vec![
            ("truth", self.truth.clone()),
            ("train", self.known.clone()),
            ("items", ITEMS.to_string()),
        ];
        options.extend(self.cold.clone().map(|cold| ("cold", cold)));
        let call = Call {
            about: self.about,
            mode: "rec",
            option: "pred",
            options: &options,
            shows: &["ndcg@20", "recall@20", "coverage@20", "users"],
        };
        call.leave(lists.iter().map(|(member, items)| {
            let items: Vec<String> = items.iter().map(u32::to_string).collect();
            format!("{member} {}", items.join(" "))
        }))
    }
}

/// The mean NDCG@20 over the members of `truth`, and the seconds of one answer.
fn score(
    recommender: &Recommender,
    truth: &[(u32, u32)],
    allowed: &ItemSet,
    given: Option<&BTreeMap<u32, Vec<u32>>>,
    asked: &Asked<'_>,
) -> Result<(f64, f64), Failure> {
    let mut scratch = Scratch::new(recommender);
    let (mut gains, mut lists) = (Vec::new(), Vec::new());
    let started = Instant::now();
    for (member, relevant) in by_member(truth) {
        let history = given.and_then(|given| given.get(&member)).map_or(&[][..], Vec::as_slice);
        let request = match given {
            None => Request::of(member, allowed, LENGTH),
            Some(_) => Request::of_history(history, allowed, LENGTH),
        };
        let picks = recommender.recommend(&request, &mut scratch)?;
        let relevant: BTreeSet<u32> = relevant.into_iter().collect();
        let hits: Vec<bool> = picks.iter().map(|pick| relevant.contains(&pick.item)).collect();
        gains.push(ndcg(&hits, relevant.len(), DEPTH));
        lists.push((member, picks.iter().map(|pick| pick.item).collect()));
    }
    let members = f64::from(u32::try_from(gains.len())?);
    let seconds = started.elapsed().as_secs_f64() / members;
    asked.leave(&lists)?;
    Ok((mean(&gains).ok_or("nobody to score")?, seconds))
}

struct Trained {
    recommender: Recommender,
    choosing_seconds: f64,
    training_seconds: f64,
}

/// Chooses a blend on interactions held back from `known`, then learns from all of them.
fn train(known: &[(u32, u32)], fields: &[Field]) -> Result<Trained, Failure> {
    let chosen = Interactions::new(MEMBERS, ITEMS, known)?;
    let started = Instant::now();
    let choice = choose(&chosen, fields, &Recipe::default(), false, SEED)?;
    let choosing_seconds = started.elapsed().as_secs_f64();
    let started = Instant::now();
    let recommender = Recommender::train(chosen, fields, choice.recipe)?;
    let training_seconds = started.elapsed().as_secs_f64();
    Ok(Trained { recommender, choosing_seconds, training_seconds })
}

/// The seed of every random choice here.
const SEED: u64 = 7;

fn weak(data: &Path) -> Result<Vec<Finding>, Failure> {
    let folder = data.join("rec/citeulike-a");
    let known =
        [pairs(&folder.join("weak/train.tsv"))?, pairs(&folder.join("weak/valid.tsv"))?].concat();
    let trained = train(&known, &fields(&folder)?)?;
    let truth = pairs(&folder.join("weak/test.tsv"))?;
    let asked = Asked {
        about: "recommendation, known members",
        truth: at(&folder, "weak/test.tsv"),
        known: at(&folder, "weak/train.tsv"),
        cold: None,
    };
    let (value, each) = score(&trained.recommender, &truth, &ItemSet::all(ITEMS), None, &asked)?;
    let seconds = trained.training_seconds;
    Ok(vec![
        Finding::new(
            "recommendation, CiteULike, known members: NDCG@20",
            "EASE 0.262 (3.7 GB, 45 s)",
            Goal::AtLeast(0.275),
            value,
            seconds,
        ),
        Finding::new("… training, s", "RP3beta 0.5", Goal::AtMost(2.0), seconds, seconds),
        Finding::new("… one member's list, ms", "–", Goal::AtMost(0.5), each * 1e3, each),
        Finding::new(
            "… choosing the blend on held-back interactions, s",
            "–",
            Goal::Told,
            trained.choosing_seconds,
            trained.choosing_seconds,
        ),
    ])
}

fn strong(data: &Path) -> Result<Vec<Finding>, Failure> {
    let folder = data.join("rec/citeulike-a");
    let trained = train(&pairs(&folder.join("strong/train.tsv"))?, &fields(&folder)?)?;
    let given = by_member(&pairs(&folder.join("strong/test_foldin.tsv"))?);
    let truth = pairs(&folder.join("strong/test_truth.tsv"))?;
    let asked = Asked {
        about: "recommendation, members never seen",
        truth: at(&folder, "strong/test_truth.tsv"),
        known: at(&folder, "strong/test_foldin.tsv"),
        cold: None,
    };
    let all = ItemSet::all(ITEMS);
    let (value, _) = score(&trained.recommender, &truth, &all, Some(&given), &asked)?;
    let what = "… members never seen in training: NDCG@20";
    Ok(vec![Finding::new(what, "0.256", Goal::AtLeast(0.27), value, trained.training_seconds)])
}

fn cold(data: &Path) -> Result<Vec<Finding>, Failure> {
    let folder = data.join("rec/citeulike-a");
    let trained = train(&pairs(&folder.join("cold/train.tsv"))?, &fields(&folder)?)?;
    let mut unread = Vec::new();
    for row in rows(&folder.join("cold/items.txt"))? {
        unread.push(row.first().ok_or("an empty line")?.parse()?);
    }
    let truth = pairs(&folder.join("cold/truth.tsv"))?;
    let asked = Asked {
        about: "recommendation, articles nobody has read",
        truth: at(&folder, "cold/truth.tsv"),
        known: at(&folder, "cold/train.tsv"),
        cold: Some(at(&folder, "cold/items.txt")),
    };
    let unread = ItemSet::of(ITEMS, unread);
    let (value, _) = score(&trained.recommender, &truth, &unread, None, &asked)?;
    let what = "… articles nobody has read yet: NDCG@20";
    let seconds = trained.training_seconds;
    Ok(vec![Finding::new(what, "tag kNN 0.350", Goal::AtLeast(0.37), value, seconds)])
}
