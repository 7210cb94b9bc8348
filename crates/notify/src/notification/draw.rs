//! How a notification looks to its reader: what they may not read any more shows nothing.

use std::collections::HashMap;

use access::ThingKind;
use askama::Template;
use community::Reader;
use community::comment::{self, CommentId, CommentState};
use community::post::{self, PostId, PostKind, PostState};
use community::reach::Entry;
use community::space::SpaceId;
use db::Tx;
use kernel::{Currency, Id, Locale, Money, Outcome, Ts, Zone};
use web::{AvatarView, When};

use super::store::{self, NotificationRow};
use super::{Kind, Shelf};
use crate::texts::Texts;

/// The most characters of a comment that a row shows.
const EXCERPT_MAX: usize = 120;

/// What its reader may see of what a notification points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    /// All of it.
    Whole,
    /// That it is there: its title.
    Outside,
    /// Nothing.
    Nothing,
}

/// A notification after it was decided what its reader may see of it.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) row: NotificationRow,
    sight: Sight,
    pub(crate) excerpt: Option<String>,
    thing: Option<String>,
}

/// Decides for each row of a page, and reads the first words of the comments that may be read.
///
/// # Errors
/// When the database fails.
pub(crate) async fn told(
    tx: &Tx,
    reader: &Reader,
    rows: Vec<NotificationRow>,
) -> Outcome<Vec<Told>> {
    let seen: Vec<(NotificationRow, Sight)> = rows
        .into_iter()
        .map(|row| {
            let sight = sight(reader, &row);
            (row, sight)
        })
        .collect();
    let readable: Vec<CommentId> = seen
        .iter()
        .filter(|(_, sight)| *sight == Sight::Whole)
        .filter_map(|(row, _)| row.comment_id)
        .collect();
    let mut words: HashMap<CommentId, String> = HashMap::new();
    if !readable.is_empty() {
        let sources = store::sources(tx, &readable).await?;
        words.extend(sources.into_iter().map(|(id, source)| (id, first_words(&source))));
    }
    let told = |(row, sight): (NotificationRow, Sight)| Told {
        excerpt: row.comment_id.filter(|_| sight == Sight::Whole).and_then(|id| words.remove(&id)),
        thing: thing_name(reader, &row, sight),
        row,
        sight,
    };
    Ok(seen.into_iter().map(told).collect())
}

/// The one decision about a row: that of the post it points at, and of the comment below it.
fn sight(reader: &Reader, row: &NotificationRow) -> Sight {
    let Some(post) = row.post_id else { return Sight::Whole };
    let (Some(gate), Some(space), Some(author)) = (row.gate_id, row.space_id, row.author_id) else {
        return Sight::Nothing;
    };
    let there = row.post_state == Some(PostState::Published)
        && row.comment_id.is_none_or(|_| row.comment_state == Some(CommentState::Published));
    if !there {
        return Sight::Nothing;
    }
    if reader.reach.reads(post, gate, space, author) {
        return Sight::Whole;
    }
    if reader.reach.knows(post, gate, space, author) { Sight::Outside } else { Sight::Nothing }
}

/// What a thing that was given is called, where its reader may know.
fn thing_name(reader: &Reader, row: &NotificationRow, sight: Sight) -> Option<String> {
    let thing = row.thing()?;
    match thing.kind {
        ThingKind::Plan => row.plan_name.clone(),
        ThingKind::Space => {
            let space = SpaceId::from_i64(thing.id);
            let known = reader.reach.entry(space) != Entry::Hidden;
            reader.ground.space(space).filter(|_| known).map(|space| space.name.clone())
        }
        ThingKind::Post => row.title.clone().filter(|_| sight != Sight::Nothing),
        ThingKind::Course | ThingKind::Gathering => None,
    }
}

fn first_words(source: &str) -> String {
    let line = text::opening(source).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut words: String = line.chars().take(EXCERPT_MAX).collect();
    if words.len() < line.len() {
        words.push('…');
    }
    words
}

impl Told {
    /// Whether its reader may not see what it is about.
    pub(crate) fn is_veiled(&self) -> bool {
        let given = matches!(self.row.kind, Kind::Granted | Kind::Ended);
        self.sight == Sight::Nothing && !given
    }

    /// The title of the post it points at, where its reader may see it.
    pub(crate) fn title(&self) -> Option<&str> {
        self.row.title.as_deref().filter(|_| self.sight != Sight::Nothing)
    }

    /// The post and the comment it points at, where its reader may see them.
    pub(crate) fn place(&self) -> (Option<PostId>, Option<CommentId>) {
        let seen = self.sight != Sight::Nothing;
        (self.row.post_id.filter(|_| seen), self.row.comment_id.filter(|_| seen))
    }

    /// Where it leads; nowhere for what its reader may not see.
    pub(crate) fn target(&self) -> Option<String> {
        let row = &self.row;
        match row.kind {
            Kind::Follow => self.actor().map(|actor| format!("/m/{}", actor.handle)),
            Kind::Paid | Kind::Refunded => {
                row.order_no.as_ref().map(|no| format!("/me/orders/{no}"))
            }
            Kind::Granted => Some("/me/membership".to_owned()),
            Kind::Adoption => Some("/settings/account".to_owned()),
            Kind::Ended => Some("/join".to_owned()),
            _ => match self.place() {
                (Some(post), Some(comment)) => Some(comment::path(post, comment)),
                (Some(id), None) => Some(post::path(id, row.slug.as_deref().unwrap_or_default())),
                (None, _) => None,
            },
        }
    }

