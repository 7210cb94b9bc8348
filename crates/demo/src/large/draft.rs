//! The thread that puts posts together with all that hangs on them.

use std::collections::HashSet;
use std::sync::Arc;

use community::bulk::flow::{Flow, FlowComment, FlowPost};
use community::bulk::{BulkComment, BulkPost, PostFacts};
use community::comment::{CommentId, CommentKind};
use community::gate::GateId;
use community::post::{PostId, PostKind};
use community::reaction::{Counts, ReactionKind, Subject};
use community::space::Visibility;
use community::tag::TagId;
use db::Db;
use kernel::{Id as _, Locale, MemberId, Ts};
use tokio::sync::mpsc;

use super::Scale;
use super::prose::{Prose, tags};
use crate::dice::Dice;
use crate::people_of::{Cast, Person, Way};
use crate::spaces::{Place, Spaces};
use crate::write::replies::Role;
use crate::write::said::Said;
use crate::write::text::{self, Gist, Text, Wish};
use crate::write::{other, place};
use crate::{end, start};

/// Posts and comments that one transaction writes.
const BATCH: usize = 20_000;
/// Of a thousand posts how many have so many comments: the long tail of real forums.
const TAIL: [(u64, i64, i64); 6] =
    [(550, 0, 3), (260, 4, 10), (130, 11, 30), (50, 31, 80), (9, 81, 300), (1, 301, 3_000)];
/// How many comments a post of [`TAIL`] has on average, times ten.
const TENTHS: u64 = 113;

/// Texts that differ by more than their titles.
const TEXTS: usize = 600;
/// Voices that are heard below each of them.
const VOICES: u64 = 12;

/// A post that is about to be written.
struct Plan {
    at: Ts,
    place: Place,
    author: MemberId,
    locale: Locale,
}

/// Everything that the texts are made of.
pub(super) struct Writer {
    dice: Dice,
    db: Db,
    spaces: Spaces,
    team: Vec<MemberId>,
    /// Who writes, the most eager first.
    people: Arc<[Person]>,
    /// Those of them who hold the membership.
    payers: Arc<[Person]>,
    tags: Vec<(String, TagId)>,
    prose: Prose,
}

impl Writer {
    pub(super) fn new(
        mut dice: Dice,
        db: Db,
        (spaces, cast, people): (&Spaces, &Cast, &[Person]),
        ids: Vec<TagId>,
    ) -> Self {
        let mut people: Vec<Person> =
            people.iter().filter(|one| one.way != Way::Unconfirmed).cloned().collect();
        dice.shuffle(&mut people);
        let holds = |one: &&Person| matches!(one.way, Way::Monthly | Way::Yearly);
        Self {
            payers: people.iter().filter(holds).cloned().collect(),
            people: people.into(),
            team: cast.team.iter().map(|(id, _, _)| *id).collect(),
            tags: tags().into_iter().zip(ids).collect(),
            spaces: spaces.clone(),
            prose: Prose::default(),
            dice,
            db,
        }
    }

    /// Hands parts of the load over until all is written or nobody takes them any more.
    pub(super) fn run(mut self, scale: Scale, parts: &mpsc::Sender<Flow>) {
        let mut plans: Vec<Plan> = (0..scale.posts).filter_map(|_| self.plan()).collect();
        plans.sort_by_key(|plan| plan.at);
        let mut left = (u64::from(scale.posts), u64::from(scale.comments));
        let mut part = Flow::default();
        for (number, plan) in plans.into_iter().enumerate() {
            let comments = self.comments(left);
            left = (left.0 - 1, left.1 - comments);
            self.post(number, &plan, comments, &mut part);
            if part.posts.len() + part.comments.len() >= BATCH
                && parts.blocking_send(std::mem::take(&mut part)).is_err()
            {
                return;
            }
        }
        // Who no longer takes it has failed and says so.
        let _ = parts.blocking_send(part);
    }

