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
    ("mbox", r"\def\mbox#1{\text{#1}}"),
    ("ce", r"\def\ce#1{\mathrm{{}#1}}"),
    ("require", r"\def\require#1{}"),
];

/// Commands that a delimiter follows.
const SIZES: &[&str] = &[
    r"\left", r"\right", r"\middle", r"\big", r"\Big", r"\bigg", r"\Bigg", r"\bigl", r"\bigr",
    r"\Bigl", r"\Bigr", r"\biggl", r"\biggr", r"\Biggl", r"\Biggr",
];

/// Spells a formula.
pub(super) fn spelled(tex: &str) -> String {
    let tex = in_lines(&without_numbers(&in_columns(tex)));
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

/// A formula of several lines without an environment is given the one that they mean.
fn in_lines(tex: &str) -> String {
    let (mut depth, mut broken, mut aligned) = (0_i32, false, false);
    let mut rest = tex;
    while let Some(at) = rest.find(['\\', '{', '}', '&']) {
        let here = rest.get(at..).unwrap_or_default();
        let length = match here.chars().next() {
            Some('{') => {
                depth += 1;
                1
            }
            Some('}') => {
                depth -= 1;
                1
            }
            Some('&') => {
                aligned |= depth == 0;
                1
            }
            _ if here.starts_with(r"\begin") => {
                depth += 1;
                6
            }
            _ if here.starts_with(r"\end") => {
                depth -= 1;
                4
            }
            _ => {
                broken |= depth == 0 && here.starts_with(r"\\");
                1 + here.chars().nth(1).map_or(0, char::len_utf8)
            }
        };
        rest = here.get(length..).unwrap_or_default();
    }
    if !broken {
        return tex.to_owned();
    }
    let name = if aligned { "aligned" } else { "gathered" };
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
    fn lines_outside_of_an_environment_are_given_one() {
        assert_eq!(in_lines(r"a \\ b"), r"\begin{gathered}a \\ b\end{gathered}");
        assert_eq!(in_lines(r"a &= b \\ &= c"), r"\begin{aligned}a &= b \\ &= c\end{aligned}");
        let own = r"\begin{cases} a \\ b \end{cases} {c \\ d} \& \{";
        assert_eq!(in_lines(own), own);
    }
}
