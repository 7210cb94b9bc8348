//! The ways to write in English.

mod news;
mod talk;

use super::{Form, Forms, Step};

const CODE: Step = (70, &["{code}"]);
const FORMULA: Step =
    (45, &["As a formula:\n\n{formula}", "On one line, to copy:\n\n{formula}", "{formula}"]);
const TABLE: Step = (60, &["{table}", "Side by side:\n\n{table}", "Before and after.\n\n{table}"]);

#[rustfmt::skip]
const OPENINGS: &[&str] = &[
    "When I took over {s} last winter I thought the model would be the hard part; instead, {trouble}.",
    "The short version for {s}: {t} was worth doing, though not for the reason everyone gives.",
    "We have now had {m} meetings about {t} in {s}, so here it is in writing.",
    "Somebody in the lounge asked for a complete example of {t}, and ours comes from {s}.",
    "I read {data} once more before writing this, and half of my calls about {t} were plainly wrong.",
    "\"{Pain}\" is what {who} told me in week one, and this is how {t} came into it.",
    "On Wednesday {who} posted a screenshot: {trouble}.",
    "It took us {m} months with {s} to admit that {pain}, and that no process would mend it.",
    "We had {data}, {m} weeks and two and a half people, so we began with {t}.",
    "No theory here, one case: in {s}, {trouble}, and this is what we did.",
    "People ask why {s} needs {t} at all, and the answer is dull: {pain}.",
    "I am writing to myself of three months ago, who had just met {s} and had to look up {t}.",
    "All I wanted was to save {who} some time, and it led into {t} for {m} weeks.",
    "If you work on {s} and have met this one ({trouble}), here are two days of your life back.",
    "The review stopped at one question: how do you know that {t} got better in {s}?",
    "Before I hand {data} to a new colleague I owe them the story of {t}.",
    "A friend showed me their version of {s} and I began to sweat, because with us too {trouble}.",
    "This month I did one thing for {s}, and it was {t}; the table says whether it paid.",
    "Setting: {s}, {k} requests a day, {who} behind it, and nobody full time on models.",
    "To be fair, the day we launched {s} I knew that {pain}, and I looked away.",
];

#[rustfmt::skip]
const PROBLEMS: &[&str] = &[
    "In our case {pain}, and on top of that {trouble}.",
    "It looked as if {trouble}; what {who} minded was that {pain}.",
    "The first to notice were {who}: \"{trouble}\", they said, and it took us {m} days to believe it.",
    "Out of {k} samples from {data}, {n} showed the same fault: {trouble}.",
    "There are two layers to it: {pain}, and {trouble}.",
    "For weeks the first thing each morning was a new count of this: {trouble}.",
    "We took it for one odd case until we counted {data}: {n}% of it, {trouble}.",
    "The polite word was unstable, the honest one was that {trouble}, and {who} had stopped using it.",
    "Everybody knew that {pain}, and nobody had expected the other half: {trouble}.",
    "I pinned the complaints to the wall, word for word, and {n} of them said that {trouble}.",
];

#[rustfmt::skip]
const CAUSES: &[&str] = &[
    "In the end {cause}, and nobody had said what {s} was meant to optimise.",
    "The root of it: {cause}, and {s} makes it worse.",
    "After {k} lines of log the answer was plain: {cause}.",
    "My first idea was another model; what {who} said was \"{cause}\", and they were right.",
    "Two of us looked, one at {data} and one at the code, and met in one place: {cause}.",
    "It fits into one sentence ({cause}) and took {m} days to find.",
    "With network, versions and rights ruled out, one thing was left: {cause}.",
    "We had {m} theories, and the true one was none of them: {cause}.",
    "A control run settled it: {cause}, and {s} itself had little to do with it.",
    "Looking back it was in plain sight, {cause}, but {who} kept catching it for us.",
];

