//! Putting a post together from the bank: title, body, tags.

use kernel::Locale;

use crate::bank::forms::{ARTICLE_EN, ARTICLE_ZH, Form, QUESTION_EN, QUESTION_ZH};
use crate::bank::scenes::{SCENES, Scene};
use crate::bank::topics::{TOPICS, Topic, Words};
use crate::dice::Dice;

/// What a post says.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub(crate) topic: usize,
    pub(crate) title: String,
    pub(crate) summary: String,
    /// Blocks of Markdown, the divider among them where there is one.
    pub(crate) parts: Vec<String>,
    pub(crate) tags: Vec<String>,
}

impl Text {
    /// The whole body.
    pub(crate) fn body(&self) -> String {
        self.parts.join("\n\n")
    }
}

/// The dividers between what is free and what is not.
pub(crate) const DIVIDERS: [&str; 2] = ["[[付费]]", "[[paid]]"];

/// The topic's own words in a language.
pub(crate) fn words(topic: usize, locale: Locale) -> Option<&'static Words> {
    let topic = TOPICS.get(topic)?;
    Some(if locale == Locale::En { &topic.en } else { &topic.zh })
}

/// The `number`th post: every pair of topic and scene comes before one comes again.
pub(crate) fn text(
    dice: &mut Dice,
    number: usize,
    locale: Locale,
    (asks, gated): (bool, bool),
) -> Option<Text> {
    let topic_at = number % TOPICS.len();
    let scene = SCENES.get((number / TOPICS.len() + number) % SCENES.len())?;
    let (topic, words) = (TOPICS.get(topic_at)?, words(topic_at, locale)?);
    let form = match (asks, locale) {
        (true, Locale::En) => &QUESTION_EN,
        (true, _) => &QUESTION_ZH,
        (false, Locale::En) => &ARTICLE_EN,
        (false, _) => &ARTICLE_ZH,
    };
    let filled = Filled { scene, words, locale };
    let title = capital(&filled.line(dice, form.titles));
    let parts = if asks {
        question(dice, &filled, topic, form)
    } else {
        article(dice, &filled, topic, form, gated)
    };
    let summary = if asks || dice.chance(40) { String::new() } else { filled.summary() };
    let mut tags: Vec<String> = topic.tags.iter().map(|tag| (*tag).to_owned()).collect();
    if dice.chance(30) {
        tags.truncate(1);
    }
    Some(Text { topic: topic_at, title, summary, parts, tags })
}

struct Filled {
    scene: &'static Scene,
    words: &'static Words,
    locale: Locale,
}

impl Filled {
    fn zh(&self) -> bool {
        self.locale != Locale::En
    }

    /// One of some lines, its places filled.
    fn line(&self, dice: &mut Dice, from: &[&'static str]) -> String {
        let scene = if self.zh() { self.scene.zh } else { self.scene.en };
        let number = dice.between(12, 90).to_string();
        let few = dice.between(2, 9).to_string();
        let line = dice.word(from);
        line.replace("{t}", self.words.name)
            .replace("{s}", scene)
            .replace("{n}", &number)
            .replace("{m}", &few)
    }

    fn pain(&self) -> &'static str {
        if self.zh() { self.scene.zh_pain } else { self.scene.en_pain }
    }

    fn summary(&self) -> String {
        if self.zh() {
            format!("{}；我们的做法是{}。", self.words.trouble, self.words.cure)
        } else {
            capital(&format!("{}; what we did: {}.", self.words.trouble, self.words.cure))
        }
    }
}

