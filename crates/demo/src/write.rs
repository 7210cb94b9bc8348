//! Posts, answers, comments, reactions, bookmarks and follows, spread over the months.

pub(crate) mod replies;
pub(crate) mod text;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use community::Community;
use community::bulk::{self, BulkComment, BulkPost, Load, PictureShape};
use community::comment::{CommentId, CommentKind};
use community::follow::Target;
use community::gate::GateId;
use community::ground::Kept;
use community::post::{PostId, PostKind};
use community::reaction::{ReactionKind, Subject};
use community::space::Visibility;
use db::{Db, Origin};
use indicatif::ProgressBar;
use kernel::{Id as _, Locale, MemberId, Outcome, Ts};
use web::App;

use crate::dice::Dice;
use crate::drawing::Figures;
use crate::people_of::{Cast, Person, Way};
use crate::spaces::{Place, Spaces};
use crate::{POSTS, end, start};

const LOAD: Load = Load { origin: Origin::Seed, announced: true, indexed: true };
/// One article in so many has a figure.
const WITH_FIGURE: usize = 9;
/// How many posts one transaction writes.
const BATCH: usize = 200;

/// A post that is about to be written.
struct Plan {
    place: Place,
    author: MemberId,
    locale: Locale,
    text: text::Text,
    at: Ts,
}

/// Everything that hangs on some posts.
#[derive(Default)]
struct Rows {
    posts: Vec<BulkPost>,
    answers: Vec<BulkComment>,
    remarks: Vec<BulkComment>,
    accepted: Vec<(PostId, Place, CommentId, MemberId, Ts)>,
    reactions: Vec<(Subject, MemberId, ReactionKind, Ts)>,
    bookmarks: Vec<(MemberId, PostId, Ts)>,
}

/// Writes everything.
pub(crate) async fn all(
    app: &App,
    dice: &mut Dice,
    spaces: &Spaces,
    (cast, members): (&Cast, &[Person]),
    bar: &ProgressBar,
) -> Outcome<()> {
    let figures = Figures::bring_in(app, cast.of("editor")).await?;
    let db = app.db().patient(Duration::from_secs(600));
    let mut plans = plans(dice, spaces, cast, members);
    let articles = plans.iter_mut().filter(|plan| !plan.place.asks);
    for (number, plan) in articles.enumerate().filter(|(n, _)| n % WITH_FIGURE == 1) {
        let body = figures.put_into(&plan.text.body(), number / WITH_FIGURE, plan.locale);
        plan.text.parts = vec![body];
    }
    let shapes = figures.shapes();
    plans.sort_by_key(|plan| plan.at);
    let mut plans = plans.into_iter().peekable();
    while plans.peek().is_some() {
        let part: Vec<Plan> = plans.by_ref().take(BATCH).collect();
        let many = u64::try_from(part.len()).unwrap_or(0);
        let ids = ids(&db, part.len()).await?;
        write(&db, rows(dice, part, ids, (members, &shapes))).await?;
        bar.inc(many);
    }
    let rows = follows(dice, spaces, cast, members);
    db.tx(async move |tx| bulk::follows(tx, &rows).await).await?;
    bulk::recount(&db, &app.part::<Community>()).await
}

/// Ids for so many posts, each with room for what hangs on it.
async fn ids(db: &Db, posts: usize) -> Outcome<Vec<(PostId, Vec<CommentId>)>> {
    db.tx(async move |tx| {
        let mut ids = Vec::with_capacity(posts);
        for _ in 0..posts {
            let post: PostId = tx.new_id();
            ids.push((post, (0..16).map(|_| tx.new_id()).collect()));
        }
        Ok(ids)
    })
    .await
}

fn plans(dice: &mut Dice, spaces: &Spaces, cast: &Cast, members: &[Person]) -> Vec<Plan> {
    let mut writers: Vec<&Person> =
        members.iter().filter(|person| !matches!(person.way, Way::Unconfirmed)).collect();
    // A few write much and most write little: the order is by chance, not by time of joining.
    dice.shuffle(&mut writers);
    let mut plans = Vec::with_capacity(POSTS);
    for number in 0..POSTS {
        let Some(place) = place(dice, spaces) else { continue };
        let team = place.visibility == Visibility::Secret || dice.chance(6);
        let (author, own, since) = match dice.skewed(&writers) {
            Some(person) if !team => (person.id, person.locale, person.joined_at),
            _ => (cast.of(dice.word(&["owner", "editor", "instructor"])), Locale::ZhCn, start()),
        };
        let locale = if dice.chance(8) { other(own) } else { own };
        let gated = place.visibility == Visibility::Plan && dice.chance(80);
        let Some(text) = text::text(dice, number, locale, (place.asks, gated)) else { continue };
        let at = dice.instant(since, end().plus_hours(-2));
        plans.push(Plan { place, author, locale, text, at });
    }
    plans
}

pub(crate) const fn other(locale: Locale) -> Locale {
    match locale {
        Locale::En => Locale::ZhCn,
        Locale::ZhCn => Locale::En,
    }
}

pub(crate) fn place(dice: &mut Dice, spaces: &Spaces) -> Option<Place> {
    let mut drawn = dice.below(100);
    for place in &spaces.0 {
        if drawn < place.share {
            return Some(*place);
        }
        drawn -= place.share;
    }
    spaces.0.first().copied()
}

