//! Putting a post together from the bank: what it is about, title, body, tags.

use kernel::Locale;

use super::said::Said;
use crate::bank::books::{BOOKS, Reading};
use crate::bank::forms::{Form, Forms, en, zh};
use crate::bank::scenes::{Place, SCENES};
use crate::bank::topics::{TOPICS, Topic, Words};
use crate::dice::Dice;

/// What a post says.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub(crate) gist: Gist,
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

/// What is written somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Article,
    Question,
    Reading,
    Talk,
    News,
    Team,
}

/// What a post is about, for all that is said in it and below it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gist {
    pub(crate) kind: Kind,
    pub(crate) locale: Locale,
    topic: usize,
    scene: usize,
    book: usize,
    city: usize,
    /// Which of the ways to say a trouble, cause, cure, check, caveat, idea, pain.
    ways: [usize; 7],
}

/// What is wished of a post.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish {
    /// The how-manieth: every pair of topic and scene comes before one comes again.
    pub(crate) number: usize,
    pub(crate) locale: Locale,
    pub(crate) kind: Kind,
    pub(crate) gated: bool,
}

const CITIES_ZH: [&str; 9] =
    ["上海", "北京", "杭州", "深圳", "成都", "南京", "武汉", "广州", "西安"];
const CITIES_EN: [&str; 9] =
    ["Berlin", "London", "Singapore", "Toronto", "Lisbon", "Austin", "Sydney", "Dublin", "Oslo"];
const DAYS_ZH: [&str; 5] = ["一", "二", "三", "四", "日"];
const DAYS_EN: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Sunday"];

impl Gist {
    fn draw(dice: &mut Dice, wish: Wish) -> Self {
        let topic = wish.number % TOPICS.len();
        let scene = (wish.number / TOPICS.len() + wish.number) % SCENES.len();
        let mut ways = [0; 7];
        for way in &mut ways {
            *way = one_of(dice, 6);
        }
        let (book, city) = (one_of(dice, BOOKS.len()), one_of(dice, CITIES_ZH.len()));
        Self { kind: wish.kind, locale: wish.locale, topic, scene, book, city, ways }
    }

    pub(crate) fn zh(&self) -> bool {
        self.locale != Locale::En
    }

    fn topic(&self) -> &'static Topic {
        of(&TOPICS, self.topic)
    }

    fn words(&self) -> &'static Words {
        if self.zh() { &self.topic().zh } else { &self.topic().en }
    }

    fn scene(&self) -> &'static Place {
        place(self.scene, self.zh())
    }

    fn book(&self) -> &'static Reading {
        let (zh, en) = of(&BOOKS, self.book);
        if self.zh() { zh } else { en }
    }

    /// One of the ways to say something: always the same in one post.
    fn way<const N: usize>(&self, from: &[&'static str; N], at: usize) -> &'static str {
        let way = self.ways.get(at).copied().unwrap_or(0);
        from.get(way % N).copied().unwrap_or_default()
    }
}

/// One of some that are never none, counted round and round.
#[expect(clippy::indexing_slicing, reason = "a place below the length of what is never empty")]
fn of<T>(from: &'static [T], at: usize) -> &'static T {
    &from[at % from.len()]
}

fn place(scene: usize, zh: bool) -> &'static Place {
    let scene = of(&SCENES, scene);
    if zh { &scene.zh } else { &scene.en }
}

fn one_of(dice: &mut Dice, many: usize) -> usize {
    usize::try_from(dice.below(u64::try_from(many).unwrap_or(1))).unwrap_or(0)
}

/// Fills the places of lines by what a post is about.
pub(crate) struct Filler<'a> {
    gist: &'a Gist,
    /// Another scene: that of who comments.
    other: &'static Place,
}

impl<'a> Filler<'a> {
    pub(crate) fn new(dice: &mut Dice, gist: &'a Gist) -> Self {
        let other = gist.scene + 1 + one_of(dice, SCENES.len() - 1);
        Self { gist, other: place(other, gist.zh()) }
    }

