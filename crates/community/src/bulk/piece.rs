//! Stretches of text that are drawn once and stand in many bodies.
//!
//! Whole blocks of Markdown in one language that name nobody and bear no footnotes draw alike
//! wherever they stand, so a seed of millions of bodies draws each of its stretches once and puts the results together.

use text::{Length, Rendered};

use super::{DrawnBody, DrawnComment};
use crate::post::body::{self, Drawn, Known};
use crate::search;

/// The blank line between two blocks.
const BETWEEN: &str = "\n\n";

/// One or more whole blocks of Markdown, drawn.
#[derive(Debug, Clone)]
pub struct Piece {
    source: String,
    rendered: Rendered,
    tokens: String,
    /// Whether it holds sentences, not headings, code or tables alone.
    speaks: bool,
}

/// Stands below a piece to see whether it has sentences of its own.
const OTHER: &str = "X";

impl Piece {
    /// Draws blocks as they stand in posts.
    #[must_use]
    pub fn of_post(source: &str) -> Self {
        Self::of(source, body::draw_whole(source))
    }

    /// Draws blocks as they stand in comments; there are no headings among them.
    #[must_use]
    pub fn of_comment(source: &str) -> Self {
        Self::of(source, body::draw_comment(source, &Known::default(), ""))
    }

    fn of(source: &str, rendered: Rendered) -> Self {
        let tokens = search::tokens(&rendered.plain);
        let speaks = text::opening(&format!("{source}{BETWEEN}{OTHER}")) != OTHER;
        Self { source: source.to_owned(), rendered, tokens, speaks }
    }
}

/// A body that was put together, with the tokens by which it is found.
#[derive(Debug, Clone)]
pub struct Composed<D> {
    /// Markdown.
    pub source: String,
    /// What drawing it gives.
    pub drawn: D,
    /// Tokens of all of it.
    pub tokens: String,
    /// Tokens of what stands above the divider.
    pub free_tokens: String,
}

/// A post of these pieces; `divider` is its Markdown and how many of them stand above it.
#[must_use]
pub fn compose_post(pieces: &[&Piece], divider: Option<(&str, usize)>) -> Composed<DrawnBody> {
    let above = divider.map_or(0, |(_, above)| above.min(pieces.len()));
    let (head, tail) = pieces.split_at(above);
    let mut sources: Vec<&str> = head.iter().map(|piece| piece.source.as_str()).collect();
    sources.extend(divider.map(|(mark, _)| mark));
    sources.extend(tail.iter().map(|piece| piece.source.as_str()));
    let free = divider.map(|_| joined(head));
    let drawn = Drawn::of(joined(pieces), free);
    Composed {
        source: sources.join(BETWEEN),
        drawn: DrawnBody(drawn),
        tokens: tokens(pieces),
        free_tokens: tokens(head),
    }
}

/// A comment of these pieces.
#[must_use]
pub fn compose_comment(pieces: &[&Piece]) -> Composed<DrawnComment> {
    let sources: Vec<&str> = pieces.iter().map(|piece| piece.source.as_str()).collect();
    let Rendered { html, plain, language: lang, .. } = joined(pieces);
    Composed {
        source: sources.join(BETWEEN),
        drawn: DrawnComment { html, plain, lang },
        tokens: tokens(pieces),
        free_tokens: String::new(),
    }
}

fn tokens(pieces: &[&Piece]) -> String {
    let all: Vec<&str> = pieces.iter().map(|piece| piece.tokens.as_str()).collect();
    all.join(" ")
}

/// What drawing the pieces together gives.
fn joined(pieces: &[&Piece]) -> Rendered {
    let mut whole = Rendered::default();
    let room =
        |length: fn(&Rendered) -> usize| pieces.iter().map(|p| length(&p.rendered) + 1).sum();
    whole.html.reserve(room(|r| r.html.len()));
    whole.plain.reserve(room(|r| r.plain.len()));
    let mut spoken: [(usize, _); 2] = [(0, None), (0, None)];
    let mut sentences = Vec::new();
    for Piece { rendered, speaks, .. } in pieces {
        sentences.extend(Some(rendered.opening.as_str()).filter(|_| *speaks));
        if !whole.html.is_empty() && !whole.html.ends_with('\n') {
            whole.html.push('\n');
        }
        whole.html.push_str(&rendered.html);
        if !whole.plain.is_empty() {
            whole.plain.push('\n');
        }
        whole.plain.push_str(&rendered.plain);
        whole.outline.extend(rendered.outline.iter().cloned());
        whole.images += rendered.images;
        let Length { characters, han, words } = rendered.length;
        whole.length.characters += characters;
        whole.length.han += han;
        whole.length.words += words;
        if let (Some(language), [first, second]) = (rendered.language, &mut spoken) {
            let place = if first.1.is_none_or(|l| l == language) { first } else { second };
            *place = (place.0 + characters, Some(language));
        }
    }
    let sentences = if sentences.is_empty() { whole.plain.clone() } else { sentences.join("\n") };
    whole.opening = text::on_one_line(&sentences);
    whole.language = spoken.into_iter().max_by_key(|(characters, _)| *characters).and_then(|s| s.1);
    whole
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::bulk::{draw, draw_comment};

    const BLOCKS: [&str; 6] = [
        "去年冬天接手客服知识库的时候，我以为最难的是**模型**，后来发现不是。",
        "## 原因",
        "查到最后，嵌入把编号当成噪声，“A-1032”和“A-1023”几乎一样。",
        "```python\ndef rrf(rankings, k=60):\n    return rankings\n```",
        "| 版本 | recall@10 |\n| --- | ---: |\n| 原来 | 61% |",
        "> 融合常数别迷信 60。",
    ];

    #[test]
    fn pieces_put_together_are_what_the_whole_draws() {
        let pieces: Vec<Piece> = BLOCKS.iter().map(|block| Piece::of_post(block)).collect();
        let pieces: Vec<&Piece> = pieces.iter().collect();
        let composed = compose_post(&pieces, Some(("[[付费]]", 3)));
        let (Drawn { plain, free_plain, .. }, whole) =
            (&composed.drawn.0, draw(&composed.source, &HashMap::new()));
        assert_eq!(search::tokens(&whole.0.plain), composed.tokens);
        assert_eq!(search::tokens(&whole.0.free_plain), composed.free_tokens);
        assert_eq!((plain, free_plain), (&whole.0.plain, &whole.0.free_plain));
        assert_eq!(format!("{:?}", composed.drawn), format!("{whole:?}"));
    }

    #[test]
    fn a_comment_of_pieces_is_what_the_whole_draws() {
        let pieces =
            [Piece::of_comment("这一段救了我一个下午，谢谢。"), Piece::of_comment("等更新。")];
        let composed = compose_comment(&[&pieces[0], &pieces[1]]);
        let whole = draw_comment(&composed.source, "anchor");
        assert_eq!(format!("{:?}", composed.drawn), format!("{whole:?}"));
        assert_eq!(search::tokens(&whole.plain), composed.tokens);
    }
}
