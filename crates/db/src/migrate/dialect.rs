//! The closed list of tokens in which the engines' schemas differ.

use crate::Engine;

/// Writes a migration for one engine: blocks of the other engine left out, tokens filled in.
pub(super) fn translate(text: &str, engine: Engine) -> String {
    let text = only_for(text, engine);
    let mut out = String::with_capacity(text.len() + 256);
    let mut made_first = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((token, after)) = after.split_once('}') else { break };
        out.push_str(before);
        out.push_str(&filled(token, last_word(before), engine, &mut made_first));
        rest = after;
    }
    out.push_str(rest);
    made_first + &out
}

/// Keeps what is for both engines and for this one.
fn only_for(text: &str, engine: Engine) -> String {
    let mut kept = true;
    let mut out = String::new();
    for line in text.lines() {
        match line.trim() {
            "-- sqlite:" => kept = engine == Engine::Sqlite,
            "-- pg:" => kept = engine == Engine::Postgres,
            "-- end" => kept = true,
            _ if kept => {
                out.push_str(line);
                out.push('\n');
            }
            _ => {}
        }
    }
    out
}

fn filled(token: &str, column: &str, engine: Engine, made_first: &mut String) -> String {
    let sqlite = engine == Engine::Sqlite;
    let choose = |ours: &str, theirs: &str| (if sqlite { ours } else { theirs }).to_owned();
    match token.split_once(' ') {
        Some(("sequence", _)) if sqlite => String::new(),
        Some(("sequence", name)) => {
            made_first.push_str(&format!("CREATE SEQUENCE {name} CACHE 1;\n"));
            format!("DEFAULT nextval('{name}')")
        }
        _ => match token.to_ascii_lowercase().as_str() {
            "int" | "bigint" => choose("INTEGER", "BIGINT"),
            "real" => choose("REAL", "DOUBLE PRECISION"),
            "bytes" | "blob" => choose("BLOB", "BYTEA"),
            "strict" => choose("STRICT", ""),
            "empty_bytes" => choose("x''", "''::bytea"),
            "bool" if sqlite => format!("INTEGER CHECK ({column} IN (0, 1))"),
            "bool" => "BOOLEAN".to_owned(),
            _ => format!("{{{token}}}"),
        },
    }
}

fn last_word(text: &str) -> &str {
    text.trim_end().rsplit(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_or_no_is_a_checked_number_where_there_is_no_type_for_it() {
        let text = "pinned {bool} NOT NULL";
        assert_eq!(
            translate(text, Engine::Sqlite).trim_end(),
            "pinned INTEGER CHECK (pinned IN (0, 1)) NOT NULL"
        );
        assert_eq!(translate(text, Engine::Postgres).trim_end(), "pinned BOOLEAN NOT NULL");
    }

    #[test]
    fn what_only_one_engine_has_is_left_out_for_the_other() {
        let text = "a;\n-- sqlite:\nb;\n-- pg:\nc;\n-- end\nd;";
        assert_eq!(translate(text, Engine::Sqlite), "a;\nb;\nd;\n");
        assert_eq!(translate(text, Engine::Postgres), "a;\nc;\nd;\n");
    }

    #[test]
    fn an_unknown_token_stays_and_is_refused_by_the_engine() {
        assert_eq!(translate("x {text}", Engine::Sqlite), "x {text}\n");
    }
}