    /// The line with its places filled and a capital letter at its beginning.
    pub(crate) fn fill(&self, dice: &mut Dice, line: &str) -> String {
        let mut filled = String::with_capacity(line.len() * 2);
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, tail)) = after.split_once('}') else { break };
            filled.push_str(before);
            self.put(&mut filled, dice, name);
            rest = tail;
        }
        filled.push_str(rest);
        if self.gist.zh() { filled } else { capital(filled) }
    }

    fn put(&self, filled: &mut String, dice: &mut Dice, name: &str) {
        if name.starts_with(|c: char| c.is_ascii_uppercase()) {
            let at = filled.len();
            self.put(filled, dice, &name.to_ascii_lowercase());
            let begun = capital(filled.split_off(at));
            return filled.push_str(&begun);
        }
        match name {
            "n" => filled.push_str(&dice.between(12, 98).to_string()),
            "m" => filled.push_str(&dice.between(2, 9).to_string()),
            "k" => filled.push_str(&dice.between(120, 980).to_string()),
            "table" => filled.push_str(&table(dice, self.gist.topic(), self.gist.zh())),
            "w" => {
                filled.push_str(dice.word(if self.gist.zh() { &DAYS_ZH } else { &DAYS_EN }));
            }
            _ => filled.push_str(self.words(name)),
        }
    }

    fn words(&self, name: &str) -> &'static str {
        let (gist, w, scene) = (self.gist, self.gist.words(), self.gist.scene());
        match name {
            "t" => w.name,
            "trouble" => gist.way(&w.trouble, 0),
            "cause" => gist.way(&w.cause, 1),
            "cure" => gist.way(&w.cure, 2),
            "check" => gist.way(&w.check, 3),
            "caveat" => gist.way(&w.caveat, 4),
            "s" => scene.name,
            "pain" => gist.way(&scene.pain, 6),
            "who" => scene.who,
            "data" => scene.data,
            "o" => self.other.name,
            "ow" => self.other.who,
            "od" => self.other.data,
            "book" => gist.book().title,
            "idea" => gist.way(&gist.book().ideas, 5),
            "city" => {
                let cities = if gist.zh() { &CITIES_ZH } else { &CITIES_EN };
                cities.get(gist.city).copied().unwrap_or_default()
            }
            "code" => gist.topic().code,
            "formula" => gist.topic().formula,
            _ => "",
        }
    }
}

/// The text with a capital letter at its beginning.
fn capital(text: String) -> String {
    match text.chars().next() {
        Some(first) if first.is_ascii_lowercase() => {
            let mut text = text;
            if let Some(head) = text.get_mut(0..1) {
                head.make_ascii_uppercase();
            }
            text
        }
        _ => text,
    }
}

fn form(dice: &mut Dice, gist: &Gist) -> &'static Form {
    let forms: &'static Forms = if gist.zh() { &zh::FORMS } else { &en::FORMS };
    let of_kind: &'static [Form] = match gist.kind {
        Kind::Article => &forms.articles,
        Kind::Question => &forms.questions,
        Kind::Reading => &forms.readings,
        Kind::Talk => &forms.talks,
        Kind::News => &forms.news,
        Kind::Team => &forms.team,
    };
    of(of_kind, one_of(dice, of_kind.len()))
}

/// A post as it is wished; its title is drawn by `own`, or by the dice of its text where that is none.
pub(crate) fn text(dice: &mut Dice, said: &mut Said, wish: Wish, own: Option<&mut Dice>) -> Text {
    let gist = Gist::draw(dice, wish);
    let form = form(dice, &gist);
    let filler = Filler::new(dice, &gist);
    let parts = parts(dice, said, (&filler, form), wish.gated);
    let summary = summary(dice, said, &filler);
    let mut tags: Vec<String> = gist.topic().tags.iter().map(|tag| (*tag).to_owned()).collect();
    if dice.chance(30) {
        tags.truncate(1);
    }
    if gist.kind == Kind::Talk || gist.kind == Kind::Team {
        tags.clear();
    }
    let title = said.title(own.unwrap_or(dice), |dice| {
        let line = dice.word(form.titles);
        filler.fill(dice, line)
    });
    Text { gist, title, summary, parts, tags }
}

