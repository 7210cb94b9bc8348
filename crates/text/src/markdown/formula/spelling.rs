//! TeX as people write it for other renderers, spelled so that ours reads it.

/// Macros that communities use without defining them, and their definitions.
pub(super) const KNOWN: &[(&str, &str)] = &[
    ("ket", r"\def\ket#1{|{#1}\rangle}"),
    ("bra", r"\def\bra#1{\langle{#1}|}"),
    ("braket", r"\def\braket#1{\langle{#1}\rangle}"),
    ("Ket", r"\def\Ket#1{\left|{#1}\right\rangle}"),
    ("Bra", r"\def\Bra#1{\left\langle{#1}\right|}"),
    ("Bbb", r"\def\Bbb#1{\mathbb{#1}}"),
    ("mathscr", r"\def\mathscr#1{\mathcal{#1}}"),
    ("mod", r"\def\mod{\;\mathrm{mod}\;}"),
    ("boxed", r"\def\boxed#1{[\,{#1}\,]}"),
    ("small", r"\def\small{}"),
    ("large", r"\def\large{}"),
    ("Large", r"\def\Large{}"),
    ("space", r"\def\space{\;}"),
    ("ce", r"\def\ce#1{\mathrm{{}#1}}"),
    ("require", r"\def\require#1{}"),
    ("phantom", r"\def\phantom#1{\quad}"),
    ("hphantom", r"\def\hphantom#1{\quad}"),
    ("vphantom", r"\def\vphantom#1{}"),
    ("TeX", r"\def\TeX{\text{TeX}}"),
    ("LaTeX", r"\def\LaTeX{\text{LaTeX}}"),
];

/// Commands that a delimiter follows.
const SIZES: &[&str] = &[
    r"\left", r"\right", r"\middle", r"\big", r"\Big", r"\bigg", r"\Bigg", r"\bigl", r"\bigr",
    r"\Bigl", r"\Bigr", r"\biggl", r"\biggr", r"\Biggl", r"\Biggr",
];

/// Spells a formula.
pub(super) fn spelled(tex: &str) -> String {
    let tex = with_formulas_in_words(&in_points(&with_enough_columns(&in_columns(tex))));
    let tex = in_lines(&without_numbers(&tex));
    INFIXES.iter().fold(tex, |tex, (infix, prefix)| prefixed(&tex, infix, prefix))
}

/// Commands that stand between what they put together, and those that stand before it.
const INFIXES: [(&str, &str); 3] =
    [(r"\choose", r"\binom"), (r"\over", r"\frac"), (r"\atop", r"\genfrac{}{}{0pt}{}")];

/// The old environment for equations is an array of three columns.
fn in_columns(tex: &str) -> String {
    let mut tex = tex.to_owned();
    for name in ["eqnarray*", "eqnarray"] {
        tex = tex
            .replace(&format!(r"\begin{{{name}}}"), r"\begin{array}{rcl}")
            .replace(&format!(r"\end{{{name}}}"), r"\end{array}");
    }
    tex
}

