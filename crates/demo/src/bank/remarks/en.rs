//! Comments and answers in English.

use super::Remarks;

#[rustfmt::skip]
pub(crate) const REMARKS: Remarks = Remarks {
    articles: &[
        "This saved me an afternoon, thank you.", "Bookmarked for the weekend.", "Clear writing. Passed it on.", "Waiting for the update.", "The third paragraph is about me.", "Is row two the same data?", "What about the runs that failed?", "Please keep the bad numbers coming.",
        "We tried it on {o} ({cure}), and {n} cases were enough to tell.", "Working on {o} here, and it is the same: {trouble}.", "With {o} nothing moved for {m} weeks and then it did, so do not give up on {t} early.", "Would you clean {od} first, before {t}? That is our case with {o}.",
        "The same idea saved us {n}% on {o}; {ow} read {m} more cases a day for it.", "{O} is different: one mistake costs far more, and we would not dare to do this: {cure}.", "How long would this take with {od}: {check}?", "One more thing, paid for by {ow}: {caveat}.",
        "Same here, {cause}, and in {o} it took us {m} weeks to see it.", "I am not convinced: {k} cases are few for {t}, and {o} was as hopeful once.", "Does it hold for {o}? With us {n}% is Chinese.", "I read this line three times ({cause}); {o} never looked there.",
        "Did as you said: {t} went up by {m} points and the latency by {n} ms.", "For {o} we went another way with {t}, cheaper and two points worse.", "Please fix the seed, or {ow} can not repeat your {t}.", "What {ow} asked after reading: who does this part ({check})?",
        "It works; the only trap was the encoding, there were three in {od}.", "One objection: {caveat}, and your table walks right into it.", "Back after two months: {o} is stable, {t} at {n}%.", "\"{Pain}\" made me laugh; {ow} would sign that.",
        "I made {n} lines of script of it; {od} takes {m} minutes. Shall I post them?", "What do {who} say? Ours ({ow}) do not like {t} at all.", "Could you share a little of {data} without names? {n} rows would do for {o}.", "I disagree: in {o} the trouble is the same and the cause is not, and your cure did nothing: {cure}.",
        "After reading I looked through {od}: {n} in {k} have the same fault.", "The part about {who} is the best; {o} has nobody like that.", "I blamed the model too, until somebody said that {cause}, and {o} went quiet for {m} seconds.", "Step {m} leaves something out: with {o}, {caveat}.",
        "For the record: of {n} errors in {od} {m} were wrong labels and not {t}.", "Thank you for the bad numbers; the reports on {o} have none.", "Is once a week enough for {t}? {O} changes every three days.", "We do it the other way round in {o}, and it halves the rework: {check}.",
    ],
    questions: &[
        "Same question here.", "Following.", "Can you post some of the log?", "How much data is it?", "I was stuck there too.", "First tell us how you measure.",
        "From {o}: the very same week, {trouble}.", "For what it is worth, {o} changed providers {m} times and {t} had to be tuned each time.", "Leave {t} alone and look at {n} rows of {od} for typing errors first.", "Does it happen all day ({trouble}) or only when {who} are busy?",
        "Could you show three typical rows of {data}? I can not guess {t} from the description.", "I had it once because {cause}, and would not swear that you do.", "A plain trick from {ow}: read the {n} bad ones aloud, and what is wrong with {t} shows.", "Beside the point, but {o} solved this by the rota: {pain}.",
        "With {n} wrong in {k} look at the error first; perhaps {t} did not change at all.", "In {o} we wanted to stop {t} too, and it got worse without.", "Ask {who}; in {o} the answer came from them.", "May I have the test sheet of {s}? I will trade ours from {o}.",
    ],
    readings: &[
        "Ordered.", "I have read it twice.", "Thanks for leading.", "Which edition?", "My pencil went elsewhere.", "Notes, please.",
        "I marked that line too ({idea}); it hangs on our wall in {o}.", "I put {book} down halfway and your post on {s} makes me pick it up again.", "For me the second half of {book} is better, after page {n}, where people like {ow} come in.", "Not so sure: {o} tried to live by {book} and it fell apart in {m} weeks.",
        "{Book} and {t}, who would have thought; {o} tries it next week.", "I read it out to {ow} ({idea}), and they had always known.", "More evidence for {book}: {n}% of the errors in {od} come from this.", "The examples in {book} are old; {o} would convince me sooner.",
        "Does {book} still hold where {pain}?", "I read chapter {m} of {book} the other way, as a warning against {t}.",
    ],
    talks: &[
        "Welcome!", "Ha.", "Same town!", "Ouch.", "I know that feeling.", "See you at the next meeting.", "You have my vote.", "Cheers.",
        "Welcome from {o}; shout when {t} bites.", "I am in {city} too, working on {o}; noodles one day?", "What {ow} would say: you people in {s} have time on your hands.", "It is worse in {o}: {pain}, and the coffee is cold.",
        "I will pass this on to {ow}, who have waited {m} months for it.", "{T} is like skiing: {n} falls before one knows where the board goes. {O} agrees.", "Passing by from {o}, with one line: {caveat}.", "Hands up in {city}; at {n} we meet and talk about {t}.",
    ],
    news: &[
        "Noted.", "Count me in.", "Will it be recorded?", "Good.", "At last.", "Could it be an hour later?", "Thank you for the work.",
        "{m} of us from {o} will come, for this part of {t}: {trouble}.", "May we send cases from {od} before? There are {n} that nobody can place.", "Good timing: people in {o} read about {t} at night.", "How do those outside {city} join? {m} from {o} would.",
        "Please leave ten minutes to {who}; they know where {t} hurts.", "Our people ({ow}) printed the last text on {t} {n} times.",
    ],
    team: &[
        "Fine.", "I take it.", "By Wednesday.", "Agreed.", "Let me try two other titles.", "Leave it for now.",
        "I take the one on {t} and check the numbers with {who} first.", "The draft on {s} needs a table; I will ask how {data} is spread.", "{n} questions this week repeat {t}; merged, {m} are left.", "As a subtitle, warmer than {t}: {pain}.", "There were {m} client names in the pictures from {s}; they are blurred now.",
    ],
    answers: &[
        "Look at the cause first: {cause}.\n\nSo do not change the model of {s} yet: {cure}. Then check: {check}.", "We had exactly this in {o}. What worked: {cure}.\n\nA warning: {caveat}.",
        "Three steps:\n\n1. make sure it is really this: {trouble}\n2. {cure}\n3. {check}\n\nThe first two take {m} days, less with help from {ow}.", "I would not touch it yet. One thing first: {check}. I would guess that {cause}.",
        "Try this: {cure}. It took {o} from {n}% to 84% in {m} weeks.\n\n> {caveat}\n\nWe paid for that lesson.", "From what you write, {cause}. Mend that, and what {who} see will go away.",
        "Short answer: {cure}.\n\nLonger answer: {caveat}, so measure {s} after every change.", "I would begin with the test: {check}. Without it {o} spent {m} months guessing.",
        "Unlike the others I would forget {t} for now. The large part is that {pain}; {ow} spent a week on {od}, and half of the trouble was gone.", "A way to decide: take {n} cases and see whether it is always in one place ({trouble}). If so: {cure}. If not, look at {data}.",
        "These lines have run in {o} for {m} months:\n\n{code}\n\nBefore you use them: {check}.", "Do not lose heart, the first {t} in {o} was no better ({trouble}).\n\n- week one: {check}\n- week two: {cure}\n- since then: {ow} read {m} cases a day",
        "Do the sum first. With {n} wrong in {k} the interval is wide, and {t} may not have moved. Compare again with twice as many.", "A question back: how do {who} tell right from wrong? {O} fell over that, and in the end {cause}.",
        "I have answered this {m} times for {o}, and each time {cause}.\n\nTest it on the {n} oldest rows of {data}: {check}.", "Two cases. If only {who} see it, look at how they type; if everybody does: {cure}. My money is on the second, since {cause}.",
        "To be honest, {s} does not need {t} at that size. {Cure}, or let {who} do it by hand for {m} weeks until there are enough cases.", "I stepped into it with {o}: I thought one thing was enough ({cure}), and then {caveat}. Do both.",
    ],
    replies: &[
        "Good question, I will look.", "Yes.", "Thanks, that is new to me.", "Right, I will mend the text.", "Ha, caught.", "I had not thought of that.", "Numbers tonight.", "Not quite.", "+1",
        "That is how it is in {o}; for {s} I can not say, perhaps {ow} can.", "I measured it: {n} in {k} are as you say, and {t} is part of it.", "I have that case as well, only that {cause}.", "Thank you, I left out that {caveat}; tonight it goes into the post.",
        "You can have {n} rows of {od}, but please keep them to yourself.", "Perhaps we count in two ways: {o} by the day, {s} by the call.", "I tried it on {od} and it differs by {m} points, in your direction.", "That is what I meant, and {ow} would put it like this: {trouble}.",
        "I do not agree; {o} followed that idea for {m} weeks and drifted off.", "Fair. Should {s} then begin with this: {check}?", "A little background: {who} were {m} people then, and {t} was done after hours.",
    ],
};
