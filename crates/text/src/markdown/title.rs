//! Titles: one line of words with formulas in it, and nothing else of Markdown.

use super::formula;
use super::sheet::escaped;

/// Longest title in bytes whose formulas are drawn.
const LONGEST: usize = 1_000;

/// A title as HTML: its formulas (`$…$`, `$$…$$`) drawn in the line as texts draw them, the rest as it
/// was written. A sign that opens nothing, and a formula that cannot be set, stay as they are.
#[must_use]
pub fn title(title: &str) -> String {
    if !title.contains('$') || title.len() > LONGEST {
        return escaped(title);
    }
    let (mut html, mut rest) = (String::with_capacity(title.len()), title);
    while let Some((before, after)) = rest.split_once('$') {
        html.push_str(&escaped(before));
        let drawn = if before.ends_with('\\') { None } else { drawn(after) };
        let (piece, behind) = drawn.unwrap_or_else(|| ("$".to_owned(), after));
        html.push_str(&piece);
        rest = behind;
    }
    html.push_str(&escaped(rest));
    html
}

/// The formula behind an opening sign, and what follows it. As in texts, no blank stands inside next
/// to a sign and no digit behind the last one: "from $5 to $10" is about money.
fn drawn(after: &str) -> Option<(String, &str)> {
    let (sign, body) = match after.strip_prefix('$') {
        Some(body) => ("$$", body),
        None => ("$", after),
    };
    let end = closing(body, sign)?;
    let (tex, behind) = (body.get(..end)?, body.get(end + sign.len()..)?);
    let is_blank = |c: char| c.is_whitespace();
    let apart = tex.starts_with(is_blank) || tex.ends_with(is_blank);
    if apart || behind.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some((formula::in_line(tex)?, behind))
}

/// Where a formula ends: the sign outside of braces that no backslash stands before.
fn closing(body: &str, sign: &str) -> Option<usize> {
    let (mut depth, mut escaped) = (0_i32, false);
    for (at, ch) in body.char_indices() {
        match ch {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' => depth -= 1,
            '$' if depth <= 0 && body.get(at..)?.starts_with(sign) => return Some(at),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_title_shows_its_formulas_drawn_and_its_words_as_they_are() {
        let html = title(r"Is $\hat{H}$ <b>Hermitian</b> & $$x^2 < 4$$?");
        assert!(html.starts_with("Is <math") && html.ends_with("</math>?"), "{html}");
        assert!(html.contains("</math> &lt;b&gt;Hermitian&lt;/b&gt; &amp; <math"), "{html}");
        assert_eq!(html.matches("<math").count(), 2);
        assert!(!html.contains('$'), "{html}");
        assert_eq!(title("*No* _Markdown_ `here`"), "*No* _Markdown_ `here`");
        assert!(title(r"$\text{a $b$ c}$").starts_with("<math"));
    }

    #[test]
    fn a_sign_that_opens_nothing_and_a_formula_that_cannot_be_set_stay_as_they_are() {
        for plain in [
            "From $5 to $10",
            "US$5/$10",
            "$",
            "$$",
            "$$$$",
            "a $ b $ c",
            r"\$5 and 6\$",
            r"$\frac{1$",
            r"$\nothing$ known",
            r"$}$",
        ] {
            assert_eq!(title(plain), plain);
        }
        let long = format!("$x$ {}", "a".repeat(LONGEST));
        assert_eq!(title(&long), long);
    }

    proptest! {
        #[test]
        fn whatever_a_title_holds_nothing_of_it_is_markup(
            text in r"(\$|\\[a-z]{1,6}|[<>&{}'\^_]|<script>|</math>|[a-z0-9 ]){0,40}"
        ) {
            let html = title(&text);
            let mut rest = html.as_str();
            while let Some((words, math)) = rest.split_once("<math") {
                prop_assert!(!words.contains(['<', '>']), "{html}");
                let (math, behind) = math.split_once("</math>").expect("a formula that ends");
                let math = format!("<math{math}</math>");
                prop_assert!(formula::is_allowed(&math), "{math}");
                rest = behind;
            }
            prop_assert!(!rest.contains(['<', '>']), "{html}");
        }
    }
}
