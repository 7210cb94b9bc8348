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

/// The items of each member's list, best first.
type Lists = Vec<(u32, Vec<u32>)>;

impl Asked<'_> {
    fn leave(&self, lists: &Lists) -> Result<(), Failure> {
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

/// What is learned from, and what is then asked.
struct Trial<'a> {
    known: Vec<(u32, u32)>,
    fields: Vec<Field>,
    truth: Vec<(u32, u32)>,
    allowed: ItemSet,
    /// What members who were not learned from have read; `None` where all are known.
    given: Option<BTreeMap<u32, Vec<u32>>>,
    asked: Asked<'a>,
}

/// Seeds of every random choice here; the scorer is given what the first of them leads to.
const SEEDS: [u64; 3] = [7, 8, 9];

/// Means over the seeds: NDCG@20, and the seconds of choosing, of training and of one answer.
struct Scored {
    value: f64,
    choosing: f64,
    training: f64,
    answering: f64,
}

impl Trial<'_> {
    fn run(&self) -> Result<Scored, Failure> {
        let mut figures: [Vec<f64>; 4] = [const { Vec::new() }; 4];
        for seed in SEEDS {
            let (recommender, choosing, training) = self.train(seed)?;
            let (value, answering, lists) = self.score(&recommender)?;
            if seed == SEEDS[0] {
                self.asked.leave(&lists)?;
            }
            for (figures, figure) in figures.iter_mut().zip([value, choosing, training, answering])
            {
                figures.push(figure);
            }
        }
        let [value, choosing, training, answering] =
            figures.map(|figures| mean(&figures).unwrap_or(f64::NAN));
        Ok(Scored { value, choosing, training, answering })
    }

    /// Chooses a blend on interactions held back from the known ones, then learns from all of them;
    /// with the seconds of both.
    fn train(&self, seed: u64) -> Result<(Recommender, f64, f64), Failure> {
        let chosen = Interactions::new(MEMBERS, ITEMS, &self.known)?;
        let started = Instant::now();
        let choice = choose(&chosen, &self.fields, &Recipe::default(), false, seed)?;
        let choosing = started.elapsed().as_secs_f64();
        let started = Instant::now();
        let recommender = Recommender::train(chosen, &self.fields, choice.recipe)?;
        Ok((recommender, choosing, started.elapsed().as_secs_f64()))
    }

    /// The mean NDCG@20 over the members asked about, the seconds of one answer, and the answers.
    fn score(&self, recommender: &Recommender) -> Result<(f64, f64, Lists), Failure> {
        let mut scratch = Scratch::new(recommender);
        let (mut gains, mut lists) = (Vec::new(), Vec::new());
        let started = Instant::now();
        for (member, relevant) in by_member(&self.truth) {
            let request = match &self.given {
                None => Request::of(member, &self.allowed, LENGTH),
                Some(given) => {
                    let history = given.get(&member).map_or(&[][..], Vec::as_slice);
                    Request::of_history(history, &self.allowed, LENGTH)
                }
            };
            let picks = recommender.recommend(&request, &mut scratch)?;
            let relevant: BTreeSet<u32> = relevant.into_iter().collect();
            let hits: Vec<bool> = picks.iter().map(|pick| relevant.contains(&pick.item)).collect();
            gains.push(ndcg(&hits, relevant.len(), DEPTH));
            lists.push((member, picks.iter().map(|pick| pick.item).collect()));
        }
        let seconds = started.elapsed().as_secs_f64() / f64::from(u32::try_from(gains.len())?);
        Ok((mean(&gains).ok_or("nobody to score")?, seconds, lists))
    }
}

fn weak(data: &Path) -> Result<Vec<Finding>, Failure> {
    let folder = data.join("rec/citeulike-a");
    let known =
        [pairs(&folder.join("weak/train.tsv"))?, pairs(&folder.join("weak/valid.tsv"))?].concat();
    let asked = Asked {
        about: "recommendation, known members",
        truth: at(&folder, "weak/test.tsv"),
        known: at(&folder, "weak/train.tsv"),
        cold: None,
    };
    let trial = Trial {
        known,
        fields: fields(&folder)?,
        truth: pairs(&folder.join("weak/test.tsv"))?,
        allowed: ItemSet::all(ITEMS),
        given: None,
        asked,
    };
    let Scored { value, choosing, training, answering } = trial.run()?;
    Ok(vec![
        Finding::new(
            "recommendation, CiteULike, known members: NDCG@20, mean of three seeds",
            "EASE 0.262 (3.7 GB, 45 s)",
            Goal::AtLeast(0.275),
            value,
            training,
        ),
        Finding::new("… training, s", "RP3beta 0.5", Goal::AtMost(2.0), training, training),
        Finding::new("… one member's list, ms", "–", Goal::AtMost(0.5), answering * 1e3, answering),
        Finding::new(
            "… choosing the blend on held-back interactions, s",
            "–",
            Goal::Told,
            choosing,
            choosing,
        ),
    ])
}

fn strong(data: &Path) -> Result<Vec<Finding>, Failure> {
    let folder = data.join("rec/citeulike-a");
    let asked = Asked {
        about: "recommendation, members never seen",
        truth: at(&folder, "strong/test_truth.tsv"),
        known: at(&folder, "strong/test_foldin.tsv"),
        cold: None,
    };
    let trial = Trial {
        known: pairs(&folder.join("strong/train.tsv"))?,
        fields: fields(&folder)?,
        truth: pairs(&folder.join("strong/test_truth.tsv"))?,
        allowed: ItemSet::all(ITEMS),
        given: Some(by_member(&pairs(&folder.join("strong/test_foldin.tsv"))?)),
        asked,
    };
    let scored = trial.run()?;
    let what = "… members never seen in training: NDCG@20, mean of three seeds";
    Ok(vec![Finding::new(what, "0.256", Goal::AtLeast(0.27), scored.value, scored.training)])
}

fn cold(data: &Path) -> Result<Vec<Finding>, Failure> {
    let folder = data.join("rec/citeulike-a");
    let mut unread = Vec::new();
    for row in rows(&folder.join("cold/items.txt"))? {
        unread.push(row.first().ok_or("an empty line")?.parse()?);
    }
    let asked = Asked {
        about: "recommendation, articles nobody has read",
        truth: at(&folder, "cold/truth.tsv"),
        known: at(&folder, "cold/train.tsv"),
        cold: Some(at(&folder, "cold/items.txt")),
    };
    let trial = Trial {
        known: pairs(&folder.join("cold/train.tsv"))?,
        fields: fields(&folder)?,
        truth: pairs(&folder.join("cold/truth.tsv"))?,
        allowed: ItemSet::of(ITEMS, unread),
        given: None,
        asked,
    };
    let scored = trial.run()?;
    let what = "… articles nobody has read yet: NDCG@20, mean of three seeds";
    let goal = Goal::AtLeast(0.37);
    Ok(vec![Finding::new(what, "tag kNN 0.350", goal, scored.value, scored.training)])
}
