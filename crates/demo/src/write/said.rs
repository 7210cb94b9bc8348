//! What was said already, so that no sentence and no title comes again and again.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::dice::Dice;

/// How often one long sentence may stand in all that is written.
const MOST: u8 = 5;
/// How often something is drawn anew before what was drawn is taken as it is.
const TRIES: usize = 40;

/// The sentences and titles that were used.
#[derive(Debug, Default)]
pub(crate) struct Said {
    times: HashMap<u64, u8>,
    titles: HashSet<String>,
    /// Whether it keeps nothing: where a few stretches make up millions of texts.
    forgets: bool,
}

impl Said {
    /// One that lets everything be said any number of times.
    pub(crate) fn anything() -> Self {
        Self { forgets: true, ..Self::default() }
    }

    /// Draws until what is drawn has not been said too often.
    pub(crate) fn line(
        &mut self,
        dice: &mut Dice,
        mut draw: impl FnMut(&mut Dice) -> String,
    ) -> String {
        let mut line = draw(dice);
        if self.forgets {
            return line;
        }
        for _ in 0..TRIES {
            if self.bears(&line) {
                break;
            }
            line = draw(dice);
        }
        for key in keys(&line) {
            let times = self.times.entry(key).or_default();
            *times = times.saturating_add(1);
        }
        line
    }

    fn bears(&self, line: &str) -> bool {
        keys(line).iter().all(|key| self.times.get(key).is_none_or(|times| *times < MOST))
    }

    /// Draws until a title comes that nothing bears yet.
    pub(crate) fn title(
        &mut self,
        dice: &mut Dice,
        mut draw: impl FnMut(&mut Dice) -> String,
    ) -> String {
        let mut title = draw(dice);
        if self.forgets {
            return title;
        }
        for _ in 0..TRIES {
            if !self.titles.contains(&title) {
                break;
            }
            title = draw(dice);
        }
        self.titles.insert(title.clone());
        title
    }
}

fn keys(text: &str) -> Vec<u64> {
    let long = sentences(text).into_iter().filter(|sentence| is_long(sentence));
    long.map(|sentence| {
        let mut hasher = DefaultHasher::new();
        sentence.hash(&mut hasher);
        hasher.finish()
    })
    .collect()
}

/// The sentences of a text in Markdown, without code, tables and formulas.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let (mut found, mut in_code) = (Vec::new(), false);
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with("```") {
            in_code = !in_code;
        } else if !in_code && !line.starts_with(['|', '$', '!', '[']) {
            let line =
                line.trim_start_matches(|c: char| c.is_ascii_digit() || "->#. []*".contains(c));
            found.extend(cut(line));
        }
    }
    found
}

/// Cuts a line behind what ends a sentence.
fn cut(line: &str) -> impl Iterator<Item = &str> {
    let parts = line.split_inclusive(['。', '！', '？']);
    let parts = parts.flat_map(|part| part.split_inclusive(". "));
    let parts = parts.flat_map(|part| part.split_inclusive("? "));
    parts.map(str::trim).filter(|part| !part.is_empty())
}

/// Whether a sentence is long enough to be remembered by who reads it twice: more than twenty
/// characters in Chinese, more than eight words in English.
pub(crate) fn is_long(sentence: &str) -> bool {
    if sentence.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
        sentence.chars().count() > 20
    } else {
        sentence.split_whitespace().count() > 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_told_apart_and_code_and_tables_are_none() {
        let text = "先量，再改。再量！\n\n1. One thing. Another?\n\n```\nlet x = 1. \n```\n\n| a | b |\n\n> 最后。";
        let all = sentences(text);
        assert_eq!(all, ["先量，再改。", "再量！", "One thing.", "Another?", "最后。"]);
    }

    #[test]
    fn what_was_said_five_times_is_drawn_anew() {
        let long = "这是一个长到读过一遍就会记得住的句子，所以不能再来。";
        let (mut said, mut dice) = (Said::default(), Dice::new(1));
        let lines: Vec<String> = (0..200)
            .map(|_| said.line(&mut dice, |dice| dice.word(&[long, "短句。"]).to_owned()))
            .collect();
        assert_eq!(lines.iter().filter(|line| *line == long).count(), 5);
    }
}
