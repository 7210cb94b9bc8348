//! Reading of the open data sets: tab or space separated, `#` begins a remark.

use std::fs;
use std::path::Path;

use super::Failure;

/// The rows of a file, cut into cells.
pub(crate) fn rows(path: &Path) -> Result<Vec<Vec<String>>, Failure> {
    let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(text
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|line| {
            if line.contains('\t') {
                line.split('\t').map(str::to_owned).collect()
            } else {
                line.split_whitespace().map(str::to_owned).collect()
            }
        })
        .collect())
}

/// The rows of a file of two whole numbers a line.
pub(crate) fn pairs(path: &Path) -> Result<Vec<(u32, u32)>, Failure> {
    rows(path)?
        .iter()
        .map(|row| match &row[..] {
            [first, second, ..] => Ok((first.parse()?, second.parse()?)),
            _ => Err(format!("{}: a line without two numbers", path.display()).into()),
        })
        .collect()
}

/// A file whose line `n` lists, after their count, what `n` is linked with.
pub(crate) fn lists(path: &Path) -> Result<Vec<(u32, u32)>, Failure> {
    let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut linked = Vec::new();
    for (number, line) in (0_u32..).zip(text.lines()) {
        for cell in line.split_whitespace().skip(1) {
            linked.push((number, cell.parse()?));
        }
    }
    Ok(linked)
}