#[rustfmt::skip]
const CURES: &[&str] = &[
    "What we did: {cure}. In {s} that came to {n} changed lines.",
    "We settled on this: {cure}; the first version ran after two days.",
    "Of three roads we kept the dullest, and {who} can follow it: {cure}.",
    "The change is small ({cure}); asking {who} to stop for a week was not.",
    "So we left the model alone: {cure}, then all of {data} once more.",
    "Week one had a single task, and everything else waited: {cure}.",
    "A plain idea from {who} did it, which in our words is: {cure}.",
    "The routine is short now: {cure}, then a person reads {n} cases and lets it go.",
    "It stands on page one of the notes on {s}: {cure}.",
    "Two clever plans went into the bin and this one stayed, in {m} steps: {cure}.",
];

#[rustfmt::skip]
const LISTS: &[&str] = &[
    "In this order:\n\n1. make sure it is really this: {trouble}\n2. {cure}\n3. {check}\n4. look again after a week",
    "My short list:\n\n- who feels it first: {who}\n- what we have: {data}\n- where to begin: {cure}\n- when it is done: {check}",
    "Three things that saved time:\n\n- {caveat}\n- fifteen minutes a day with {who}\n- a copy of the results before any change",
    "If I did it again:\n\n1. {check}\n2. {cure}\n3. wait two weeks\n4. only then another model",
    "What did nothing:\n\n- a prompt of {k} words\n- a model that costs {m} times as much\n- asking {who} for more notes",
    "Who does what:\n\n- {who}: {m} of the oddest cases a day\n- me: {cure}\n- on Fridays together: {check}",
];

#[rustfmt::skip]
const CHECKS: &[&str] = &[
    "How we know: {check}. In {s} that happens every week.",
    "The test: {check}. It took {n} minutes at first and is a script now.",
    "Feelings will not do, so this: {check}; then {who} read a few of the results.",
    "The last gate before a release of {s}: {check}.",
    "I trust one number, and it comes from {data}: {check}.",
    "After {m} weeks the claim rests on this alone: {check}.",
    "The review took one piece of evidence and called the rest stories: {check}.",
    "So as not to fool ourselves about {s}: {check}, with the bad cases posted first.",
    "The early numbers were too good, so {check}, and {n}% of the gain was air.",
    "The cheapest test there is, and {who} can do it without code: {check}.",
];

#[rustfmt::skip]
const CAVEATS: &[&str] = &[
    "> {Caveat}.",
    "> {Caveat}. (That line is from {who}.)",
    "A warning, above all for {s}: {caveat}.",
    "One thing I am not sure of until we have more than {data}: {caveat}.",
    "Do not copy this blindly: {caveat}, as we learned in week {m}.",
    "The price of it: {n} milliseconds more, and {caveat}.",
    "**Mind**: {caveat}.",
    "One counterexample: next door the same idea did nothing for {s}, perhaps because {caveat}.",
];

#[rustfmt::skip]
const ENDS: &[&str] = &[
    "If you work on {s} too, post your numbers for {t}, above all when they disagree.",
    "Next we grow the test set to {k} cases; I will update this post.",
    "Measure, change, measure again.",
    "Ask below, I read the thread in the evening.",
    "Thanks to {who}, without whose stubbornness {t} would still be a slide.",
    "I will be back in {m} weeks with a new table, even if it proves me wrong.",
    "What I still wonder: would it hold for {s} with somebody else at the desk?",
    "The code is short. Reading {data} every week is the work.",
    "Tell me where I am wrong, above all if you gave up on {t}.",
    "That is all, I owe {who} a coffee.",
    "Tested on {s} and nowhere else, so measure at your end.",
    "Say so below if you want the script, without the company's name.",
    "In one line: {cure}.",
    "Longer than planned; thank you for reading.",
];