/// Writes the number that somebody gave a formula behind it. Names, by which other formulas would be
/// numbered, and the wish for no number say nothing here.
fn without_numbers(tex: &str) -> String {
    let mut out = String::with_capacity(tex.len());
    let mut rest = tex;
    while let Some((at, command)) = COUNTED
        .iter()
        .filter_map(|command| place_of(rest, command).map(|at| (at, *command)))
        .min_by_key(|(at, _)| *at)
    {
        let (before, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        rest = after.get(command.len()..).unwrap_or_default();
        if QUIET.contains(&command) {
            continue;
        }
        let (bare, inner) = (rest.starts_with('*'), rest.trim_start_matches('*').trim_start());
        let Some(end) = inner.strip_prefix('{').and_then(closed_after) else { continue };
        let number = inner.get(1..=end).unwrap_or_default();
        rest = inner.get(end + 2..).unwrap_or_default();
        match command {
            r"\tag" if bare => out.push_str(&format!(r"\qquad\text{{{number}}}")),
            r"\tag" => out.push_str(&format!(r"\qquad\text{{({number})}}")),
            r"\label" => {}
            _ => out.push_str(&format!(r"\text{{({number})}}")),
        }
    }
    out.push_str(rest);
    out
}

/// Commands about the numbers of formulas.
const COUNTED: &[&str] = &[r"\tag", r"\label", r"\eqref", r"\ref", r"\nonumber", r"\notag"];
/// Those of them that stand alone.
const QUIET: &[&str] = &[r"\nonumber", r"\notag"];

/// Sets the formulas that stand among words: `\text{if $x$}` is `{\text{if }{x}}`. Boxes of words
/// are words in brackets, as other boxes are.
fn with_formulas_in_words(tex: &str) -> String {
    let mut out = String::with_capacity(tex.len());
    let mut rest = tex;
    while let Some((at, command)) = WORDED
        .iter()
        .filter_map(|command| place_of(rest, command).map(|at| (at, *command)))
        .min_by_key(|(at, _)| *at)
    {
        let (before, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        rest = after.get(command.len()..).unwrap_or_default();
        let group = rest.trim_start().strip_prefix('{');
        let Some((words, tail)) =
            group.and_then(|group| group.split_at_checked(closed_after(group)?))
        else {
            out.push_str(command);
            continue;
        };
        rest = tail.get(1..).unwrap_or_default();
        let (command, brackets) = match command {
            r"\fbox" => (r"\text", (r"[\,", r"\,]")),
            r"\mbox" => (r"\text", ("", "")),
            _ => (command, ("", "")),
        };
        out.push_str(brackets.0);
        out.push_str(&in_pieces(command, words));
        out.push_str(brackets.1);
    }
    out.push_str(rest);
    out
}

/// Commands whose argument is words.
const WORDED: &[&str] =
    &[r"\text", r"\textrm", r"\textbf", r"\textit", r"\textsf", r"\texttt", r"\mbox", r"\fbox"];

/// Words and the formulas among them, one after the other.
fn in_pieces(command: &str, words: &str) -> String {
    let parts: Vec<&str> = words.split('$').collect();
    if parts.len().is_multiple_of(2) || words.contains(r"\$") {
        return format!("{command}{{{words}}}");
    }
    let piece = |(number, part): (usize, &&str)| match number % 2 {
        1 => format!("{{{part}}}"),
        _ if part.is_empty() => String::new(),
        _ => format!("{command}{{{part}}}"),
    };
    let pieces: String = parts.iter().enumerate().map(piece).collect();
    if parts.len() == 1 { pieces } else { format!("{{{pieces}}}") }
}

/// Distances between lines are given in points where they were given in pixels.
fn in_points(tex: &str) -> String {
    let mut out = String::with_capacity(tex.len());
    let mut rest = tex;
    while let Some((before, after)) = rest.split_once(r"\\[") {
        out.push_str(before);
        out.push_str(r"\\[");
        rest = after;
        let pixels = after.split_once(']').and_then(|(distance, tail)| {
            let number = distance.trim().strip_suffix("px")?.trim();
            number.parse::<f32>().ok().map(|_| (number, tail))
        });
        if let Some((number, tail)) = pixels {
            out.push_str(&format!("{number}pt]"));
            rest = tail;
        }
    }
    out.push_str(rest);
    out
}

/// An array whose lines hold more columns than it says is given them, set in the middle.
fn with_enough_columns(tex: &str) -> String {
    const BEGIN: &str = r"\begin{array}{";
    let mut out = String::with_capacity(tex.len());
    let mut rest = tex;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        out.push_str(before);
        out.push_str(BEGIN);
        let end = closed_after(after).unwrap_or(after.len());
        let (columns, body) = after.split_at_checked(end).unwrap_or((after, ""));
        out.push_str(columns);
        if columns.chars().all(|ch| "lcr| ".contains(ch)) && !body.is_empty() {
            let said = columns.chars().filter(char::is_ascii_alphabetic).count();
            let signs = own_signs(body.get(1..).unwrap_or_default());
            let widest = signs.split(|sign| *sign == Sign::Line).map(|line| line.len() + 1).max();
            let missing = widest.unwrap_or_default().saturating_sub(said);
            out.push_str(&"c".repeat(missing.min(MOST_COLUMNS)));
        }
        rest = body;
    }
    out.push_str(rest);
    out
}

/// Most columns that an array is given beyond those that it says.
const MOST_COLUMNS: usize = 40;

/// A sign of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// `&`: the next column.
    Column,
    /// `\\`: the next line.
    Line,
}

/// The signs of a table that stand in no group and no environment below it, up to its end.
fn own_signs(tex: &str) -> Vec<Sign> {
    let (mut depth, mut signs) = (0_i32, Vec::new());
    let mut rest = tex;
    while let Some(at) = rest.find(['\\', '{', '}', '&']) {
        let here = rest.get(at..).unwrap_or_default();
        let (length, deeper, sign) = match here.chars().next() {
            Some('{') => (1, 1, None),
            Some('}') => (1, -1, None),
            Some('&') => (1, 0, Some(Sign::Column)),
            _ if here.starts_with(r"\begin") => (6, 1, None),
            _ if here.starts_with(r"\end") => (4, -1, None),
            _ if here.starts_with(r"\\") => (2, 0, Some(Sign::Line)),
            _ => (1 + here.chars().nth(1).map_or(0, char::len_utf8), 0, None),
        };
        depth += deeper;
        if depth < 0 {
            break;
        }
        signs.extend(sign.filter(|_| depth == 0));
        rest = here.get(length..).unwrap_or_default();
    }
    signs
}

/// A formula of several lines without an environment is given the one that they mean.
fn in_lines(tex: &str) -> String {
    let signs = own_signs(tex);
    if !signs.contains(&Sign::Line) {
        return tex.to_owned();
    }
    let name = if signs.contains(&Sign::Column) { "aligned" } else { "gathered" };
    format!(r"\begin{{{name}}}{tex}\end{{{name}}}")
}