fn rows(
    dice: &mut Dice,
    plans: Vec<Plan>,
    ids: Vec<(PostId, Vec<CommentId>)>,
    (members, shapes): (&[Person], &HashMap<String, PictureShape>),
) -> Rows {
    let mut rows = Rows::default();
    for (plan, (id, room)) in plans.into_iter().zip(ids) {
        discuss(dice, &plan, (id, room), members, &mut rows);
        press(dice, &plan, id, members, &mut rows);
        let featured = plan.place.visibility != Visibility::Secret && dice.chance(6);
        let body = plan.text.body();
        rows.posts.push(BulkPost {
            id,
            space: plan.place.id,
            gate: None,
            author: plan.author,
            kind: if plan.place.asks { PostKind::Question } else { PostKind::Article },
            drawn: bulk::draw(&body, shapes),
            title: plan.text.title,
            summary: plan.text.summary,
            body,
            tags: plan.text.tags,
            votes: (0, 0),
            locked: dice.chance(1),
            featured_at: featured.then(|| plan.at.plus_hours(20).min(end())),
            created_at: plan.at,
            edited_at: dice.chance(12).then(|| plan.at.plus_hours(3).min(end())),
        });
    }
    rows
}

/// Somebody who was there at a time and may enter a place.
fn reader(dice: &mut Dice, place: Place, at: Ts, members: &[Person]) -> Option<(MemberId, Locale)> {
    (0..6).find_map(|_| {
        let person = dice.skewed(members)?;
        let holds = matches!(person.way, Way::Monthly | Way::Yearly);
        let enters = match place.visibility {
            Visibility::Plan => holds,
            Visibility::Secret => false,
            Visibility::Open | Visibility::Members => true,
        };
        (enters && person.joined_at <= at).then_some((person.id, person.locale))
    })
}

fn discuss(
    dice: &mut Dice,
    plan: &Plan,
    (id, room): (PostId, Vec<CommentId>),
    members: &[Person],
    rows: &mut Rows,
) {
    let mut room = room.into_iter();
    let answers = if plan.place.asks { dice.below(4) } else { 0 };
    let remarks = dice.below(8).min(dice.below(8));
    let mut firsts: Vec<(CommentId, Ts)> = Vec::new();
    for turn in 0..answers + remarks {
        let is_answer = turn < answers;
        let last = end().plus_minutes(-5);
        let parent = (!is_answer && dice.chance(40)).then(|| dice.pick(&firsts).copied()).flatten();
        let after = parent.map_or(plan.at, |(_, at)| at);
        let at = after.plus_minutes(dice.between(4, 5000)).min(last);
        let Some((author, _)) = reader(dice, plan.place, at, members) else { continue };
        let Some(comment) = room.next() else { return };
        let (kind, body) = if is_answer {
            (CommentKind::Answer, replies::answer(dice, plan.text.topic, plan.locale))
        } else {
            (CommentKind::Comment, replies::remark(dice, plan.text.topic, plan.locale))
        };
        if parent.is_none() {
            firsts.push((comment, at));
        }
        if is_answer && turn == 0 && dice.chance(65) && author != plan.author {
            let when = at.plus_hours(5).min(end());
            rows.accepted.push((id, plan.place, comment, author, when));
        }
        let row = BulkComment {
            id: comment,
            post: id,
            place: (plan.place.id, GateId::of_space(plan.place.id)),
            parent: parent.map(|(id, _)| id),
            kind,
            author,
            post_author: plan.author,
            drawn: bulk::draw_comment(&body, &comment.to_string()),
            body,
            votes: (0, 0),
            created_at: at,
            edited_at: None,
        };
        if is_answer { rows.answers.push(row) } else { rows.remarks.push(row) }
    }
}

fn press(dice: &mut Dice, plan: &Plan, id: PostId, members: &[Person], rows: &mut Rows) {
    let mut seen: HashSet<i64> = HashSet::new();
    let presses = dice.below(24).min(dice.below(24));
    for _ in 0..presses {
        let at = plan.at.plus_minutes(dice.between(1, 9000)).min(end());
        let Some((member, _)) = reader(dice, plan.place, at, members) else { continue };
        if member == plan.author || !seen.insert(member.get()) {
            continue;
        }
        let kind = match dice.below(100) {
            0..62 => ReactionKind::Like,
            62..80 => ReactionKind::Thanks,
            80..92 => ReactionKind::Insight,
            92..96 => ReactionKind::Laugh,
            _ => ReactionKind::Question,
        };
        rows.reactions.push((Subject::Post(id), member, kind, at));
        if dice.chance(12) {
            rows.bookmarks.push((member, id, at));
        }
    }
}

async fn write(db: &Db, rows: Rows) -> Outcome<()> {
    let rows = Arc::new(rows);
    db.tx(async move |tx| {
        let ground = Kept::default().current(tx).await?;
        bulk::posts(tx, &ground, &rows.posts, LOAD).await?;
        bulk::comments(tx, &rows.answers, LOAD).await?;
        bulk::comments(tx, &rows.remarks, LOAD).await?;
        for (post, place, comment, author, at) in &rows.accepted {
            let answer = (*comment, *author);
            bulk::accept(tx, (*post, place.id), answer, (*at, Origin::Seed)).await?;
        }
        bulk::reactions(tx, &rows.reactions).await?;
        bulk::bookmarks(tx, &rows.bookmarks).await
    })
    .await
}

/// Members follow a few of the team and of the spaces.
pub(crate) fn follows(
    dice: &mut Dice,
    spaces: &Spaces,
    cast: &Cast,
    members: &[Person],
) -> Vec<(MemberId, Target, Ts)> {
    let mut rows = Vec::new();
    let open: Vec<Place> =
        spaces.0.iter().filter(|p| p.visibility != Visibility::Secret).copied().collect();
    for person in members {
        let at = person.joined_at.plus_minutes(30).min(end());
        for (leader, _, _) in &cast.team {
            if dice.chance(25) {
                rows.push((person.id, Target::Member(*leader), at));
            }
        }
        for place in &open {
            if dice.chance(20) {
                rows.push((person.id, Target::Space(place.id), at));
            }
        }
    }
    rows
}