fn parts(
    dice: &mut Dice,
    said: &mut Said,
    (filler, form): (&Filler<'_>, &Form),
    gated: bool,
) -> Vec<String> {
    let has_formula = !filler.gist.topic().formula.is_empty();
    let mut parts = Vec::with_capacity(form.steps.len() + 1);
    for (number, (percent, lines)) in form.steps.iter().enumerate() {
        if gated && number == form.free {
            let [chinese, english] = DIVIDERS;
            parts.push(if filler.gist.zh() { chinese } else { english }.to_owned());
        }
        let asks_formula = lines.iter().any(|line| line.contains("{formula}"));
        if !dice.chance(*percent) || (asks_formula && !has_formula) {
            continue;
        }
        let part = said.line(dice, |dice| {
            let line = dice.word(lines);
            filler.fill(dice, line)
        });
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts
}

const SUMMARIES_ZH: [&str; 4] = [
    "{trouble}；我们的做法是{cure}。",
    "{s}的一次{t}：为什么{trouble}，后来怎么样了。",
    "给{who}看的版本：{cause}，所以{cure}。",
    "在{s}里量过的{t}，带数字，带反例。",
];
const SUMMARIES_EN: [&str; 4] = [
    "{trouble}; what we did: {cure}.",
    "{t} in {s}: why {trouble}, and what became of it.",
    "The version for {who}: {cause}.",
    "{t} measured in {s}, with numbers and a counterexample.",
];

fn summary(dice: &mut Dice, said: &mut Said, filler: &Filler<'_>) -> String {
    let articles = matches!(filler.gist.kind, Kind::Article | Kind::Reading);
    if !articles || dice.chance(40) {
        return String::new();
    }
    let from = if filler.gist.zh() { &SUMMARIES_ZH } else { &SUMMARIES_EN };
    said.line(dice, |dice| {
        let line = dice.word(from);
        filler.fill(dice, line)
    })
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

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;
    use crate::write::replies::{Role, comment};
    use crate::write::said::{is_long, sentences};

    const KINDS: [Kind; 6] =
        [Kind::Article, Kind::Question, Kind::Reading, Kind::Talk, Kind::News, Kind::Team];

    /// A post of what the `number`th would be, with what is said below it.
    fn thread(dice: &mut Dice, said: &mut Said, number: usize) -> (Text, Vec<String>) {
        let kind = match dice.below(100) {
            0..42 => Kind::Article,
            42..78 => Kind::Question,
            78..88 => Kind::Reading,
            88..96 => Kind::Talk,
            96..98 => Kind::News,
            _ => Kind::Team,
        };
        let locale = if dice.chance(38) { Locale::En } else { Locale::ZhCn };
        let gated = kind == Kind::Article && dice.chance(20);
        let text = text(dice, said, Wish { number, locale, kind, gated }, None);
        let roles = [Role::Answer, Role::Remark, Role::Reply];
        let asks = usize::from(kind != Kind::Question);
        let below = (0..3).map(|turn| comment(dice, said, &text.gist, roles[asks.max(turn % 3)]));
        let below = below.collect();
        (text, below)
    }

    #[test]
    fn no_long_sentence_stands_in_more_than_six_of_two_thousand_posts_and_titles_are_their_own() {
        let (mut dice, mut said) = (Dice::new(7), Said::default());
        let (mut times, mut titles) = (HashMap::<String, usize>::new(), HashSet::new());
        for number in 0..2000 {
            let (text, below) = thread(&mut dice, &mut said, number);
            assert!(titles.insert(text.title.clone()), "{}", text.title);
            for body in below.iter().map(String::as_str).chain([text.body().as_str()]) {
                for sentence in sentences(body).into_iter().filter(|one| is_long(one)) {
                    *times.entry(sentence.to_owned()).or_default() += 1;
                }
            }
        }
        let often: Vec<_> = times.iter().filter(|(_, count)| **count > 6).collect();
        assert!(often.is_empty(), "{often:?}");
    }

    #[test]
    fn every_place_of_a_line_is_filled_in_both_languages() {
        let (mut dice, mut said) = (Dice::new(1), Said::anything());
        for number in 0..3000 {
            let locale = if number % 3 == 0 { Locale::En } else { Locale::ZhCn };
            let kind = KINDS[number % KINDS.len()];
            let text =
                text(&mut dice, &mut said, Wish { number, locale, kind, gated: false }, None);
            let mut all = sentences(&text.title);
            let body = text.body();
            all.extend(sentences(&body));
            let below = comment(&mut dice, &mut said, &text.gist, Role::Remark);
            all.extend(sentences(&below));
            assert!(
                all.iter().all(|one| !one.contains(['{', '}']) && !one.contains("  ")),
                "{all:?}"
            );
            assert!(!text.title.is_empty() && !body.is_empty());
        }
    }

    #[test]
    fn what_is_said_below_a_post_is_about_what_it_says() {
        let (mut dice, mut said) = (Dice::new(5), Said::anything());
        let wish = Wish { number: 3, locale: Locale::ZhCn, kind: Kind::Question, gated: false };
        let text = text(&mut dice, &mut said, wish, None);
        let w = text.gist.words();
        let own = [&w.trouble, &w.cause, &w.cure, &w.check, &w.caveat];
        for _ in 0..40 {
            let answer = comment(&mut dice, &mut said, &text.gist, Role::Answer);
            let about = own.iter().any(|ways| ways.iter().any(|way| answer.contains(way)));
            assert!(about || answer.contains(w.name), "{answer}");
        }
    }
}