    /// Who did it, unless they left or it may not be seen what they did.
    pub(crate) fn actor(&self) -> Option<Actor<'_>> {
        let row = &self.row;
        if self.is_veiled() || row.actor_state.as_deref() == Some("erased") {
            return None;
        }
        Some(Actor {
            id: row.actor_id?.get(),
            name: row.actor_name.as_deref()?,
            handle: row.actor_handle.as_deref()?,
            avatar: row.actor_avatar.as_deref(),
        })
    }

    /// How much money it is about.
    pub(crate) fn amount(&self) -> Option<Money> {
        let currency: Currency = self.row.currency.as_deref()?.parse().ok()?;
        Some(Money::new(self.row.amount_minor?, currency))
    }

    /// The sentence in a language.
    pub(crate) fn sentence(&self, t: Texts) -> String {
        if self.is_veiled() {
            return t.veiled().to_owned();
        }
        let name = self.actor().map_or_else(|| t.former(), |actor| actor.name);
        let thing = self.thing.as_deref().unwrap_or_else(|| t.something());
        let product = self.row.product_name.as_deref().unwrap_or_else(|| t.something());
        let amount = self.amount().map(Money::short).unwrap_or_default();
        let (on_comment, others) = (self.row.comment_id.is_some(), self.row.people - 1);
        match self.row.kind {
            Kind::Comment => t.comment(name),
            Kind::Answer => t.answer(name),
            Kind::Reply => t.reply(name),
            Kind::Mention => t.mention(name),
            Kind::Accepted => t.accepted().to_owned(),
            Kind::PostFeatured => t.post_featured().to_owned(),
            Kind::CommentFeatured => t.comment_featured().to_owned(),
            Kind::Reaction if on_comment && others > 0 => t.reaction_comment_many(name, others),
            Kind::Reaction if on_comment => t.reaction_comment(name),
            Kind::Reaction if others > 0 => t.reaction_post_many(name, others),
            Kind::Reaction => t.reaction_post(name),
            Kind::Follow if others > 0 => t.follow_many(name, others),
            Kind::Follow => t.follow(name),
            Kind::Granted => t.granted(thing),
            Kind::Ended => t.ended(thing),
            Kind::Paid => t.paid(amount, product),
            Kind::Refunded => t.refunded(amount, product),
            Kind::Adoption => t.adoption().to_owned(),
        }
    }

    fn icon(&self) -> &'static str {
        match self.row.kind {
            Kind::Comment | Kind::Reply => "message-square",
            Kind::Answer if self.row.post_kind == Some(PostKind::Question) => {
                "message-circle-question"
            }
            Kind::Answer => "message-square",
            Kind::Mention => "at-sign",
            Kind::Accepted => "circle-check",
            Kind::PostFeatured | Kind::CommentFeatured => "gem",
            Kind::Reaction => "heart",
            Kind::Follow => "user-plus",
            Kind::Granted => "gift",
            Kind::Ended => "history",
            Kind::Paid => "receipt",
            Kind::Refunded => "undo-2",
            Kind::Adoption => "shield",
        }
    }
}

/// Who did something, as a row shows them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Actor<'a> {
    pub(crate) id: i64,
    pub(crate) name: &'a str,
    pub(crate) handle: &'a str,
    avatar: Option<&'a str>,
}

/// What all rows of a page share.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    pub(crate) t: Texts,
    pub(crate) locale: Locale,
    pub(crate) zone: Zone,
    pub(crate) now: Ts,
}

impl Look {
    /// The look of this moment in a language.
    pub(crate) fn of(app: &web::App, locale: Locale) -> Self {
        let zone = app.settings().zone.clone();
        Self { t: Texts::new(locale), locale, zone, now: app.now() }
    }
}

/// One row of the list.
#[derive(Debug, Clone, Template)]
#[template(path = "notify/row.html")]
pub(crate) struct RowView {
    t: Texts,
    id: String,
    href: Option<String>,
    icon: &'static str,
    avatar: Option<AvatarView>,
    sentence: String,
    title: Option<String>,
    excerpt: Option<String>,
    when: When,
    unread: bool,
    filter: &'static str,
}

impl RowView {
    /// How a notification looks; `filter` is the one of the list it stands in.
    pub(crate) fn of(look: &Look, told: &Told, filter: Option<Shelf>) -> Self {
        let id = told.row.id.to_string();
        let face = |actor: Actor<'_>| {
            let image = actor.avatar.map(people::profile::avatar_address);
            AvatarView::of(actor.name, actor.id, image)
        };
        Self {
            t: look.t,
            href: told.target().map(|_| format!("/notifications/{id}")),
            icon: told.icon(),
            avatar: told.actor().map(face),
            sentence: told.sentence(look.t),
            title: told.title().map(str::to_owned),
            excerpt: told.excerpt.clone(),
            when: When::new(told.row.moved_at, look.now, &look.zone, look.locale),
            unread: told.row.read_at.is_none(),
            filter: filter.map_or("all", Shelf::key),
            id,
        }
    }
}

/// The number beside the bell, wherever the frame shows it.
#[derive(Debug, Clone, Copy, Template)]
#[template(path = "notify/bell.html")]
pub(crate) struct BellView {
    place: &'static str,
    unread: i64,
}

/// The elements of the frame that show the number.
const BELLS: [&str; 2] = ["unread-top", "unread-dock"];

/// What shows a new number beside the bell.
///
/// # Errors
/// When it cannot be drawn.
pub(crate) fn bells(unread: i64) -> Outcome<Vec<web::Stream>> {
    let bell = |place: &'static str| {
        Ok(web::Stream::replace(place, web::draw(&BellView { place, unread })?))
    };
    BELLS.into_iter().map(bell).collect()
}