/// The text with a capital letter at its beginning.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn article(dice: &mut Dice, f: &Filled, topic: &Topic, form: &Form, gated: bool) -> Vec<String> {
    let (w, zh) = (f.words, f.zh());
    let mut parts = vec![f.line(dice, form.openings)];
    parts.push(if zh {
        format!("具体说，{}。而且{}。", f.pain(), w.trouble)
    } else {
        format!("In our case: {}. On top of that, {}.", f.pain(), w.trouble)
    });
    parts.push(if zh { "## 原因".into() } else { "## The cause".into() });
    parts.push(if zh {
        format!("查到最后，{}。这不是谁写错了代码，是一开始就没有想清楚要优化什么。", w.cause)
    } else {
        capital(&format!("{}. Nobody wrote a bug; nobody had said what to optimise.", w.cause))
    });
    if gated {
        let [chinese, english] = DIVIDERS;
        parts.push(if zh { chinese } else { english }.to_owned());
    }
    parts.push(if zh { "## 做法".into() } else { "## What we did".into() });
    parts.push(if zh {
        format!("{}。核心只有几行：", w.cure)
    } else {
        capital(&format!("{}. The heart of it is short:", w.cure))
    });
    parts.push(topic.code.to_owned());
    if !topic.formula.is_empty() && dice.chance(60) {
        parts.push(if zh { "写成式子就是：".into() } else { "As a formula:".into() });
        parts.push(topic.formula.to_owned());
    }
    if dice.chance(65) {
        parts.push(table(dice, topic, zh));
    }
    parts.push(if zh {
        format!("验证方法：{}。", w.check)
    } else {
        capital(&format!("how we know: {}.", w.check))
    });
    if dice.chance(55) {
        parts.push(if zh {
            format!("> {}。", w.caveat)
        } else {
            format!("> {}.", capital(w.caveat))
        });
    }
    parts.push(f.line(dice, form.ends));
    parts
}

/// How many tables there are about one topic.
const TABLES: i64 = 40;

fn table(dice: &mut Dice, topic: &Topic, zh: bool) -> String {
    let drawn = dice.between(0, TABLES - 1);
    let (before, after) = (52 + drawn % 20, 93 - drawn * 7 % 20);
    let (old, new) = (900 + drawn * 37 % 1500, 350 + drawn * 53 % 530);
    let measure = topic.measure;
    if zh {
        format!(
            "| 版本 | {measure} | 中位延迟 (ms) |\n| --- | ---: | ---: |\n| 原来 | {before}% | {old} |\n\
             | 现在 | {after}% | {new} |"
        )
    } else {
        format!(
            "| version | {measure} | median latency (ms) |\n| --- | ---: | ---: |\n\
             | before | {before}% | {old} |\n| after | {after}% | {new} |"
        )
    }
}

fn question(dice: &mut Dice, f: &Filled, topic: &Topic, form: &Form) -> Vec<String> {
    let (w, zh) = (f.words, f.zh());
    let mut parts = vec![f.line(dice, form.openings)];
    parts.push(if zh {
        format!("现象是：{}。另外{}。", w.trouble, f.pain())
    } else {
        format!("What happens: {}. Besides, {}.", w.trouble, f.pain())
    });
    if dice.chance(50) {
        parts.push(if zh {
            format!("试过的：\n\n- 换了两个模型，差别不大\n- 把提示词从 {} 行改到 {} 行\n- 看了日志，没有报错", dice.between(8, 30), dice.between(31, 90))
        } else {
            format!("Tried so far:\n\n- two other models, hardly a difference\n- the prompt went from {} to {} lines\n- the logs show no error", dice.between(8, 30), dice.between(31, 90))
        });
    }
    if dice.chance(40) {
        parts.push(if zh { "目前的写法：".into() } else { "What we run now:".into() });
        parts.push(topic.code.to_owned());
    }
    parts.push(f.line(dice, form.ends));
    parts
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn two_thousand_posts_differ_and_leave_no_place_unfilled() {
        let mut dice = Dice::new(1);
        let mut bodies = HashSet::new();
        for number in 0..2000 {
            let locale = if number % 3 == 0 { Locale::En } else { Locale::ZhCn };
            let text = text(&mut dice, number, locale, (number % 2 == 0, false)).unwrap();
            assert!(!text.title.contains('{') && !text.title.is_empty(), "{}", text.title);
            // TeX has braces of its own.
            let prose = text.body().replace(TOPICS[text.topic].formula, "");
            for place in ["{t}", "{s}", "{n}", "{m}", "{cure}"] {
                assert!(!prose.contains(place), "{prose}");
            }
            bodies.insert(text.body());
        }
        assert!(bodies.len() > 1900, "{}", bodies.len());
    }
}