#[rustfmt::skip]
const ARTICLE_TITLES: &[&str] = &[
    "What {t} taught us about {s}", "{n} days of {t} for {s}", "{t} for {s}, step by step",
    "Looking back: why we rebuilt {t} for {s}", "Is {t} worth it? Numbers from {s}", "Measure three things before you try {t} on {s}",
    "Notes on {t}, from {s}", "{m} weeks later: {t} in {s}", "{k} cases and what they say about {t} ({s})",
    "To myself three months ago: {s} and {t}", "{n}% cheaper: one change to {t} in {s}", "{t} for {s} without a new model",
    "How {t} went wrong in {s}, day by day", "What {who} saw before me: {t}", "Explaining {t} to {who}",
    "{t} in {s}, version {m}: finally usable", "We switched {t} off for a week ({s})", "{s} as a bad example of {t}",
];

#[rustfmt::skip]
const ASKING: &[&str] = &[
    "Background: we build {s}, a team of {m}, nobody full time on models; what we have is {data}.",
    "I searched for a case of {t} like {s} and found none, so here I am.",
    "Stuck for {m} days, and {who} are waiting; first, everything I tried.",
    "This may be basic: to get {t} right for {s}, what do I look at first?",
    "I took over {s} a month ago, with {data} and one line: leave {t} alone.",
    "Today {who} asked me about {t} and I had no answer, so I pass it on.",
    "The data first: {data}, of which {n}% is usable, and the aim is {t}.",
    "I followed the deep dive on {t} for {s} and got something else.",
    "We have {m} weeks, then {t} goes live in {s} or gets cut; I would like your view.",
    "No trap, an honest question: does {s} need {t} at all?",
    "I work on {s}, mostly with {who}; I can run {t} and cannot tune it.",
    "Since we changed providers {s} is off, and I suspect {t} without proof.",
];

#[rustfmt::skip]
const FACTS: &[&str] = &[
    "What happens: {trouble}. Besides, {pain}, and I can not tell whether it is one thing.",
    "In about {n}% of requests {trouble}, mostly in the two hours when {who} are busiest.",
    "In detail: {trouble}; with {data} I can not reproduce it.",
    "To {who} it looks like this: {trouble}. The logs of {s} say otherwise.",
    "For {m} days now {trouble}, with no release; only {who} changed how they enter things.",
    "On a small sample all is well, on {data} {trouble}.",
    "It comes and goes: today {n} of {k} were wrong, and each time {trouble}.",
    "I read the last {k} cases; half are this ({trouble}), half are that ({pain}).",
    "I can not swear that {cause}; I only see that {trouble}.",
];

#[rustfmt::skip]
const TRIED: &[&str] = &[
    "Tried so far:\n\n- two other models, hardly a difference\n- the prompt went from {n} to {k} lines\n- the logs show no error",
    "Ruled out:\n\n1. network and timeouts\n2. typing errors ({m} in {n} checked)\n3. different versions",
    "One control: half the old way, half with a change ({cure}). A gap of {m} points; does that count?",
    "From an old thread I took this: {cure}. It held for two days.",
    "A colleague of mine in {s} says: {cure}. My worry is that {caveat}.",
    "What we run now:\n\n{code}",
    "This is it, with the defaults untouched:\n\n{code}",
    "The numbers, please tell me what is odd.\n\n{table}",
    "The one thing that helps is cleaning {data} first, at {n} minutes a time.",
];

#[rustfmt::skip]
const WISHES: &[&str] = &[
    "Is this the right road at all?",
    "Would somebody look at how I measure it?",
    "If you did {t} for {s}: what would you warn me of?",
    "Thank you; I will come back with the result.",
    "1. Should I look at {data} first, or at the prompt?\n2. Are {n} cases enough to decide?",
    "Is there a lighter test than this: {check}? I get half a day of {who}.",
    "Please say plainly where I am wrong.",
    "Would you stop {t} first, or run {s} as it is for {m} weeks?",
    "What else would help you judge? I can post how {data} is spread.",
    "Please do not say a bigger model, there are {k} left in the budget.",
    "I need a way to put it to {who}.",
];

