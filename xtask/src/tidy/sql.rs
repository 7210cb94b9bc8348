//! SQL lives in `store.rs` files, in the subset that both engines speak, and a table is written
//! by its owner alone.

use std::collections::BTreeMap;

use super::{Finding, Source};

/// Words that one of the engines does not know, or that hide time from the clock.
const FORBIDDEN: [&str; 9] = [
    " ilike ",
    "now()",
    "current_timestamp",
    "date_trunc",
    "interval '",
    "replace into",
    "->>",
    "json_extract",
    " any(",
];

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut writers: BTreeMap<String, (String, &Source, usize)> = BTreeMap::new();
    for source in sources.iter().filter(|s| s.is_rust() && !s.is_test()) {
        let Some(slice) = slice_of(source) else { continue };
        if matches!(slice, "db" | "db-macros" | "demo" | "import" | "testkit") {
            continue;
        }
        let path = source.path.to_string_lossy();
        let store = path.ends_with("store.rs") || path.contains("/store/");
        for (number, line) in source.program() {
            if line.contains("sql!(") && !store {
                findings.push(source.finding(number, "SQL outside store.rs, move it there"));
            }
            if store {
                findings.extend(forbidden(source, number, line));
                if let Some(table) = written(line) {
                    let first = writers
                        .entry(table.clone())
                        .or_insert_with(|| (slice.to_owned(), source, number));
                    if first.0 != slice {
                        let what = format!(
                            "{table} is written by {} too, ask its owner to write it",
                            first.0
                        );
                        findings.push(source.finding(number, what));
                    }
                }
            }
        }
    }
    findings
}

fn forbidden(source: &Source, number: usize, line: &str) -> Option<Finding> {
    let code = line.trim_start();
    if code.starts_with("//") {
        return None;
    }
    let lower = line.to_lowercase().replace(".now()", "");
    let word = FORBIDDEN.iter().find(|word| lower.contains(**word))?;
    Some(source.finding(number, format!("`{}` is not for both engines", word.trim())))
}

/// The table that a statement's line writes, if it writes one.
fn written(line: &str) -> Option<String> {
    let mut words =
        line.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty());
    while let Some(word) = words.next() {
        let table = match word {
            "INTO" | "UPDATE" => words.next(),
            "DELETE" if words.next() == Some("FROM") => words.next(),
            _ => continue,
        };
        let name = |t: &&str| t.chars().all(|c| c.is_lowercase() || c == '_' || c.is_numeric());
        return table.filter(|t| name(t) && *t != "set").map(str::to_owned);
    }
    None
}

pub(super) fn slice_of(source: &Source) -> Option<&str> {
    let path = source.path.to_str()?;
    path.strip_prefix("crates/")?.split('/').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_tells_which_table_it_writes() {
        let table = |line| written(line);
        assert_eq!(table("\"INSERT INTO posts (id)\"").as_deref(), Some("posts"));
        assert_eq!(table("\"UPDATE members SET name = $1\"").as_deref(), Some("members"));
        assert_eq!(table("\"DELETE FROM sessions WHERE id = $1\"").as_deref(), Some("sessions"));
        assert_eq!(table("\"SELECT id FROM posts\""), None);
        assert_eq!(table("ON CONFLICT (key) DO UPDATE SET value = $2"), None);
    }
}
