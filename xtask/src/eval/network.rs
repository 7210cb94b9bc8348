//! Scores networks: ranks against the references, communities, and whom to tell first.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Instant;

use analysis::network::{
    Campaign, Cascade, Graph, Search, Tie, betweenness, communities, coreness, eigenvector,
    influence, pagerank, simulate,
};
use analysis::scoring::mean;

use super::data::{pairs, rows};
use super::scorer::{Call, at};
use super::{Failure, Finding, Goal, Task};

mod planted;

/// The tasks of this part.
pub(crate) const TASKS: &[Task] = &[
    Task { name: "network-rank", run: rank },
    Task { name: "network-communities", run: groups },
    Task { name: "network-influence", run: seeds },
];

const GRAPHS: [&str; 6] = ["karate", "facebook", "collegemsg", "lfr_mu03", "lfr_mu05", "lfr_mu06"];

/// How far a figure may be from its reference.
const TOLERANCE: f64 = 1e-9;

/// Seeds of which the mean is given.
const SEEDS: [u64; 3] = [1, 2, 3];

/// A graph of the data sets, and the dense index of each of its names.
struct Network {
    graph: Graph,
    index: BTreeMap<u32, u32>,
}

fn load(data: &Path, name: &str) -> Result<Network, Failure> {
    let edges = pairs(&data.join("graph").join(format!("{name}.edges")))?;
    let names: BTreeSet<u32> = edges.iter().flat_map(|&(left, right)| [left, right]).collect();
    let index: BTreeMap<u32, u32> = names.into_iter().zip(0..).collect();
    let once: BTreeSet<(u32, u32)> = edges
        .iter()
        .filter_map(|(left, right)| Some((*index.get(left)?, *index.get(right)?)))
        .map(|(left, right)| (left.min(right), left.max(right)))
        .collect();
    let ties: Vec<Tie> = once.into_iter().map(|(from, to)| Tie { from, to, weight: 1.0 }).collect();
    let graph = Graph::undirected(u32::try_from(index.len())?, &ties)?;
    Ok(Network { graph, index })
}

impl Network {
    /// The greatest distance of `values` from the reference.
    fn error(&self, data: &Path, name: &str, kind: &str, values: &[f64]) -> Result<f64, Failure> {
        let path = data.join("graph").join(format!("{name}.{kind}"));
        let mut worst: f64 = 0.0;
        for row in rows(&path)? {
            let [member, expected] = &row[..] else {
                return Err(format!("{}: a line without two cells", path.display()).into());
            };
            let at = self.index.get(&member.parse()?).ok_or("an unknown member")?;
            let value = values.get(usize::try_from(*at)?).ok_or("a value is missing")?;
            worst = worst.max((value - expected.parse::<f64>()?).abs());
        }
        Ok(worst)
    }
}

impl Network {
    /// A line for each member with what was found for them.
    fn lines<T: ToString>(&self, values: &[T]) -> Vec<String> {
        let value = |place: u32| values.get(usize::try_from(place).ok()?);
        let line =
            |(name, place): (&u32, &u32)| Some(format!("{name} {}", value(*place)?.to_string()));
        self.index.iter().filter_map(line).collect()
    }

    fn leave_ranks(&self, data: &Path, of: (&str, &str), values: &[f64]) -> Result<(), Failure> {
        let (name, kind) = of;
        let call = Call {
            about: &format!("{kind} of {name}"),
            mode: "rank",
            option: "pred",
            options: &[("truth", at(data, &format!("graph/{name}.{kind}")))],
            shows: &["max_abs_error", "spearman", "top10_overlap"],
        };
        call.leave(self.lines(values).into_iter())
    }

    fn leave_groups(&self, data: &Path, name: &str, groups: &[u32]) -> Result<(), Failure> {
        let call = Call {
            about: &format!("communities of {name}"),
            mode: "modularity",
            option: "pred",
            options: &[("edges", at(data, &format!("graph/{name}.edges")))],
            shows: &["modularity", "communities"],
        };
        call.leave(self.lines(groups).into_iter())?;
        let labels = at(data, &format!("graph/{name}.labels"));
        if !Path::new(&labels).exists() {
            return Ok(());
        }
        let planted = Call {
            about: &format!("communities of {name} beside those that were planted"),
            mode: "nmi",
            options: &[("truth", labels)],
            shows: &["nmi", "ari", "found", "true"],
            ..call
        };
        planted.leave(self.lines(groups).into_iter())
    }

    /// How near `groups` come to those that were planted; nothing where none were.
    fn likeness(&self, data: &Path, name: &str, groups: &[u32]) -> Result<Option<f64>, Failure> {
        let path = data.join("graph").join(format!("{name}.labels"));
        if !path.exists() {
            return Ok(None);
        }
        let mut both = Vec::new();
        for row in rows(&path)? {
            let [member, planted] = <[String; 2]>::try_from(row).map_err(|_row| "not a label")?;
            let at = self.index.get(&member.parse()?).ok_or("an unknown member")?;
            both.push((planted, *groups.get(usize::try_from(*at)?).ok_or("a group is missing")?));
        }
        Ok(Some(planted::mutual_information(&both)))
    }