    fn plan(&mut self) -> Option<Plan> {
        let place = place(&mut self.dice, &self.spaces)?;
        let team = place.visibility == Visibility::Secret || self.dice.chance(1);
        let people = self.who(place);
        let (author, own, since) = match self.dice.tailed(&people) {
            Some(person) if !team => (person.id, person.locale, person.joined_at),
            _ => (*self.dice.pick(&self.team)?, Locale::ZhCn, start()),
        };
        let locale = if self.dice.chance(8) { other(own) } else { own };
        Some(Plan { at: self.dice.instant(since, end().plus_hours(-2)), place, author, locale })
    }

    /// How many comments the next post has, so that all of them are placed with the last one.
    fn comments(&mut self, (posts, comments): (u64, u64)) -> u64 {
        if posts <= 50 {
            return comments / posts.max(1);
        }
        let mut drawn = self.dice.below(1000);
        let mut count = 0;
        for (share, from, to) in TAIL {
            if drawn < share {
                count = self.dice.between(from, to);
                break;
            }
            drawn -= share;
        }
        let count = u64::try_from(count).unwrap_or(0);
        (count * comments * 10 / (posts * TENTHS)).min(comments)
    }

    fn who(&self, place: Place) -> Arc<[Person]> {
        let paid = place.visibility == Visibility::Plan;
        Arc::clone(if paid { &self.payers } else { &self.people })
    }

    /// Somebody who was there at a time and may enter a place.
    fn reader(&mut self, place: Place, people: &[Person], at: Ts) -> Option<MemberId> {
        if place.visibility == Visibility::Secret {
            return self.dice.pick(&self.team).copied();
        }
        let found = (0..8).find_map(|_| {
            let person = self.dice.tailed(people)?;
            (person.joined_at <= at).then_some(person.id)
        });
        found.or_else(|| self.dice.pick(&self.team).copied())
    }

    fn post(&mut self, number: usize, plan: &Plan, comments: u64, part: &mut Flow) {
        let gated = plan.place.visibility == Visibility::Plan && self.dice.chance(80);
        let text = self.text(number, plan, gated);
        let id: PostId = self.db.new_id();
        let people = self.who(plan.place);
        let mut facts = PostFacts::default();
        let accepted =
            self.talk((plan, id, &text.gist), (number, comments, &people), &mut facts, part);
        self.press((plan, id), &people, &mut facts, part);
        let body = self.prose.post(text.parts);
        let known = |name: &String| self.tags.iter().find(|(known, _)| known == name);
        let tags = text.tags.iter().filter_map(known).map(|(_, id)| *id).collect();
        let featured = plan.place.visibility != Visibility::Secret && self.dice.below(500) == 0;
        let post = BulkPost {
            id,
            space: plan.place.id,
            gate: None,
            author: plan.author,
            kind: if plan.place.asks { PostKind::Question } else { PostKind::Article },
            title: text.title,
            summary: text.summary,
            body: body.source,
            drawn: body.drawn,
            tags: text.tags,
            votes: (0, 0),
            locked: self.dice.below(500) == 0,
            featured_at: featured.then(|| plan.at.plus_hours(20).min(end())),
            created_at: plan.at,
            edited_at: self.dice.chance(12).then(|| plan.at.plus_hours(3).min(end())),
        };
        let tokens = (body.tokens, body.free_tokens);
        part.posts.push(FlowPost { post, tags, facts, accepted, tokens });
    }

    /// One of so many texts, under a title of its own: what they are made of is drawn once.
    fn text(&mut self, number: usize, plan: &Plan, gated: bool) -> Text {
        let number = number % TEXTS;
        let wish = Wish { number, locale: plan.locale, kind: plan.place.kind, gated };
        let mut words = Dice::new(u64::try_from(number).unwrap_or(0));
        text::text(&mut words, &mut Said::anything(), wish, Some(&mut self.dice))
    }

    /// One of the voices that are heard below a text.
    fn voice(&mut self, number: usize) -> Dice {
        let number = u64::try_from(number % TEXTS).unwrap_or(0);
        Dice::new((number << 32) | (self.dice.below(VOICES) + 1))
    }

