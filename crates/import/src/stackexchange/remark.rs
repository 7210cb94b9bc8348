//! Comments are written in a small Markdown of one line there: bold, italics, code, links, TeX.

use super::formula::{Piece, pieces, written};

/// A comment's text in our Markdown.
pub(super) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for (index, part) in text.split('`').enumerate() {
        if index > 0 {
            out.push('`');
        }
        if index % 2 == 1 {
            out.push_str(part);
        } else {
            prose(part, &mut out);
        }
    }
    opening_escaped(out)
}

fn prose(part: &str, out: &mut String) {
    let found = pieces(part);
    let mut following = found.iter().skip(1);
    for piece in &found {
        let next = match following.next() {
            Some(Piece::Text(text)) => text.chars().next(),
            Some(_) => Some('$'),
            None => None,
        };
        match piece {
            Piece::Text(words) => out.push_str(&words.replace('<', "\\<")),
            Piece::Dollar => out.push_str("\\$"),
            Piece::Formula { tex, display } => out.push_str(&written(tex, *display, next)),
        }
    }
}

/// What would open a heading, a list or a quote opens nothing in a text of one line.
fn opening_escaped(text: String) -> String {
    let marker = text.starts_with(['#', '>', '-', '+', '='])
        || text.starts_with("* ")
        || text.starts_with("~~~");
    if marker {
        return format!("\\{text}");
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.split_at_checked(digits) {
        Some((number, rest)) if digits > 0 && rest.starts_with(['.', ')']) => {
            format!("{number}\\{rest}")
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::markdown;

    #[test]
    fn a_remark_stays_one_paragraph() {
        assert_eq!(markdown("1. No, rho=|0><0| is $ x<y $"), "1\\. No, rho=|0>\\<0| is $x<y$");
        assert_eq!(markdown("- `a<b`"), "\\- `a<b`");
    }
}
