//! Reading of the posts of an English community.

use std::fs;
use std::path::Path;

use analysis::quality::Structure;

use super::super::Failure;

/// A post as text, and how it is laid out.
pub(crate) struct Post {
    pub(crate) text: String,
    pub(crate) structure: Structure,
}

/// The answers that are long enough to be judged; none where the file is missing.
pub(crate) fn answers(path: &Path) -> Result<Vec<Post>, Failure> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let dump = fs::read_to_string(path)?;
    let rows = dump.lines().filter(|line| line.contains(" PostTypeId=\"2\""));
    let posts = rows.filter_map(|row| {
        let body = row.split_once(" Body=\"")?.1;
        Some(post(&plain(body.split_once('"')?.0)))
    });
    Ok(posts.filter(|post| post.text.chars().count() >= LEAST).collect())
}

/// The shortest answer, in characters.
const LEAST: usize = 600;

fn plain(escaped: &str) -> String {
    let known = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#xA;", "\n"), ("&#39;", "'")];
    let text = known.iter().fold(escaped.to_owned(), |text, (code, sign)| text.replace(code, sign));
    text.replace("&amp;", "&")
}

fn post(html: &str) -> Post {
    let count = |tag: &str| u32::try_from(html.matches(tag).count()).unwrap_or(u32::MAX);
    let structure = Structure {
        headings: count("<h1") + count("<h2") + count("<h3"),
        paragraphs: count("<p>"),
        items: count("<li>"),
        code: count("<pre"),
        links: count("<a "),
    };
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tagged)) = rest.split_once('<') {
        text.push_str(before);
        let is_code = tagged.starts_with("pre");
        let tagged = if is_code { after(tagged, "</pre") } else { tagged };
        rest = after(tagged, ">");
    }
    text.push_str(rest);
    let words: Vec<&str> = text.split_whitespace().collect();
    Post { text: plain(&words.join(" ")), structure }
}

fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or("", |parts| parts.1)
}
