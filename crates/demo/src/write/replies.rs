//! Answers and comments below a post, in its language, by the topic's own words.

use kernel::Locale;

use super::text::{capital, words};
use crate::bank::remarks::{ANSWERS_EN, ANSWERS_ZH, ASIDES_EN, ASIDES_ZH, EN, ZH};
use crate::bank::scenes::SCENES;
use crate::dice::Dice;

/// A comment below a post about a topic.
pub(crate) fn remark(dice: &mut Dice, topic: usize, locale: Locale) -> String {
    let line = if locale == Locale::En { dice.word(&EN) } else { dice.word(&ZH) };
    filled(line, topic, locale)
}

/// An answer to a question about a topic.
pub(crate) fn answer(dice: &mut Dice, topic: usize, locale: Locale) -> String {
    let from = if locale == Locale::En { &ANSWERS_EN } else { &ANSWERS_ZH };
    filled(dice.word(from), topic, locale)
}

/// A comment from another scene than the post's own.
pub(crate) fn aside(dice: &mut Dice, locale: Locale) -> String {
    let line = dice.word(if locale == Locale::En { &ASIDES_EN } else { &ASIDES_ZH });
    let scene = dice.pick(&SCENES).map(|scene| match locale {
        Locale::En => scene.en,
        Locale::ZhCn => scene.zh,
    });
    let (number, few) = (dice.between(12, 90).to_string(), dice.between(2, 9).to_string());
    let line =
        line.replace("{s}", scene.unwrap_or_default()).replace("{n}", &number).replace("{m}", &few);
    capital(&line)
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
            let text = remark(&mut dice, number % 14, locale)
                + &answer(&mut dice, 3, locale)
                + &aside(&mut dice, locale);
            assert!(!text.contains('{'), "{text}");
        }
    }
}
