//! Texts as numbers: units, their length across scripts, runs and windows.

/// A window is this long at least, in Han characters or what says as much.
const WINDOW: f64 = 60.0;
/// Units of a run by which a copy is known: shorter ones are shared by chance.
pub(super) const RUN: usize = 6;

/// A script, and how many Han characters say as much as one of its signs.
type Script = (fn(char) -> bool, f64);

/// The last is any other: a word of five letters says as much as 1.75 Han characters.
const SCRIPTS: [Script; 3] = [(is_han, 1.0), (is_syllable, 0.8), (char::is_alphanumeric, 0.35)];

fn is_han(ch: char) -> bool {
    matches!(ch, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Kana and Hangul, of which a unit is one sign.
fn is_syllable(ch: char) -> bool {
    matches!(ch, '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7af}')
}

/// A text read once.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    /// The units of each sentence that has any.
    pub(super) sentences: Vec<Vec<u64>>,
    /// What each is about: words, and pairs of neighbouring Han characters, of which one alone says
    /// little.
    pub(super) terms: Vec<Vec<u64>>,
    /// The length of each, in Han characters or what says as much.
    pub(super) lengths: Vec<f64>,
}

impl Reading {
    pub(super) fn of(sentences: &[Vec<String>]) -> Self {
        let full = || sentences.iter().filter(|sentence| !sentence.is_empty());
        let hashes = |sentence: &Vec<String>| sentence.iter().map(|unit| hash(unit)).collect();
        let length = |sentence: &Vec<String>| sentence.iter().map(|unit| length(unit)).sum();
        let terms = full().map(|sentence| terms(sentence)).collect();
        Self {
            terms,
            sentences: full().map(hashes).collect(),
            lengths: full().map(length).collect(),
        }
    }

    pub(super) fn length(&self) -> f64 {
        self.lengths.iter().sum()
    }

    /// Neighbouring sentences that make a window, one from each sentence on as long as there is
    /// enough text after it; the whole text where it is shorter.
    pub(super) fn windows(&self) -> impl Iterator<Item = &[Vec<u64>]> {
        let end = |from: usize| {
            let mut sum = 0.0;
            self.lengths[from..].iter().position(|length| {
                sum += length;
                sum >= WINDOW
            })
        };
        let count = (0..self.sentences.len()).take_while(|&from| end(from).is_some()).count();
        let window = move |from: usize| {
            let to = end(from).map_or(self.sentences.len(), |more| from + more + 1);
            &self.sentences[from..to]
        };
        (0..count.max(usize::from(!self.sentences.is_empty()))).map(window)
    }
}

fn terms(sentence: &[String]) -> Vec<u64> {
    let is_sign = |unit: &str| unit.chars().next().is_some_and(|ch| is_han(ch) || is_syllable(ch));
    let words = sentence.iter().filter(|unit| !is_sign(unit)).map(|unit| hash(unit));
    let pairs = sentence.windows(2).filter(|pair| is_sign(&pair[0]) && is_sign(&pair[1]));
    words.chain(pairs.map(|pair| hash(&pair.concat()))).collect()
}

/// How many Han characters say as much as `unit`.
fn length(unit: &str) -> f64 {
    let sign = |ch: char| SCRIPTS.iter().find(|script| script.0(ch)).map_or(0.0, |script| script.1);
    unit.chars().map(sign).sum()
}

/// The runs of so many units of a sentence; of a shorter one, itself.
pub(super) fn runs(sentence: &[u64], units: usize) -> impl Iterator<Item = u64> {
    let size = sentence.len().clamp(1, units);
    sentence.windows(size).map(|run| {
        run.iter().fold(0_u64, |folded, unit| (folded ^ unit).wrapping_mul(PRIME).rotate_left(29))
    })
}

const PRIME: u64 = 0x0000_0100_0000_01B3;

/// Units as numbers (FNV-1a), to be compared and counted quickly.
fn hash(unit: &str) -> u64 {
    unit.bytes()
        .fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}
