//! The ways to write news in English.

use crate::bank::forms::Form;

pub(super) const NEWS: [Form; 5] = [
    Form {
        titles: &["Office hours {n} move to {w}: {t}", "Office hours {n}: {s} and {t}"],
        free: 1,
        steps: &[
            (
                100,
                &[
                    "Gu Qingyuan takes questions about {t} this time, above all about this: {trouble}.",
                    "Of {n} questions {m} were about {t}, so it gets an evening of its own, and those from {s} go first.",
                    "You voted, and {t} won, with {s} as the case to begin with.",
                ],
            ),
            (
                100,
                &[
                    "- When: {w}, eight in the evening\n- Where: Office hours, in writing\n- Please bring one or two cases from {data}",
                    "Recording and text follow within {m} days, with names in {s} taken out.",
                    "Nothing else changes: one question at a time, and leave it standing for whoever works on {s} next.",
                ],
            ),
        ],
    },
    Form {
        titles: &[
            "Meeting in {city}: an evening on {t}",
            "Let us meet in {city} and talk about {t} ({s})",
        ],
        free: 1,
        steps: &[
            (
                100,
                &[
                    "Some of you in {city} want to meet and talk about {t}, and about this: {pain}.",
                    "Three members from {s} will be in {city} next month and would like to talk about {t}.",
                ],
            ),
            (
                100,
                &[
                    "- Seats: {n}\n- Cost: everybody pays their own\n- Bring: one number, one question",
                ],
            ),
        ],
    },
    Form {
        titles: &["Month {m}: we read {book}", "Next we read {book}, led by somebody from {s}"],
        free: 1,
        steps: &[
            (
                100,
                &[
                    "The vote went to {book}, and the best reason given was this: {idea}.",
                    "This time {book}, which those who work on {s} can use at once: {idea}.",
                ],
            ),
            (
                80,
                &[
                    "Some {n} pages a week and three lines from everybody by {w}; no reviews, please.",
                    "If you have no copy say so below; there are {m} to borrow in {city}.",
                ],
            ),
        ],
    },
    Form {
        titles: &[
            "{t} among this month's {m} picks",
            "{m} new deep dives, beginning with {s}",
            "New picks: {s} and {t}",
        ],
        free: 1,
        steps: &[
            (
                100,
                &[
                    "The editors read what was written on {t} in {n} days and picked {m}, with {s} on top.",
                    "The thread through these {m} is one fault, from {s} to {t}: {trouble}.",
                ],
            ),
            (
                90,
                &[
                    "Members read all of it, everybody else the first half and {n} chosen comments.",
                    "Those that were not picked got notes too; ask the editors within {n} days.",
                ],
            ),
        ],
    },
    Form {
        titles: &["Wanted: stories of {s} gone wrong", "Tell us how {t} failed you ({s})"],
        free: 1,
        steps: &[
            (
                100,
                &[
                    "We collect what went wrong in {s}, with or without names: {trouble}, or {pain}.",
                ],
            ),
            (
                90,
                &[
                    "Any length will do; post it in Practice within {n} days under the tag of {t}.",
                    "An editor helps with the {m} that are chosen, in both languages.",
                ],
            ),
        ],
    },
];