#[rustfmt::skip]
const QUESTION_TITLES: &[&str] = &[
    "Are {n} examples enough for {t} in {s}?", "{t} works one day and fails the next in {s}: where to look?", "Has anybody got {t} to work for {s}?",
    "{s}: should {t} come first or last?", "{t} cost us {m}% after launch in {s}, what did we miss?", "Is there a cheaper way to do {t} for {s}?",
    "How do I explain {t} to {who}?", "Can I trust {t}? A gap of {m} points in {s}", "New provider for {s}: do {t} again?",
    "Who should sign off {t} in {s}?", "{n} of {k} records do not match: is it {t}? ({s})", "First time with {t}: where to begin in {s}?",
    "{s}: {n} minutes a day on {t}, is that normal?", "Who should label for {t} in {s}?", "{t} or {s}: which one gives way?",
];

#[rustfmt::skip]
const READ_TITLES: &[&str] = &[
    "Reading {book} with {s} in mind", "{book}, chapter {m}: three lines about {t}", "{book}: no technology, and all about {t}",
    "Reading together: where I disagree with {book} ({s})", "{book} tried on {s}, week {m}", "{t} as {book} tells it: {n} pages of notes on one",
    "{book} again, this time with questions from {s}", "An idea from {book} that mended {t} in {s}",
];

#[rustfmt::skip]
const READ_OPENINGS: &[&str] = &[
    "It took me {m} weeks to read {book}, and most of my pencil went here: {idea}.",
    "My turn to lead the reading of {book}, so, in one sentence from page {n}: {idea}.",
    "When I first read {book}, {n} months ago, I did not work on {s} yet and most of it passed me by.",
    "I opened {book} because of {s} and stopped on page {n}, where it says that {idea}.",
    "The friend who gave me {book} said that whoever does {t} should read it. I did not believe it.",
    "From {book}, heard on the train, one thing I can use in {s}: {idea}.",
    "{book} is short and I am slow with it, since every few pages I think of {who}.",
    "Last night I finished the last {n} pages of {book}; what stays is that {idea}.",
];

#[rustfmt::skip]
const READ_THOUGHTS: &[&str] = &[
    "It fits {s} almost as it stands: {pain}, and this step was missing.",
    "{t} is not in the book, but what else is this: {trouble}?",
    "Held against {data}, it explains {m} cases in {n}, which is more than I hoped.",
    "The author talks about factories; with {who} it is the same.",
    "We have done it for {m} weeks, and one of our rules comes from there: {cure}.",
    "It made me read this again as more than a fault of ours: {cause}.",
    "I told {who} about it, and they said it would have spared us {m} meetings.",
];

#[rustfmt::skip]
const READ_DOUBTS: &[&str] = &[
    "Where I disagree: it takes for granted that people write things down, and in {s}, {pain}.",
    "The evidence in this chapter is thin: fewer than {n} cases and very firm words.",
    "Too heavy for a small team; with {m} people the meetings alone take two days.",
    "There is a counterexample in {s}: {caveat}.",
    "Odd, because last month we learned the opposite: {cure}.",
    "I would have liked one failure in {n} stories; in {s} we would not run short of them.",
];

#[rustfmt::skip]
const READ_ENDS: &[&str] = &[
    "> {Idea}.\n\nCopied, and stuck to the edge of my screen.", "Next week chapter {m}; whoever missed this one owes us three lines.",
    "Good for whoever works on {s}; the rest may stop after {n} pages.", "Has anybody read a book that argues against it?",
    "A question to take home: who is that person where you work?", "{m} out of ten, for the old examples.",
    "My notes are here; add to them.", "I will read it again in {m} months and see where the pencil goes then.",
];

const CAUSE_HEADS: &[&str] =
    &["## The cause", "## What we found", "## Why", "## Where it came from"];
const CURE_HEADS: &[&str] = &["## What we did", "## The change", "## The fix", "## Hands on"];
const USE_HEADS: &[&str] = &["## What I can use"];
const DOUBT_HEADS: &[&str] = &["## What I doubt"];

pub(crate) const FORMS: Forms = forms!();