    /// Writes what is said below a post; who wrote the accepted answer, and when it was accepted.
    fn talk(
        &mut self,
        (plan, id, gist): (&Plan, PostId, &Gist),
        (number, comments, people): (usize, u64, &[Person]),
        facts: &mut PostFacts,
        part: &mut Flow,
    ) -> Option<(MemberId, Ts)> {
        let answers = if plan.place.asks { self.dice.below(4).min(comments) } else { 0 };
        let first = part.comments.len();
        let mut tops: Vec<usize> = Vec::new();
        let mut accepted = None;
        for turn in 0..comments {
            let is_answer = turn < answers;
            let parent = if !is_answer && self.dice.chance(40) {
                self.dice.skewed(&tops).copied()
            } else {
                None
            };
            let below = parent.and_then(|at| part.comments.get(at));
            let (after, parent_id) =
                below.map_or((plan.at, None), |one| (one.comment.created_at, Some(one.comment.id)));
            let at = after.plus_minutes(self.dice.between(4, 5000)).min(end().plus_minutes(-5));
            let Some(author) = self.reader(plan.place, people, at) else { continue };
            let mut voice = self.voice(number);
            let comment =
                self.comment((plan, id, gist), (author, at), (&mut voice, is_answer, parent_id));
            match parent.and_then(|at| part.comments.get_mut(at)) {
                Some(above) => above.replies += 1,
                None => tops.push(part.comments.len()),
            }
            if is_answer && turn == 0 && self.dice.chance(65) && author != plan.author {
                facts.accepted = Some(comment.comment.id);
                accepted = Some((author, at.plus_hours(5).min(end())));
            }
            facts.answers += i64::from(is_answer);
            facts.active_at = facts.active_at.max(Some(at));
            part.comments.push(comment);
        }
        facts.comments = i64::try_from(part.comments.len() - first).unwrap_or(0);
        accepted
    }

    fn comment(
        &mut self,
        (plan, post, gist): (&Plan, PostId, &Gist),
        (author, at): (MemberId, Ts),
        (voice, is_answer, parent): (&mut Dice, bool, Option<CommentId>),
    ) -> FlowComment {
        let (kind, role) = match (is_answer, parent) {
            (true, _) => (CommentKind::Answer, Role::Answer),
            (false, None) => (CommentKind::Comment, Role::Remark),
            (false, Some(_)) => (CommentKind::Comment, Role::Reply),
        };
        let body = self.prose.comment(voice, gist, role);
        let comment = BulkComment {
            id: self.db.new_id(),
            post,
            place: (plan.place.id, GateId::of_space(plan.place.id)),
            parent,
            kind,
            author,
            post_author: plan.author,
            body: body.source,
            drawn: body.drawn,
            votes: (0, 0),
            created_at: at,
            edited_at: None,
        };
        FlowComment { comment, replies: 0, tokens: body.tokens }
    }

    /// Presses what is pressed: the more is said below a post, the more.
    fn press(
        &mut self,
        (plan, id): (&Plan, PostId),
        people: &[Person],
        facts: &mut PostFacts,
        part: &mut Flow,
    ) {
        let mut seen: HashSet<i64> = HashSet::new();
        let most = u64::try_from(facts.comments).unwrap_or(0) + 2;
        let presses = self.dice.below(most).min(self.dice.below(most)).min(2_000);
        for _ in 0..presses {
            let at = plan.at.plus_minutes(self.dice.between(1, 9000)).min(end());
            let Some(member) = self.reader(plan.place, people, at) else { continue };
            if member == plan.author || !seen.insert(member.get()) {
                continue;
            }
            let Counts { like, thanks, insight, laugh, question } = &mut facts.reactions;
            let (kind, count) = match self.dice.below(100) {
                0..62 => (ReactionKind::Like, like),
                62..80 => (ReactionKind::Thanks, thanks),
                80..92 => (ReactionKind::Insight, insight),
                92..96 => (ReactionKind::Laugh, laugh),
                _ => (ReactionKind::Question, question),
            };
            *count += 1;
            part.reactions.push((Subject::Post(id), member, kind, at));
            if self.dice.chance(12) {
                facts.bookmarks += 1;
                part.bookmarks.push((member, id, at));
            }
        }
    }
}
