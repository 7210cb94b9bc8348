//! How a post is put together: in each place its own ways to begin, go on and end. What stands in
//! braces is filled: `{t}` topic, `{trouble}`, `{cause}`, `{cure}`, `{check}`, `{caveat}` in its
//! words; `{s}` scene, `{pain}`, `{who}`, `{data}` in its words; `{n}`, `{m}`, `{k}` a number of two,
//! one, three digits; `{book}`, `{idea}` of a book; `{city}`; `{code}`, `{formula}`, `{table}` whole
//! blocks. English words with a capital (`{Cure}`) begin a sentence.

/// The forms of the language that this stands in: they differ in their words, not in how these follow.
macro_rules! forms {
    () => {
        Forms {
            articles: [
                Form {
                    titles: ARTICLE_TITLES,
                    free: 3,
                    steps: &[
                        (100, OPENINGS),
                        (90, PROBLEMS),
                        (80, CAUSE_HEADS),
                        (100, CAUSES),
                        (90, CURE_HEADS),
                        (100, CURES),
                        CODE,
                        FORMULA,
                        TABLE,
                        (80, CHECKS),
                        (55, CAVEATS),
                        (85, ENDS),
                    ],
                },
                Form {
                    titles: ARTICLE_TITLES,
                    free: 2,
                    steps: &[
                        (100, OPENINGS),
                        (60, CAUSES),
                        (100, LISTS),
                        (50, CODE.1),
                        TABLE,
                        (70, CAVEATS),
                        (70, ENDS),
                    ],
                },
                Form {
                    titles: ARTICLE_TITLES,
                    free: 2,
                    steps: &[(100, PROBLEMS), (80, CAUSES), (100, CURES), (60, CHECKS), (60, ENDS)],
                },
                Form {
                    titles: ARTICLE_TITLES,
                    free: 2,
                    steps: &[
                        (100, OPENINGS),
                        (100, TABLE.1),
                        (80, PROBLEMS),
                        (90, CURES),
                        FORMULA,
                        (100, CHECKS),
                        (80, CAVEATS),
                    ],
                },
                Form {
                    titles: ARTICLE_TITLES,
                    free: 2,
                    steps: &[
                        (100, OPENINGS),
                        (70, PROBLEMS),
                        (60, CAUSES),
                        (100, CURES),
                        (45, LISTS),
                        (60, CHECKS),
                        (40, CAVEATS),
                        (60, ENDS),
                    ],
                },
            ],
            questions: [
                Form {
                    titles: QUESTION_TITLES,
                    free: 1,
                    steps: &[(100, ASKING), (100, FACTS), (75, TRIED), (90, WISHES)],
                },
                Form { titles: QUESTION_TITLES, free: 1, steps: &[(100, FACTS), (100, WISHES)] },
                Form {
                    titles: QUESTION_TITLES,
                    free: 1,
                    steps: &[(100, ASKING), (60, FACTS), (90, TRIED), (40, CAVEATS), (100, WISHES)],
                },
            ],
            readings: [
                Form {
                    titles: READ_TITLES,
                    free: 2,
                    steps: &[
                        (100, READ_OPENINGS),
                        (100, READ_THOUGHTS),
                        (60, READ_DOUBTS),
                        (90, READ_ENDS),
                    ],
                },
                Form {
                    titles: READ_TITLES,
                    free: 2,
                    steps: &[
                        (100, READ_OPENINGS),
                        (70, USE_HEADS),
                        (100, READ_THOUGHTS),
                        (70, DOUBT_HEADS),
                        (100, READ_DOUBTS),
                        (70, READ_ENDS),
                    ],
                },
            ],
            talks: [
                Form {
                    titles: talk::HELLO_TITLES,
                    free: 1,
                    steps: &[(100, talk::HELLO), (100, talk::CHAT_ENDS)],
                },
                Form {
                    titles: talk::CHAT_TITLES,
                    free: 1,
                    steps: &[(100, talk::CHAT), (55, talk::CHAT_ENDS)],
                },
                Form {
                    titles: talk::CHAT_TITLES,
                    free: 1,
                    steps: &[(100, talk::CHAT), (100, talk::CHAT)],
                },
            ],
            news: news::NEWS,
            team: [Form {
                titles: talk::TEAM_TITLES,
                free: 1,
                steps: &[(100, talk::TEAM), (100, talk::TEAM_ENDS)],
            }],
        }
    };
}

pub(crate) mod en;
pub(crate) mod zh;

/// One step of a post: with a chance in a hundred, one of some.
pub(crate) type Step = (u64, &'static [&'static str]);

/// A way to write a post in one language. What stands behind the divider of a gated post comes after
/// its `free` first steps.
pub(crate) struct Form {
    pub(crate) titles: &'static [&'static str],
    pub(crate) free: usize,
    pub(crate) steps: &'static [Step],
}

/// The ways to write of one language.
pub(crate) struct Forms {
    pub(crate) articles: [Form; 5],
    pub(crate) questions: [Form; 3],
    pub(crate) readings: [Form; 2],
    pub(crate) talks: [Form; 3],
    pub(crate) news: [Form; 5],
    pub(crate) team: [Form; 1],
}