    fn leave_seeds(&self, data: &Path, name: &str, seeds: &[u32]) -> Result<(), Failure> {
        let call = Call {
            about: &format!("influence on {name}, {} members told first", seeds.len()),
            mode: "ic",
            option: "seeds",
            options: &[
                ("edges", at(data, &format!("graph/{name}.edges"))),
                ("sims", "4000".to_owned()),
                ("seed", "7".to_owned()),
            ],
            shows: &["spread", "se"],
        };
        let chosen = self.index.iter().filter(|(_, place)| seeds.contains(place));
        call.leave(chosen.map(|(name, _)| name.to_string()))
    }
}

/// How a figure is computed for all members.
type Measure = fn(&Graph) -> Result<Vec<f64>, Failure>;

fn rank(data: &Path) -> Result<Vec<Finding>, Failure> {
    let measures: [(&str, Measure); 4] = [
        ("pagerank", |graph| Ok(pagerank(graph, 0.85)?)),
        ("betweenness", |graph| Ok(betweenness(graph)?)),
        ("eigenvector", |graph| Ok(eigenvector(graph)?)),
        ("coreness", |graph| Ok(coreness(graph).into_iter().map(f64::from).collect())),
    ];
    let mut findings = Vec::new();
    for (kind, measure) in measures {
        let (mut worst, mut seconds): (f64, f64) = (0.0, 0.0);
        for name in GRAPHS {
            let network = load(data, name)?;
            let started = Instant::now();
            let values = measure(&network.graph)?;
            seconds += started.elapsed().as_secs_f64();
            worst = worst.max(network.error(data, name, kind, &values)?);
            network.leave_ranks(data, (name, kind), &values)?;
        }
        let what = format!("{kind}, six graphs, greatest error");
        findings.push(Finding::new(&what, "igraph", Goal::AtMost(TOLERANCE), worst, seconds));
    }
    Ok(findings)
}

fn groups(data: &Path) -> Result<Vec<Finding>, Failure> {
    let goals = [
        ("facebook", "Leiden 0.83583", Goal::AtLeast(0.835_83)),
        ("collegemsg", "Leiden 0.27747", Goal::AtLeast(0.277_47)),
        ("karate", "optimum 0.41979", Goal::AtLeast(0.419_78)),
        ("lfr_mu03", "", Goal::Told),
        ("lfr_mu05", "", Goal::Told),
        ("lfr_mu06", "", Goal::Told),
    ];
    let mut findings = Vec::new();
    for (name, best_known, goal) in goals {
        let network = load(data, name)?;
        let (mut least, mut longest): (f64, f64) = (1.0, 0.0);
        let mut likenesses = Vec::new();
        for seed in SEEDS {
            let started = Instant::now();
            let search = Search { seed, ..Search::default() };
            let found = communities(&network.graph, search)?;
            longest = longest.max(started.elapsed().as_secs_f64());
            least = least.min(found.modularity);
            likenesses.extend(network.likeness(data, name, &found.of)?);
            if seed == SEEDS[0] {
                network.leave_groups(data, name, &found.of)?;
            }
        }
        let what = format!("communities of {name}, modularity, least of three seeds");
        findings.push(Finding::new(&what, best_known, goal, least, longest));
        if let Some(likeness) = mean(&likenesses) {
            let what = format!("… beside those planted in {name}, NMI, mean of three seeds");
            findings.push(Finding::new(&what, "", Goal::Told, likeness, longest));
        }
        if matches!(name, "facebook" | "collegemsg") {
            let what = format!("communities of {name}, seconds, most of three seeds");
            findings.push(Finding::new(&what, "", Goal::AtMost(1.0), longest, longest));
        }
    }
    Ok(findings)
}

fn seeds(data: &Path) -> Result<Vec<Finding>, Failure> {
    let goals = [
        ("facebook", 10, "875 (reference seeds)", Goal::AtLeast(875.0 - 3.0 * 1.4)),
        ("facebook", 50, "1,217 (reference seeds)", Goal::AtLeast(1_217.0 - 3.0 * 1.3)),
        ("collegemsg", 10, "", Goal::Told),
        ("collegemsg", 50, "", Goal::Told),
    ];
    let mut findings = Vec::new();
    for (name, count, best_known, goal) in goals {
        let network = load(data, name)?;
        let (mut sum, mut bound, mut seconds) = (0.0, 0.0, 0.0);
        for seed in SEEDS {
            let campaign = Campaign { seeds: count, seed, ..Campaign::default() };
            let started = Instant::now();
            let chosen = influence(&network.graph, &campaign)?;
            seconds += started.elapsed().as_secs_f64();
            if seed == SEEDS[0] {
                network.leave_seeds(data, name, &chosen.members)?;
            }
            bound += chosen.spread_min / chosen.best_max;
            sum += simulate(&network.graph, Cascade::Weighted, &chosen.members, 4_000, 7)?.0;
        }
        let runs = f64::from(u8::try_from(SEEDS.len())?);
        let what = format!("influence on {name}, wc, k = {count}, mean spread of three seeds");
        findings.push(Finding::new(&what, best_known, goal, sum / runs, seconds / runs));
        let what = format!("… proven share of the best possible, {name}, k = {count}");
        findings.push(Finding::new(&what, "", Goal::Told, bound / runs, 0.0));
    }
    Ok(findings)
}
