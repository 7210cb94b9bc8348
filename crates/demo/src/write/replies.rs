//! Answers and comments below a post, in its language, by the topic's own words.

use kernel::Locale;

use super::text::{capital, words};
use crate::bank::remarks::{ANSWERS_EN, ANSWERS_ZH, EN, ZH};
use crate::dice::Dice;

/// A comment below a post about a topic.
pub(super) fn remark(dice: &mut Dice, topic: usize, locale: Locale) -> String {
    let line = if locale == Locale::En { dice.word(&EN) } else { dice.word(&ZH) };
    filled(line, topic, locale)
}

/// An answer to a question about a topic.
pub(super) fn answer(dice: &mut Dice, topic: usize, locale: Locale) -> String {
    let from = if locale == Locale::En { &ANSWERS_EN } else { &ANSWERS_ZH };
    filled(dice.word(from), topic, locale)
}

fn filled(line: &str, topic: usize, locale: Locale) -> String {
    let Some(w) = words(topic, locale) else { return line.to_owned() };
    let line = [
        ("{cure}", w.cure),
        ("{check}", w.check),
        ("{caveat}", w.caveat),
        ("{cause}", w.cause),
        ("{trouble}", w.trouble),
    ]
    .iter()
    .fold(line.to_owned(), |line, (place, words)| line.replace(place, words));
    capital(&line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_a_reply_is_filled() {
        let mut dice = Dice::new(3);
        for number in 0..400 {
            let locale = if number % 2 == 0 { Locale::En } else { Locale::ZhCn };
            let text = remark(&mut dice, number % 14, locale) + &answer(&mut dice, 3, locale);
            assert!(!text.contains('{'), "{text}");
        }
    }
}
