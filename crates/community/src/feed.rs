//! A list of posts as one viewer may see it.

pub(crate) mod draw;
pub(crate) mod store;

use db::Tx;
use kernel::{Cursor, Id, List, ListSize, MemberId, Outcome, Ts};

use crate::post::Post;
use crate::reader::Reader;
use crate::space::SpaceId;
use crate::tag::TagId;

/// Where the posts of a list stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// Anywhere.
    Site,
    /// In one space.
    Space(SpaceId),
    /// Under one tag.
    Tag(TagId),
    /// Written by one member.
    Author(MemberId),
}

/// In which order, and which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// The newest first.
    #[default]
    Latest,
    /// The most discussed and liked of late first.
    Hot,
    /// Those that the team picked, the latest pick first.
    Featured,
    /// From whom and what the reader follows, the newest first.
    Following,
    /// Questions without an answer, the newest first.
    Unanswered,
}

impl Order {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Latest, Self::Hot, Self::Featured, Self::Following, Self::Unanswered];

    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Latest => "latest",
            Self::Hot => "hot",
            Self::Featured => "featured",
            Self::Following => "following",
            Self::Unanswered => "unanswered",
        }
    }

    /// The order of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.key() == key)
    }

    /// Where a post stands in this order.
    #[must_use]
    pub fn place_of(self, post: &Post) -> Cursor {
        let at = match self {
            Self::Latest | Self::Following | Self::Unanswered => post.created_at,
            Self::Hot => Ts::from_micros(post.hot),
            Self::Featured => post.featured_at.unwrap_or_default(),
        };
        Cursor { at, id: post.id.get() }
    }
}

/// One page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Page {
    /// In which order.
    pub order: Order,
    /// From where on.
    pub after: Cursor,
    /// How many.
    pub size: ListSize,
}

/// One row in so many may be locked on a mixed list.
pub const LOCKED_ONE_IN: usize = 6;

/// A page of the posts at one place, as far as the reader may see them: those that are open to
/// them, and those that they see from outside. Two statements at most.
///
/// # Errors
/// `SignIn` for what a visitor follows; when the database fails.
pub async fn list(tx: &Tx, reader: &Reader, place: Place, page: Page) -> Outcome<List<Post>> {
    let gates = reader.reach.signed();
    let rows = match (place, page.order) {
        (Place::Site, Order::Following) => {
            return store::following(tx, reader.me()?, &gates, page).await;
        }
        (Place::Site, _) => return mixed(tx, reader, page).await,
        (Place::Space(space), _) => store::of_space(tx, space, &gates, page).await?,
        (Place::Tag(tag), _) => store::of_tag(tx, tag, &gates, page).await?,
        (Place::Author(author), _) => store::of_author(tx, author, &gates, page).await?,
    };
    Ok(List::cut(rows, page.size, |post| page.order.place_of(post)))
}

/// A page of all posts at one place that the reader may see, the locked ones in their places among
/// the others: what a program reads to the end. Two statements at most.
///
/// # Errors
/// `SignIn` for what a visitor follows; when the database fails.
pub async fn all(tx: &Tx, reader: &Reader, place: Place, page: Page) -> Outcome<List<Post>> {
    if place != Place::Site || page.order == Order::Following {
        return list(tx, reader, place, page).await;
    }
    let open: Vec<i64> = reader.reach.open().iter().map(|gate| gate.get()).collect();
    let window: Vec<i64> = reader.reach.window().iter().map(|gate| gate.get()).collect();
    let mut rows = store::of_site(tx, &open, page).await?;
    if !window.is_empty() {
        let all = (END, page.size.probe());
        rows.extend(store::locked_of_site(tx, &window, page, all).await?);
        rows.sort_by_key(|post| {
            let place = page.order.place_of(post);
            std::cmp::Reverse((place.at, place.id))
        });
    }
    Ok(List::cut(rows, page.size, |post| page.order.place_of(post)))
}

/// The place behind the last row of every list.
const END: Cursor = Cursor { at: Ts::from_micros(i64::MIN), id: 0 };

/// The site's list: the posts that are open to the reader, and among them no more than one locked
/// one in six.
async fn mixed(tx: &Tx, reader: &Reader, page: Page) -> Outcome<List<Post>> {
    let open: Vec<i64> = reader.reach.open().iter().map(|gate| gate.get()).collect();
    let rows = store::of_site(tx, &open, page).await?;
    let list = List::cut(rows, page.size, |post| page.order.place_of(post));
    let window: Vec<i64> = reader.reach.window().iter().map(|gate| gate.get()).collect();
    let most = (list.items.len() / (LOCKED_ONE_IN - 1)).max(usize::from(list.next.is_none()));
    if window.is_empty() || most == 0 {
        return Ok(list);
    }
    let end = list.next.unwrap_or(END);
    let most = if list.items.is_empty() { page.size.rows() } else { most };
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let locked = store::locked_of_site(tx, &window, page, (end, most)).await?;
    Ok(List { items: merged(list.items, locked, page.order), next: list.next })
}

/// Puts locked rows among the open ones by their order, none before the first open one and never
/// two in a row where it can be helped.
fn merged(open: Vec<Post>, locked: Vec<Post>, order: Order) -> Vec<Post> {
    let key = |post: &Post| {
        let place = order.place_of(post);
        std::cmp::Reverse((place.at, place.id))
    };
    if open.is_empty() {
        return locked;
    }
    let mut rows: Vec<Post> = Vec::with_capacity(open.len() + locked.len());
    let mut waiting = locked.into_iter().peekable();
    let mut since_locked = 0_usize;
    for post in open {
        let place = key(&post);
        rows.push(post);
        since_locked += 1;
        let due = waiting.peek().is_some_and(|next| key(next) <= place || since_locked > 5);
        if due && since_locked >= LOCKED_ONE_IN - 1 {
            rows.extend(waiting.next());
            since_locked = 0;
        }
    }
    rows
}
