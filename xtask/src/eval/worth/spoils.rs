//! Ways to spoil a text: at random places, to a random degree, the same ones each time.

/// What a text is spoiled with, and by what chance.
pub(crate) struct Spoiler<'a> {
    /// Texts of the archive.
    pub(crate) old: &'a [String],
    /// Other new texts.
    pub(crate) new: &'a [String],
    /// What the next random number is made from.
    pub(crate) seed: u64,
}

/// A way to spoil a text.
pub(crate) type Spoil = fn(&mut Spoiler<'_>, &str) -> String;

/// All ways. The last two were not learned from.
pub(crate) const SPOILS: [(&str, Spoil); 14] = [
    ("truncated", |_, text| pieces(text).take(pieces(text).count() / 3).collect()),
    ("duplicated", |_, text| format!("{text}{text}")),
    ("padded", |_, text| {
        let filler = if is_spaced(text) {
            " ok thanks, not bad. "
        } else {
            "好的好的，谢谢谢谢，不错不错。"
        };
        format!("{text}{}", filler.repeat(8))
    }),
    ("shuffled", |_, text| shuffled(text, 1)),
    ("edited", |_, text| shuffled(text, if is_spaced(text) { 3 } else { 6 })),
    ("reordered", |own, text| own.reordered(text)),
    ("filled up", |own, text| own.filled(text)),
    ("partly copied", |own, text| join(text, own.one_of(own.old))),
    ("strangely continued", |own, text| join(text, own.one_of(own.new))),
    ("once repeated", |own, text| own.repeated(text)),
    ("cut to 80 %", |_, text| cut(text, 0.8)),
    ("cut to 50 %", |_, text| cut(text, 0.5)),
    ("patched", |own, text| own.replaced(text, own.old)),
    ("mixed", |own, text| own.replaced(text, own.new)),
];

/// Sentences that fit everywhere and say nothing.
const FILLERS: [[&str; 6]; 2] = [
    [
        "希望以上内容能够对大家有所帮助。",
        "总的来说，这是一个非常值得我们关注的话题。",
        "感谢您的阅读，欢迎在评论区留言讨论。",
        "相信通过大家的共同努力，未来一定会越来越好。",
        "当然，具体情况还需要具体分析。",
        "如果您觉得有用，请点赞收藏并分享给更多的朋友。",
    ],
    [
        "I hope that this was helpful to all of you.",
        "All in all, this is a very interesting topic that deserves attention.",
        "Thank you for reading and feel free to leave a comment below.",
        "There are many aspects to consider and it depends on the situation.",
        "At the end of the day, everyone has to decide for themselves.",
        "Please like and share this with your friends if you found it useful.",
    ],
];

impl Spoiler<'_> {
    /// A whole number below `limit` (SplitMix64; Steele, Lea & Flood 2014).
    fn below(&mut self, limit: usize) -> usize {
        self.seed = self.seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.seed;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let limit = u64::try_from(limit).unwrap_or(u64::MAX).max(1);
        usize::try_from((mixed ^ (mixed >> 31)) % limit).unwrap_or(0)
    }

    fn one_of<'t, T: AsRef<str>>(&mut self, texts: &'t [T]) -> &'t str {
        let at = self.below(texts.len());
        texts.get(at).map_or("", AsRef::as_ref)
    }

    fn reordered(&mut self, text: &str) -> String {
        let mut left = sentences(text);
        let mut order = Vec::new();
        while !left.is_empty() {
            let at = self.below(left.len());
            order.push(left.remove(at));
        }
        order.concat()
    }

    fn filled(&mut self, text: &str) -> String {
        let [han, spaced] = &FILLERS;
        let filler = self.one_of(if is_spaced(text) { spaced } else { han });
        join(text, filler)
    }

    fn repeated(&mut self, text: &str) -> String {
        let mut all = sentences(text);
        let (from, to) = (self.below(all.len()), self.below(all.len() + 1));
        if let Some(sentence) = all.get(from).copied() {
            all.insert(to, sentence);
        }
        all.concat()
    }

    /// A fifth to a half of the sentences in one place, replaced by others.
    fn replaced(&mut self, text: &str, others: &[String]) -> String {
        let mut all = sentences(text);
        let strange = sentences(self.one_of(others));
        let most = (all.len() / 2).max(1);
        let count = (all.len() / 5).max(1) + self.below(most - (all.len() / 5).min(most - 1));
        let from = self.below(all.len() + 1 - count.min(all.len()));
        let to = (from + count).min(all.len());
        let first = self.below(strange.len());
        all.splice(from..to, strange.iter().cycle().skip(first).take(to - from).copied());
        all.concat()
    }
}

/// Whether words stand apart: most letters are of the Latin alphabet.
pub(crate) fn is_spaced(text: &str) -> bool {
    2 * text.chars().filter(char::is_ascii_alphabetic).count() > text.chars().count()
}

fn join(text: &str, more: &str) -> String {
    format!("{text}{}{more}", if is_spaced(text) { " " } else { "" })
}

/// The sentences with all that stands between them.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut from, mut chars) = (0, text.char_indices().peekable());
    while let Some((at, ch)) = chars.next() {
        let next = chars.peek().map(|next| next.1);
        let is_end = matches!(ch, '。' | '！' | '？' | '\n')
            || matches!(ch, '.' | '!' | '?') && next.is_none_or(char::is_whitespace);
        if is_end {
            let mut to = at + ch.len_utf8();
            if let Some((space, _)) = chars.next_if(|next| next.1 == ' ') {
                to = space + 1;
            }
            found.extend(text.get(from..to));
            from = to;
        }
    }
    found.extend(text.get(from..).filter(|rest| !rest.trim().is_empty()));
    found
}

fn cut(text: &str, share: f64) -> String {
    let all = sentences(text);
    let wanted = f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX)) * share;
    let mut kept = String::new();
    for (at, sentence) in all.iter().enumerate() {
        let length = u32::try_from(kept.chars().count() + sentence.chars().count());
        if at > 0 && f64::from(length.unwrap_or(u32::MAX)) > wanted {
            break;
        }
        kept.push_str(sentence);
    }
    kept
}

/// The smallest pieces that can change places: words, or single characters.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(if is_spaced(text) { |ch| ch == ' ' } else { |_| true })
}

/// Puts blocks of `size` pieces in another order, always the same.
fn shuffled(text: &str, size: usize) -> String {
    let all: Vec<&str> = pieces(text).collect();
    let mut blocks: Vec<(usize, &[&str])> = all.chunks(size).enumerate().collect();
    blocks.sort_by_key(|(at, _)| at.wrapping_mul(2_654_435_761) % 1_000_003);
    blocks.iter().flat_map(|(_, block)| block.iter().copied()).collect()
}
