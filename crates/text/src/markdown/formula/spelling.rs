//! TeX as people write it for other renderers, spelled so that ours reads it.

/// Macros that communities use without defining them, and their definitions.
const KNOWN: &[(&str, &str)] = &[
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
    ("require", r"\def\require#1{}"),
];

/// Commands that a delimiter follows.
const SIZES: &[&str] = &[
    r"\left", r"\right", r"\middle", r"\big", r"\Big", r"\bigg", r"\Bigg", r"\bigl", r"\bigr",
    r"\Bigl", r"\Bigr", r"\biggl", r"\biggr", r"\Biggl", r"\Biggr",
];

/// Spells a formula, behind the definitions that its text has made before.
pub(super) fn spelled(tex: &str, defined: &str) -> String {
    let tex = with_angles(tex);
    let tex = prefixed(&prefixed(&tex, r"\choose", r"\binom"), r"\over", r"\frac");
    let missing = KNOWN.iter().filter(|(name, _)| {
        uses(&tex, name) && !uses_definition_of(&tex, name) && !uses_definition_of(defined, name)
    });
    let known: String = missing.map(|(_, definition)| *definition).collect();
    format!("{known}{defined}{tex}")
}

/// Whether a formula does nothing but define macros.
pub(super) fn is_definition(tex: &str) -> bool {
    let mut rest = tex.trim();
    if rest.is_empty() {
        return false;
    }
    while !rest.is_empty() {
        let begins = [r"\newcommand", r"\renewcommand", r"\providecommand", r"\def"];
        let Some(after) = begins.iter().find_map(|begin| rest.strip_prefix(begin)) else {
            return false;
        };
        let named = after.trim_start().starts_with('{');
        let Some((_, end)) = group(after, if named { 2 } else { 1 }) else { return false };
        rest = after.get(end..).unwrap_or_default().trim_start();
    }
    true
}

/// Where the `nth` group in braces lies, both braces included.
fn group(tex: &str, nth: usize) -> Option<(usize, usize)> {
    let (mut depth, mut seen, mut start) = (0_usize, 0, 0);
    for (at, byte) in tex.bytes().enumerate() {
        match byte {
            b'{' => {
                if depth == 0 {
                    start = at;
                }
                depth += 1;
            }
            b'}' => {
                depth = depth.checked_sub(1)?;
                seen += usize::from(depth == 0);
                if seen == nth {
                    return Some((start, at + 1));
                }
            }
            _ => {}
        }
    }
    None
}

/// `\right>` is `\right\rangle` for everyone who writes it.
fn with_angles(tex: &str) -> String {
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

fn uses(tex: &str, name: &str) -> bool {
    place_of(tex, &format!("\\{name}")).is_some()
}

fn uses_definition_of(tex: &str, name: &str) -> bool {
    [format!("\\def\\{name}"), format!("{{\\{name}}}"), format!("command\\{name}")]
        .iter()
        .any(|definition| tex.contains(definition.as_str()))
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
        assert!(spelled(r"\ket{0}", "").starts_with(r"\def\ket#1"));
        assert!(!spelled(r"\ket{0}", r"\newcommand{\ket}[1]{x}").contains(r"\def\ket"));
        assert_eq!(spelled(r"\models", ""), r"\models");
    }

    #[test]
    fn definitions_are_told_from_formulas() {
        assert!(is_definition(r"\newcommand{\bs}[1]{{\boldsymbol #1}} \def\a#1{x}"));
        for tex in ["", "x", r"\newcommand{\a}{b} x", r"\newcommand", r"\def\a"] {
            assert!(!is_definition(tex), "{tex}");
        }
    }
}
