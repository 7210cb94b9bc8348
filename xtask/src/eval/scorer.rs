//! The second opinion: predictions in the forms of the data sets' own scorer, and what it says.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

use super::Failure;

/// The version of numpy that the scorer runs with.
const NUMPY: &str = "numpy==2.2.6";

/// Where this process leaves its predictions; none where nobody asked for them.
static FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// Lets the predictions of this process be kept in `folder`.
pub(crate) fn keep_in(folder: &Path) {
    // A process runs one task, told once where to leave what it predicts.
    let _ = FOLDER.set(folder.to_owned());
}

/// A file of the data sets as an option of the scorer takes it.
pub(crate) fn at(folder: &Path, file: &str) -> String {
    folder.join(file).display().to_string()
}

/// One call of the scorer: what it is about, the scorer's mode, and the figures that are shown.
pub(crate) struct Call<'a> {
    /// The prediction, in words.
    pub(crate) about: &'a str,
    /// The scorer's mode, as `rec` or `binary`.
    pub(crate) mode: &'a str,
    /// Under which option the mode takes the prediction.
    pub(crate) option: &'a str,
    /// The mode's further options.
    pub(crate) options: &'a [(&'a str, String)],
    /// The figures that are shown.
    pub(crate) shows: &'a [&'a str],
}

impl Call<'_> {
    /// Leaves a prediction, a line for each thing, with how it is to be scored.
    pub(crate) fn leave(&self, lines: impl Iterator<Item = String>) -> Result<(), Failure> {
        let Some(folder) = FOLDER.get() else { return Ok(()) };
        fs::create_dir_all(folder)?;
        let number = fs::read_dir(folder)?.count() / 2;
        let file = folder.join(format!("{number:03}.pred"));
        fs::write(&file, lines.map(|line| line + "\n").collect::<String>())?;
        let mut call = vec![self.about.to_owned(), self.shows.join(" "), self.mode.to_owned()];
        call.extend([format!("--{}", self.option), file.display().to_string()]);
        for (option, value) in self.options {
            call.extend([format!("--{option}"), value.clone()]);
        }
        fs::write(folder.join(format!("{number:03}.call")), call.join("\n"))?;
        Ok(())
    }
}

/// A prediction in words, and the scorer's figures for it.
pub(crate) type Opinion = (String, String);

/// Runs the scorer beside the data on everything that was left in `folder`.
pub(crate) fn opinions(data: &Path, folder: &Path, tools: &Path) -> Result<Vec<Opinion>, Failure> {
    let python = python(tools)?;
    let mut calls: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    calls.retain(|path| path.extension() == Some(OsStr::new("call")));
    calls.sort();
    calls.iter().map(|call| opinion(&python, &data.join("score.py"), call)).collect()
}

fn opinion(python: &Path, scorer: &Path, call: &Path) -> Result<Opinion, Failure> {
    let call = fs::read_to_string(call)?;
    let mut parts = call.lines();
    let (Some(about), Some(shows)) = (parts.next(), parts.next()) else {
        return Err("a call without words".into());
    };
    let output = Command::new(python).arg(scorer).args(parts).output()?;
    if !output.status.success() {
        return Err(format!("{about}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let said: Value = serde_json::from_slice(&output.stdout)?;
    let figure = |name: &str| said.get(name).map(|value| format!("{name} {value}"));
    let figures: Vec<String> = shows.split(' ').filter_map(figure).collect();
    Ok((about.to_owned(), figures.join(" · ")))
}

/// A Python with numpy, made in `tools` the first time.
fn python(tools: &Path) -> Result<PathBuf, Failure> {
    let python = tools.join("bin/python");
    let has_numpy = Command::new(&python).args(["-c", "import numpy"]).output();
    if has_numpy.is_ok_and(|output| output.status.success()) {
        return Ok(python);
    }
    run(Command::new("python3").args(["-m", "venv"]).arg(tools))?;
    run(Command::new(&python).args(["-m", "pip", "install", "--quiet", NUMPY]))?;
    Ok(python)
}

fn run(command: &mut Command) -> Result<(), Failure> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
}