/// `\right>` is `\right\rangle` for everyone who writes it, in definitions too.
pub(super) fn with_angles(tex: &str) -> String {
    let mut out = String::with_capacity(tex.len() + 16);
    for (at, ch) in tex.char_indices() {
        let before = tex.get(..at).unwrap_or_default().trim_end();
        let sized = matches!(ch, '<' | '>') && SIZES.iter().any(|size| before.ends_with(size));
        match ch {
            '<' if sized => out.push_str(r"\langle "),
            '>' if sized => out.push_str(r"\rangle "),
            _ => out.push(ch),
        }
    }
    out
}

/// Turns `{a \over b}` into `{\frac{a}{b}}`, from the inside out.
fn prefixed(tex: &str, infix: &str, prefix: &str) -> String {
    let mut tex = tex.to_owned();
    for _ in 0..MOST_INFIXES {
        let Some(at) = place_of(&tex, infix) else { break };
        let (Some(before), Some(after)) = (tex.get(..at), tex.get(at + infix.len()..)) else {
            break;
        };
        let start = opened_before(before).map_or(0, |brace| brace + 1);
        let end = closed_after(after).unwrap_or(after.len());
        let (Some((lead, above)), Some((below, tail))) =
            (before.split_at_checked(start), after.split_at_checked(end))
        else {
            break;
        };
        tex = format!("{lead}{prefix}{{{above}}}{{{below}}}{tail}");
    }
    tex
}

/// Most infix commands of one formula that are turned round.
const MOST_INFIXES: usize = 40;

/// The last open brace before a place.
fn opened_before(tex: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in tex.bytes().enumerate().rev() {
        match byte {
            b'}' => depth += 1,
            b'{' if depth == 0 => return Some(at),
            b'{' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The brace that closes the group which a place is in.
fn closed_after(tex: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in tex.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some(at),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Where a command stands: not as the beginning of a longer one.
fn place_of(tex: &str, command: &str) -> Option<usize> {
    tex.match_indices(command).map(|(at, _)| at).find(|at| {
        let after = tex.get(at + command.len()..).unwrap_or_default();
        !after.starts_with(|ch: char| ch.is_ascii_alphabetic())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_other_renderers_know_is_spelled_out() {
        assert_eq!(with_angles(r"\left|a\right> b > c"), r"\left|a\right\rangle  b > c");
        assert_eq!(
            prefixed(r"{1\over 2}+{a{n\over k}}", r"\over", r"\frac"),
            r"{\frac{1}{ 2}}+{a{\frac{n}{ k}}}"
        );
        assert_eq!(prefixed(r"n\choose k", r"\choose", r"\binom"), r"\binom{n}{ k}");
        assert_eq!(prefixed(r"\overline{x}", r"\over", r"\frac"), r"\overline{x}");
    }

    #[test]
    fn numbers_stand_behind_their_formulas() {
        assert_eq!(without_numbers(r"a \tag{1}"), r"a \qquad\text{(1)}");
        assert_eq!(without_numbers(r"a \tag*{$*$} \label{x}\nonumber b"), r"a \qquad\text{$*$}  b");
        assert_eq!(without_numbers(r"\eqref{1}\reflectbox"), r"\text{(1)}\reflectbox");
        assert_eq!(without_numbers(r"\tag{"), "{");
    }

    #[test]
    fn formulas_among_words_are_set_and_boxes_of_words_are_brackets() {
        let spelled = with_formulas_in_words;
        assert_eq!(spelled(r"\text{if $x$, } y"), r"{\text{if }{x}\text{, }} y");
        assert_eq!(spelled(r"\fbox{$\pm$}"), r"[\,{{\pm}}\,]");
        assert_eq!(spelled(r"\mbox{ of }\text{a}"), r"\text{ of }\text{a}");
        for own in [r"\text{5\$}", r"\text{a $b}", r"\text", r"\textcolor{red}{x}", r"\text{"] {
            assert_eq!(spelled(own), own);
        }
    }

    #[test]
    fn an_array_has_as_many_columns_as_its_lines() {
        let wide = with_enough_columns(r"\begin{array}{cc} a && b \\ {c & c} \\ d \end{array} & e");
        assert_eq!(wide, r"\begin{array}{ccc} a && b \\ {c & c} \\ d \end{array} & e");
        for own in [r"\begin{array}{c|c} a & b \end{array}", r"\begin{array}{", r"\begin{array}"] {
            assert_eq!(with_enough_columns(own), own);
        }
        assert_eq!(in_points(r"a \\[2.5px] b \\[1em] 3px"), r"a \\[2.5pt] b \\[1em] 3px");
    }

    #[test]
    fn lines_outside_of_an_environment_are_given_one() {
        assert_eq!(in_lines(r"a \\ b"), r"\begin{gathered}a \\ b\end{gathered}");
        assert_eq!(in_lines(r"a &= b \\ &= c"), r"\begin{aligned}a &= b \\ &= c\end{aligned}");
        let own = r"\begin{cases} a \\ b \end{cases} {c \\ d} \& \{";
        assert_eq!(in_lines(own), own);
    }
}
