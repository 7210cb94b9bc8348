//! How a list of posts looks.

use std::collections::HashMap;
use std::sync::Arc;

use db::Tx;
use kernel::{Id, List, Outcome};
use web::{AnswerExcerpt, Badge, LinkView, LockNote, LockedRow, Pager, PostCard, Tone};

use super::store;
use crate::look::Look;
use crate::mine::MineView;
use crate::post::{Post, PostId, PostKind, inherits};
use crate::reaction::{Pressed, Subject};
use crate::reader::Reader;
use crate::tag;

/// A page of posts with what the reader pressed and the accepted answers they may read.
pub(crate) struct Shelf {
    /// The posts.
    pub(crate) list: List<Post>,
    /// What the reader pressed.
    pressed: HashMap<PostId, Pressed>,
    /// Accepted answers: who wrote them, and their first words.
    answers: HashMap<PostId, (String, String)>,
}

impl Shelf {
    /// Reads what hangs on the posts of a list: two statements at most.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn of(tx: &Tx, reader: &Reader, list: List<Post>) -> Outcome<Self> {
        let ids: Vec<i64> = list.items.iter().map(|post| post.id.get()).collect();
        let mut pressed: HashMap<PostId, Pressed> = HashMap::new();
        if let Some(me) = reader.member.filter(|_| !ids.is_empty()) {
            for (id, word) in store::pressed(tx, me, &ids).await? {
                pressed.entry(PostId::from_i64(id)).or_default().add(&word);
            }
        }
        let solved: Vec<i64> = list
            .items
            .iter()
            .filter(|post| post.kind == PostKind::Question && post.accepted.is_some())
            .map(|post| post.id.get())
            .collect();
        let mut answers = HashMap::new();
        if !solved.is_empty() {
            let gates: Vec<i64> = reader.reach.open().iter().map(|gate| gate.get()).collect();
            for row in store::accepted_of(tx, &solved, &gates).await? {
                answers.insert(row.post_id, (row.name, first_words(&row.body)));
            }
        }
        Ok(Self { list, pressed, answers })
    }

    /// The rows as HTML. On mixed lists what the reader does not hold is one short row; in its own
    /// space, which is its shop window, it shows its summary and free words.
    ///
    /// # Errors
    /// When a row cannot be drawn.
    pub(crate) fn rows(
        &self,
        look: &Look,
        reader: &Reader,
        with_space: bool,
    ) -> Outcome<Vec<Arc<str>>> {
        let row = |post: &Post| self.row(look, reader, post, with_space);
        self.list.items.iter().map(row).collect()
    }

    fn row(
        &self,
        look: &Look,
        reader: &Reader,
        post: &Post,
        with_space: bool,
    ) -> Outcome<Arc<str>> {
        let open = reader.reach.reads(post.id, post.gate, post.space, post.author.id);
        let pressed = self.pressed.get(&post.id).copied().unwrap_or_default();
        let answer = self.answers.get(&post.id).filter(|_| open);
        let space = reader.ground.space(post.space).filter(|_| with_space);
        let space = space.map(|space| (space.path(), space.name.clone()));
        let when = look.when(post.created_at).text;
        let drawn = (
            "card",
            post,
            open,
            with_space,
            pressed,
            answer,
            &space,
            look.locale,
            &when,
            &look.sign_in,
        );
        look.community.pieces.get(&drawn, || {
            let told = !post.summary.is_empty() || !post.excerpt.is_empty();
            match (open, with_space || !told) {
                (true, _) => web::draw(&card(look, post, pressed, answer, space.clone())),
                (false, true) => web::draw(&locked_row(look, post)),
                (false, false) => web::draw(&window_card(look, post, space.clone())),
            }
        })
    }

    /// The block of what is the reader's own on the page of the list.
    pub(crate) fn mine(&self, reader: &Reader) -> Option<MineView> {
        let pressed = self.pressed.iter().map(|(id, words)| (Subject::Post(*id), *words));
        Some(MineView::new(reader.member?, pressed, false))
    }

    /// The way to the rest.
    pub(crate) fn pager(&self, look: &Look, older: Option<String>) -> Pager {
        Pager { t: look.w, newer: None, older, summary: None }
    }
}

/// A post that the reader may read.
pub(crate) fn card(
    look: &Look,
    post: &Post,
    pressed: Pressed,
    answer: Option<&(String, String)>,
    space: Option<(String, String)>,
) -> PostCard {
    let lead = if post.summary.is_empty() { &post.excerpt } else { &post.summary };
    let mut badges = Vec::new();
    if post.featured_at.is_some() {
        badges.push(Badge::new(Tone::Best, look.t.post_featured()).with_icon("gem"));
    }
    let gated = !inherits(post.space, post.gate);
    if gated {
        badges.push(Badge::new(Tone::Paid, look.t.space_plan()).with_icon("lock"));
    }
    PostCard {
        id: post.id.to_string(),
        href: post.path(),
        title: post.title.clone(),
        lang: look.lang(&post.lang),
        by: look.person(&post.author, None),
        space: space.map(|(href, name)| LinkView::new(href, name)),
        kind: (post.kind == PostKind::Question).then(|| look.kind(post.kind).to_owned()),
        when: look.when(post.created_at),
        edited: None,
        badges,
        lead: (!lead.is_empty()).then(|| lead.clone()),
        cover: None,
        answer: answer.map(|(name, excerpt)| AnswerExcerpt {
            mark: look.t.comment_accepted_by(name),
            excerpt: excerpt.clone(),
        }),
        lock: None,
        tags: post.tags.iter().map(|name| LinkView::new(tag::path(name), name.as_str())).collect(),
        acts: look.post_bar(post, pressed, true),
        lead_item: false,
        unread: false,
        hidden: None,
    }
}

/// A post that the reader sees from outside, as one row.
fn locked_row(look: &Look, post: &Post) -> LockedRow {
    LockedRow {
        id: post.id.to_string(),
        href: post.path(),
        title: post.title.clone(),
        lang: look.lang(&post.lang),
        note: locked_note(look, post),
        buy: Some(LinkView::new(format!("{}#offer", post.path()), look.t.join())),
    }
}

/// "Article · 4,600 characters · 30 % free".
pub(crate) fn locked_note(look: &Look, post: &Post) -> String {
    let (kind, count) = (look.kind(post.kind), post.size.characters);
    match free_percent(post) {
        0 => look.t.post_locked_note(kind, count),
        percent => look.t.post_locked_trial(kind, count, percent),
    }
}

/// How much of a post stands above its divider, in percent.
pub(crate) fn free_percent(post: &Post) -> i64 {
    post.size.free_characters * 100 / post.size.characters.max(1)
}

/// A card with its free part and what is behind the gate, for a list that is a shop window.
fn window_card(look: &Look, post: &Post, space: Option<(String, String)>) -> PostCard {
    let rest = post.size.characters - post.size.free_characters;
    let mut card = card(look, post, Pressed::default(), None, space);
    card.acts = look.post_bar(post, Pressed::default(), false);
    card.lock = Some(LockNote {
        note: look.t.post_lock_more(rest),
        buy: Some(LinkView::new(format!("{}#offer", post.path()), look.t.join())),
    });
    card
}

/// The first words of an answer, without markup.
fn first_words(source: &str) -> String {
    let plain = crate::space::one_line(&text::opening(source));
    let mut words: String = plain.chars().take(140).collect();
    if words.len() < plain.len() {
        words.push('…');
    }
    words
}
