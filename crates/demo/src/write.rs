//! Posts, answers, comments, reactions, bookmarks and follows, spread over the months.

pub(crate) mod replies;
pub(crate) mod said;
pub(crate) mod text;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use community::Community;
use community::bulk::{self, BulkComment, BulkPost, BulkRevision, Load, PictureShape};
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
use replies::Role;
use said::Said;
use text::{Kind, Wish};

const LOAD: Load = Load { origin: Origin::Seed, announced: true, indexed: true };
/// One article in so many has a figure.
const WITH_FIGURE: usize = 9;
/// Characters by which two comments below one post are told to begin alike.
const BEGINNING: usize = 9;
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
    revisions: Vec<BulkRevision>,
    answers: Vec<BulkComment>,
    remarks: Vec<BulkComment>,
    accepted: Vec<(PostId, Place, CommentId, MemberId, Ts)>,
    reactions: Vec<(Subject, MemberId, ReactionKind, Ts)>,
    bookmarks: Vec<(MemberId, PostId, Ts)>,
}

/// Who is there to read and to comment, and what they may show.
struct Hall<'a> {
    members: &'a [Person],
    team: Vec<MemberId>,
    shapes: HashMap<String, PictureShape>,
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
    let mut said = Said::default();
    let mut plans = plans((dice, &mut said), spaces, cast, members);
    let articles = plans.iter_mut().filter(|plan| plan.text.gist.kind == Kind::Article);
    for (number, plan) in articles.enumerate().filter(|(n, _)| n % WITH_FIGURE == 1) {
        let body = figures.put_into(&plan.text.body(), number / WITH_FIGURE, plan.locale);
        plan.text.parts = vec![body];
    }
    let team = cast.team.iter().map(|(id, _, _)| *id).collect();
    let hall = Hall { members, team, shapes: figures.shapes() };
    plans.sort_by_key(|plan| plan.at);
    let mut plans = plans.into_iter().peekable();
    while plans.peek().is_some() {
        let part: Vec<Plan> = plans.by_ref().take(BATCH).collect();
        let many = u64::try_from(part.len()).unwrap_or(0);
        let ids = ids(&db, part.len()).await?;
        write(&db, rows((dice, &mut said), part, ids, &hall)).await?;
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

fn plans(
    (dice, said): (&mut Dice, &mut Said),
    spaces: &Spaces,
    cast: &Cast,
    members: &[Person],
) -> Vec<Plan> {
    let mut writers: Vec<&Person> =
        members.iter().filter(|person| !matches!(person.way, Way::Unconfirmed)).collect();
    // A few write much and most write little: the order is by chance, not by time of joining.
    dice.shuffle(&mut writers);
    let mut plans = Vec::with_capacity(POSTS);
    for number in 0..POSTS {
        let Some(place) = place(dice, spaces) else { continue };
        let teams = matches!(place.kind, Kind::Team | Kind::News);
        let team = dice.chance(6) || teams;
        let (author, own, since) = match dice.skewed(&writers) {
            Some(person) if !team => (person.id, person.locale, person.joined_at),
            _ => (cast.of(dice.word(&["owner", "editor", "instructor"])), Locale::ZhCn, start()),
        };
        let locale = if dice.chance(8) { other(own) } else { own };
        let gated = place.visibility == Visibility::Plan && dice.chance(80);
        let wish = Wish { number, locale, kind: place.kind, gated };
        let text = text::text(dice, said, wish, None);
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
    (dice, said): (&mut Dice, &mut Said),
    plans: Vec<Plan>,
    ids: Vec<(PostId, Vec<CommentId>)>,
    hall: &Hall<'_>,
) -> Rows {
    let mut rows = Rows::default();
    for (plan, (id, room)) in plans.into_iter().zip(ids) {
        discuss((dice, said), &plan, (id, room), hall, &mut rows);
        press(dice, &plan, id, hall, &mut rows);
        let post = post(dice, plan, id, &hall.shapes);
        rows.revisions.extend(earlier(&post));
        rows.posts.push(post);
    }
    rows
}

fn post(
    dice: &mut Dice,
    plan: Plan,
    id: PostId,
    shapes: &HashMap<String, PictureShape>,
) -> BulkPost {
    let featured = plan.place.visibility != Visibility::Secret && dice.chance(6);
    let body = plan.text.body();
    BulkPost {
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
    }
}

/// What an edited post was before: without its end.
fn earlier(post: &BulkPost) -> Option<BulkRevision> {
    let _edited = post.edited_at?;
    let (body, _) = post.body.rsplit_once("\n\n")?;
    Some(BulkRevision {
        post: post.id,
        number: 1,
        editor: post.author,
        gate: GateId::of_space(post.space),
        title: post.title.clone(),
        body: body.to_owned(),
        tags: post.tags.clone(),
        written_at: post.created_at,
    })
}

/// Somebody who was there at a time and may enter a place.
fn reader(dice: &mut Dice, place: Place, at: Ts, hall: &Hall<'_>) -> Option<MemberId> {
    if place.visibility == Visibility::Secret {
        return dice.pick(&hall.team).copied();
    }
    (0..6).find_map(|_| {
        let person = dice.skewed(hall.members)?;
        let holds = matches!(person.way, Way::Monthly | Way::Yearly);
        let enters = place.visibility != Visibility::Plan || holds;
        (enters && person.joined_at <= at).then_some(person.id)
    })
}

fn discuss(
    (dice, said): (&mut Dice, &mut Said),
    plan: &Plan,
    (id, room): (PostId, Vec<CommentId>),
    hall: &Hall<'_>,
    rows: &mut Rows,
) {
    let mut room = room.into_iter();
    let answers = if plan.place.asks { dice.below(4) } else { 0 };
    let remarks = dice.below(8).min(dice.below(8));
    let mut firsts: Vec<(CommentId, Ts)> = Vec::new();
    let mut bodies: HashSet<String> = HashSet::new();
    for turn in 0..answers + remarks {
        let is_answer = turn < answers;
        let last = end().plus_minutes(-5);
        let parent = (!is_answer && dice.chance(40)).then(|| dice.pick(&firsts).copied()).flatten();
        let after = parent.map_or(plan.at, |(_, at)| at);
        let at = after.plus_minutes(dice.between(4, 5000)).min(last);
        let Some(author) = reader(dice, plan.place, at, hall) else { continue };
        let role = match (is_answer, parent) {
            (true, _) => Role::Answer,
            (false, None) => Role::Remark,
            (false, Some(_)) => Role::Reply,
        };
        let body = replies::comment(dice, said, &plan.text.gist, role);
        // Nobody begins as somebody else did above.
        if !bodies.insert(body.chars().take(BEGINNING).collect()) {
            continue;
        }
        let Some(comment) = room.next() else { return };
        if parent.is_none() {
            firsts.push((comment, at));
        }
        if is_answer && turn == 0 && dice.chance(65) && author != plan.author {
            let when = at.plus_hours(5).min(end());
            rows.accepted.push((id, plan.place, comment, author, when));
        }
        approve(dice, plan, (comment, author, at), hall, rows);
        let row = BulkComment {
            id: comment,
            post: id,
            place: (plan.place.id, GateId::of_space(plan.place.id)),
            parent: parent.map(|(id, _)| id),
            kind: if is_answer { CommentKind::Answer } else { CommentKind::Comment },
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

/// A few readers press something below a comment.
fn approve(
    dice: &mut Dice,
    plan: &Plan,
    (comment, author, at): (CommentId, MemberId, Ts),
    hall: &Hall<'_>,
    rows: &mut Rows,
) {
    let mut seen: HashSet<i64> = HashSet::from([author.get()]);
    for _ in 0..dice.below(7).min(dice.below(5)) {
        let at = at.plus_minutes(dice.between(1, 6000)).min(end());
        let Some(member) = reader(dice, plan.place, at, hall) else { continue };
        if seen.insert(member.get()) {
            rows.reactions.push((Subject::Comment(comment), member, word(dice), at));
        }
    }
}

fn word(dice: &mut Dice) -> ReactionKind {
    match dice.below(100) {
        0..62 => ReactionKind::Like,
        62..80 => ReactionKind::Thanks,
        80..92 => ReactionKind::Insight,
        92..96 => ReactionKind::Laugh,
        _ => ReactionKind::Question,
    }
}

fn press(dice: &mut Dice, plan: &Plan, id: PostId, hall: &Hall<'_>, rows: &mut Rows) {
    let mut seen: HashSet<i64> = HashSet::new();
    let presses = dice.below(24).min(dice.below(24));
    for _ in 0..presses {
        let at = plan.at.plus_minutes(dice.between(1, 9000)).min(end());
        let Some(member) = reader(dice, plan.place, at, hall) else { continue };
        if member == plan.author || !seen.insert(member.get()) {
            continue;
        }
        let kind = word(dice);
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
        bulk::revisions(tx, &rows.revisions).await?;
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
