//! How a list of posts looks.

use std::collections::HashMap;
use std::sync::Arc;

use db::Tx;
use kernel::{Cursor, Id, List, Outcome};
use web::{AnswerExcerpt, Badge, LinkView, LockNote, LockedRow, Pager, PostCard, Tone};

use super::{Order, Page, Place, store};
use crate::gate::GateId;
use crate::hand::Hand;
use crate::look::Look;
use crate::mine::MineView;
use crate::pieces::Print;
use crate::post::{Post, PostId, PostKind, inherits};
use crate::reaction::{Pressed, Subject};
use crate::reader::Reader;
use crate::{Community, feed, tag};

/// A post of a list with what hangs on it, as everybody sees it who reaches as far.
#[derive(Debug)]
pub(crate) struct Row {
    post: Post,
    /// Its accepted answer: who wrote it, and its first words.
    answer: Option<(String, String)>,
    /// The fingerprint of both.
    print: Print,
}

/// What a list follows from: where, which page, and how far its reader reaches.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct ListKey {
    place: Place,
    page: Page,
    open: Vec<GateId>,
    window: Vec<GateId>,
}

/// A page of posts with what the reader pressed and the accepted answers they may read.
pub(crate) struct Shelf {
    list: Arc<List<Row>>,
    /// What the reader pressed.
    pressed: HashMap<PostId, Pressed>,
}

impl Shelf {
    /// A page of the posts at one place, as far as the reader may see them: four statements at most.
    ///
    /// # Errors
    /// `SignIn` for what a visitor follows; when the database fails.
    pub(crate) async fn read(
        tx: &Tx,
        community: &Community,
        reader: &Reader,
        (place, page): (Place, Page),
    ) -> Outcome<Self> {
        let read = async {
            let list = feed::list(tx, reader, place, page).await?;
            rows(tx, community, reader, list).await
        };
        let list = if page.order == Order::Following {
            Arc::new(read.await?)
        } else {
            let (open, window) = (reader.reach.open().to_vec(), reader.reach.window().to_vec());
            community.lists.get(tx, ListKey { place, page, open, window }, read).await?
        };
        Self::pressed(tx, reader, list).await
    }

    /// The same of posts that were read already: two statements at most.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn of(
        tx: &Tx,
        community: &Community,
        reader: &Reader,
        list: List<Post>,
    ) -> Outcome<Self> {
        let list = rows(tx, community, reader, list).await?;
        Self::pressed(tx, reader, Arc::new(list)).await
    }

    async fn pressed(tx: &Tx, reader: &Reader, list: Arc<List<Row>>) -> Outcome<Self> {
        let mut pressed: HashMap<PostId, Pressed> = HashMap::new();
        if let Some(me) = reader.member.filter(|_| !list.items.is_empty()) {
            let ids: Vec<i64> = list.items.iter().map(|row| row.post.id.get()).collect();
            for (id, word) in store::pressed(tx, me, &ids).await? {
                pressed.entry(PostId::from_i64(id)).or_default().add(&word);
            }
        }
        Ok(Self { list, pressed })
    }

    /// Whether there is no post.
    pub(crate) fn is_empty(&self) -> bool {
        self.list.items.is_empty()
    }

    /// Where the next page begins; none on the last one.
    pub(crate) fn next(&self) -> Option<Cursor> {
        self.list.next
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
        let row = |row: &Row| self.row(look, reader, row, with_space);
        self.list.items.iter().map(row).collect()
    }

    fn row(
        &self,
        look: &Look,
        reader: &Reader,
        Row { post, answer, print }: &Row,
        with_space: bool,
    ) -> Outcome<Arc<str>> {
        let open = reader.reach.reads(post.id, post.gate, post.space, post.author.id);
        let pressed = self.pressed.get(&post.id).copied().unwrap_or_default();
        // The name and address of a space are those of the ground's version.
        let place = (with_space, reader.ground.version);
        let drawn = ("card", print, open, place, pressed, look.age(post.created_at), look.key());
        look.community.pieces.get(&drawn, || {
            let space = reader.ground.space(post.space).filter(|_| with_space);
            let space = space.map(|space| (space.path(), space.name.clone()));
            let told = !post.summary.is_empty() || !post.excerpt.is_empty();
            let answer = answer.as_ref().filter(|_| open);
            match (open, with_space || !told) {
                (true, _) => web::draw(&card(look, post, pressed, answer, space)),
                (false, true) => web::draw(&locked_row(look, post)),
                (false, false) => web::draw(&window_card(look, post, space)),
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
        Pager::on(look.w, older)
    }
}

/// Reads what hangs on the posts of a list for everybody who reaches as far: one statement at most.
async fn rows(
    tx: &Tx,
    community: &Community,
    reader: &Reader,
    list: List<Post>,
) -> Outcome<List<Row>> {
    let is_solved = |post: &&Post| post.kind == PostKind::Question && post.accepted.is_some();
    let solved: Vec<i64> = list.items.iter().filter(is_solved).map(|post| post.id.get()).collect();
    let mut answers = HashMap::new();
    if !solved.is_empty() {
        let gates: Vec<i64> = reader.reach.open().iter().map(|gate| gate.get()).collect();
        for row in store::accepted_of(tx, &solved, &gates).await? {
            answers.insert(row.post_id, (row.name, first_words(tx, &row.body).await?));
        }
    }
    Ok(list.map(|post| {
        let answer = answers.remove(&post.id);
        let print = community.pieces.print(&(&post, &answer));
        Row { post, answer, print }
    }))
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

/// The first words of an answer, without markup; whom it mentions stands there by name.
async fn first_words(tx: &Tx, source: &str) -> Outcome<String> {
    let mut plain = crate::space::one_line(&text::opening(source));
    if plain.contains(['@', '＠']) {
        let known = Hand::default().known(tx, source).await?;
        plain = text::named(&plain, &known.members);
    }
    let mut words: String = plain.chars().take(140).collect();
    if words.len() < plain.len() {
        words.push('…');
    }
    Ok(words)
}
