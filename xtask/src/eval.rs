//! Trains and scores the insight engine on the open data sets.
//!
//! Each task runs in a process of its own, so that its peak of memory is its own. What may be tuned
//! on is decided inside each task; test sets are read for the reported figure only.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use clap::Args;

mod churn;
mod data;
mod finding;
mod forecast;
mod language;
mod metrics;
mod network;
mod recommendation;
mod scale;
mod scorer;
mod table;
mod worth;

pub(crate) use finding::{Finding, Goal, Task};

/// What a task, or the whole evaluation, may fail with.
pub(crate) type Failure = Box<dyn Error>;

/// What to score.
#[derive(Args)]
pub(crate) struct Options {
    /// Only the tasks whose name begins with one of these.
    tasks: Vec<String>,
    /// Where the open data sets are.
    #[arg(long, env = "INSIGHT_DATA")]
    data: Option<PathBuf>,
    /// Run one task in this process and print its findings for the parent.
    #[arg(long, hide = true)]
    alone: bool,
    /// Leave the predictions of this process here, in the scorer's forms.
    #[arg(long, hide = true)]
    keep: Option<PathBuf>,
}

fn tasks() -> Vec<Task> {
    [
        recommendation::TASKS,
        scale::TASKS,
        language::TASKS,
        churn::TASKS,
        worth::TASKS,
        network::TASKS,
        forecast::TASKS,
        metrics::TASKS,
    ]
    .concat()
}

/// Scores the tasks asked for, has the data sets' own scorer judge their predictions, and prints
/// both; writes docs/insight.md when everything was asked of the data that the targets are for.
pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("no workspace root")?;
    let data = options.data.clone().unwrap_or_else(|| root.join("../shared/data/insight"));
    let is_asked = |name: &str| {
        options.tasks.is_empty() || options.tasks.iter().any(|asked| name.starts_with(asked))
    };
    let asked: Vec<Task> = tasks().into_iter().filter(|task| is_asked(task.name)).collect();
    if options.alone {
        options.keep.as_deref().into_iter().for_each(scorer::keep_in);
        for task in asked {
            run_alone(&task, &data)?;
        }
        return Ok(());
    }
    let kept = root.join("target/eval/kept");
    if kept.exists() {
        fs::remove_dir_all(&kept)?;
    }
    fs::create_dir_all(&kept)?;
    let (mut findings, mut failed) = (Vec::new(), Vec::new());
    for task in &asked {
        eprintln!("{} …", task.name);
        match run_apart(task, &data, &kept) {
            Ok(found) => findings.extend(found),
            Err(failure) => failed.push(failure.to_string()),
        }
    }
    let opinions = scorer::opinions(&data, &kept, &root.join("target/eval/python"));
    let opinions = opinions.unwrap_or_else(|failure| {
        failed.push(format!("the data sets' own scorer: {failure}"));
        Vec::new()
    });
    let (table, second) = (table::render(&findings), table::opinions(&opinions));
    println!("{table}\n{second}");
    if !failed.is_empty() {
        return Err(format!("not scored:\n{}", failed.join("\n")).into());
    }
    if options.tasks.is_empty() && options.data.is_none() {
        fs::write(root.join("docs/insight.md"), table::page(&table, &second))?;
    }
    Ok(())
}

/// Runs `task` here, and prints a line for each finding, then the peak of memory.
fn run_alone(task: &Task, data: &Path) -> Result<(), Failure> {
    for finding in (task.run)(data)? {
        println!("{}", finding.to_line());
    }
    println!("peak\t{}", peak_mib()?);
    Ok(())
}

/// Runs `task` in a process of its own and reads what it found; its predictions lie in `kept` then.
fn run_apart(task: &Task, data: &Path, kept: &Path) -> Result<Vec<Finding>, Failure> {
    let output = Command::new(env::current_exe()?)
        .args(["eval", "--alone", task.name, "--data"])
        .arg(data)
        .arg("--keep")
        .arg(kept)
        .output()?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("{}: {reason}", task.name).into());
    }
    let printed = String::from_utf8(output.stdout)?;
    let peak = printed.lines().find_map(|line| line.strip_prefix("peak\t"));
    let peak_mib: f64 = peak.ok_or("a task did not tell its peak of memory")?.parse()?;
    printed
        .lines()
        .filter(|line| !line.starts_with("peak\t"))
        .map(|line| Finding::of_line(line).map(|finding| finding.with_peak(peak_mib)))
        .collect()
}

/// The most memory that this process ever held, in MiB.
fn peak_mib() -> Result<f64, Failure> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()).ok_or("no VmHWM")?;
    Ok(kib.parse::<f64>()? / 1024.0)
}
