//! Finding TeX in a text as MathJax does there: `$…$`, `$$…$$` and bare environments.

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Words.
    Text(&'a str),
    /// A dollar sign that opens nothing.
    Dollar,
    /// A formula: its TeX, and whether it stands on lines of its own.
    Formula { tex: &'a str, display: bool },
}

/// Takes a text apart at its formulas.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut rest, mut done) = (0, 0);
    while let Some(at) = next_sign(text, rest) {
        let tail = text.get(at..).unwrap_or_default();
        let found = found_at(tail);
        let Some((piece, length)) = found else {
            rest = at + 1;
            continue;
        };
        push_text(&mut pieces, text.get(done..at));
        pieces.push(piece);
        rest = at + length;
        done = rest;
    }
    push_text(&mut pieces, text.get(done..));
    pieces
}

fn push_text<'a>(pieces: &mut Vec<Piece<'a>>, text: Option<&'a str>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        pieces.push(Piece::Text(text));
    }
}

fn next_sign(text: &str, from: usize) -> Option<usize> {
    let tail = text.get(from..)?;
    let sign = [tail.find('$'), tail.find("\\$"), tail.find("\\begin{")];
    sign.into_iter().flatten().min().map(|at| from + at)
}

/// What begins with the sign that a text begins with, and its length in bytes.
fn found_at(tail: &str) -> Option<(Piece<'_>, usize)> {
    if tail.starts_with("\\$") {
        return Some((Piece::Dollar, 2));
    }
    if let Some(body) = tail.strip_prefix("\\begin{") {
        let (name, _) = body.split_once('}')?;
        let last = format!("\\end{{{name}}}");
        let end = tail.find(&last)? + last.len();
        return Some((Piece::Formula { tex: tail.get(..end)?, display: true }, end));
    }
    if let Some(body) = tail.strip_prefix("$$")
        && let Some(end) = closing(body, "$$")
        && body.get(..end).is_some_and(|tex| !tex.trim().is_empty())
    {
        return Some((Piece::Formula { tex: body.get(..end)?, display: true }, end + 4));
    }
    let body = tail.strip_prefix('$')?;
    match closing(body, "$") {
        Some(end) if body.get(..end).is_some_and(|tex| !tex.trim().is_empty()) => {
            Some((Piece::Formula { tex: body.get(..end)?, display: false }, end + 2))
        }
        _ => Some((Piece::Dollar, 1)),
    }
}

/// Where a formula ends: the sign outside of braces that no backslash stands before.
fn closing(body: &str, sign: &str) -> Option<usize> {
    let (mut depth, mut escaped) = (0_i32, false);
    for (at, c) in body.char_indices() {
        let here = body.get(at..).unwrap_or_default();
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' => depth -= 1,
            '$' if depth <= 0 && here.starts_with(sign) => return Some(at),
            _ => {}
        }
    }
    None
}

/// A formula as our Markdown writes it, on one line; `next` is the character that follows.
pub(super) fn written(tex: &str, display: bool, next: Option<char>) -> String {
    let line = one_line(tex);
    if display {
        return format!("$${line}$$");
    }
    let touches = line.contains('$') || next.is_some_and(|c| c.is_alphanumeric() || c == '$');
    if touches && !line.contains('`') { format!("$`{line}`$") } else { format!("${line}$") }
}

/// The same TeX on one line: its comments end with the line, so they are left out.
fn one_line(tex: &str) -> String {
    let mut line = String::with_capacity(tex.len());
    for part in tex.lines() {
        let mut escaped = false;
        let comment = part.char_indices().find(|(_, c)| {
            let here = *c == '%' && !escaped;
            escaped = *c == '\\' && !escaped;
            here
        });
        let part = comment.map_or(part, |(at, _)| part.get(..at).unwrap_or(part));
        for word in part.split_whitespace() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inline(tex: &str) -> Piece<'_> {
        Piece::Formula { tex, display: false }
    }

    fn display(tex: &str) -> Piece<'_> {
        Piece::Formula { tex, display: true }
    }

    #[test]
    fn formulas_are_found_where_they_are_set_there() {
        assert_eq!(
            pieces("let $a_1$ be $$x\n+y$$ or \\begin{align}z\\end{align}."),
            [
                Piece::Text("let "),
                inline("a_1"),
                Piece::Text(" be "),
                display("x\n+y"),
                Piece::Text(" or "),
                display("\\begin{align}z\\end{align}"),
                Piece::Text("."),
            ]
        );
    }

    #[test]
    fn a_dollar_that_opens_nothing_stays_one() {
        assert_eq!(pieces("5$ now"), [Piece::Text("5"), Piece::Dollar, Piece::Text(" now")]);
        assert_eq!(pieces("\\$5"), [Piece::Dollar, Piece::Text("5")]);
        assert_eq!(pieces("$\\text{a $b$ c}$"), [inline("\\text{a $b$ c}")]);
    }

    #[test]
    fn formulas_stand_on_one_line() {
        assert_eq!(written(" a % why\n\n+ b\\% ", true, None), "$$a + b\\%$$");
        assert_eq!(written("n", false, Some('-')), "$n$");
        assert_eq!(written("n", false, Some('2')), "$`n`$");
        assert_eq!(written("\\fbox{$n$}", false, None), "$`\\fbox{$n$}`$");
    }
}
