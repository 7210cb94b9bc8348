//! The ways to talk in English: in the lounge and among the team.

#[rustfmt::skip]
pub(super) const HELLO_TITLES: &[&str] = &[
    "New here: {s}, from {city}", "Hello, {m} years with {who}", "Hello from somebody who lost a fight with {t}",
    "{city} here, looking for people who do {t}", "{n} days of reading along, time to say hello ({s})", "From {city} with {data} and many questions",
];

#[rustfmt::skip]
pub(super) const CHAT_TITLES: &[&str] = &[
    "One sentence from {who} that convinced me", "Rain in {city}, odd things from {s}", "How do you explain {t} at home?",
    "A small win: {s}, {t}, no complaints today", "For the weekend: which sport is {t} most like?", "A question over lunch that I could not answer ({s})",
    "What do you watch after a day of {s}?", "Typo of the week, about {t}",
];

#[rustfmt::skip]
pub(super) const HELLO: &[&str] = &[
    "In {city}, working on {s}, mostly with {who}.", "I live in {city}; {s} by day and lessons in {t} by night.",
    "{m} years in the trade, most of them with {data}, and this year I met {t}.", "I used to run operations, was moved to {s} half a year ago, and so I met {t}.",
    "After reading some {n} posts here in silence: those about {t} helped most.", "I do {s} alone in {city} and have nobody to argue with, so here I am.",
    "A small company in {city}: {m} of us, {who} included, catching each other's mistakes.",
];

#[rustfmt::skip]
pub(super) const CHAT: &[&str] = &[
    "When {who} saw what {t} does they said that it was what they do every day, and I had no reply.",
    "We lost power in the middle of a talk on {t}; ten stable minutes, said {who}.",
    "I printed {data} and covered a wall; the visitor from {city} took it for an exhibition.",
    "I explained {s} to my parents and they said that it remembers things for people.",
    "Not one complaint about {s} today, which made me look: it had been offline for {m} minutes.",
    "House rule: whoever says it is easy buys {who} a coffee; {m} so far this month.",
    "An honest question: what do you listen to while doing {t}? I am on round {n} of one record.",
    "A note on the coffee machine works better than mail; mine says: {caveat}.",
    "Autumn in {city} lasts {m} days and {t} took them all.",
    "I counted {n} messages last week that asked about {s} and said nothing but hello.",
];

#[rustfmt::skip]
pub(super) const CHAT_ENDS: &[&str] = &[
    "Glad to be here.", "If you work on {s} near {city}, coffee is on me.", "What I want to understand is {t}; which old thread do I read first?",
    "I play a little guitar and can bring it.", "Is it like that with you?", "Back to work.",
    "No names.", "I bring a present: {n} common mistakes from {data}, to be posted in Practice.",
    "Can anybody beat that?", "I will be around.",
];

#[rustfmt::skip]
pub(super) const TEAM_TITLES: &[&str] = &[
    "Week {n}: who writes about {t}", "Why nobody commented on the piece about {s}", "Rota and holidays, month {m}", "Edits for the series on {t} ({s})",
    "{n} questions waiting, how to share them", "Reports and reminders, {m} this week ({s})", "Should {s} have a tag of its own?",
];

#[rustfmt::skip]
pub(super) const TEAM: &[&str] = &[
    "{t} has had {m} posts this month; the next one needs an angle, perhaps this: {pain}.", "The piece on {s} is solid and its title is a report; {n}% opened it, so let us try again.",
    "Most questions are about {t}. Emma gathers the old answers, I add the part on this: {caveat}.", "{m} members wrote that they can not follow the posts on {s}; please spell out abbreviations.",
    "Zhou He closed {m} reports, one of them about a client's name in {s}; the author has blurred it.",
];

#[rustfmt::skip]
pub(super) const TEAM_ENDS: &[&str] = &[
    "- [ ] topics filled in by {w}\n- [ ] the draft on {s} checked by {who}\n- [ ] {m} picks", "Who has time? Tell me before {w}.",
    "If nobody objects, we do it and look again in {m} days.", "There are {n} quotes in the shared folder; those about {t} are in yellow.",
];
