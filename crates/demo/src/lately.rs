//! The last two days, by the verbs that people use: what is told to those whom one can be, what
//! they have put aside, taken back and changed.
//!
//! These deeds are live, unlike all that was seeded: notifications answer to nothing else.

mod deeds;
mod script;

use std::collections::HashMap;

use community::comment::CommentId;
use community::post::PostId;
use community::space::SpaceId;
use community::{Community, Reader};
use db::{Db, Tx};
use kernel::{Fault, Locale, MemberId, Outcome};
use web::App;

use crate::people_of::{Cast, Person, Way, move_to};
use crate::shop::detours::{self, Detour};
use crate::shop::{self, Shelf};
use crate::spaces::Spaces;
use crate::{end, people_of};
use script::{Deed, LINES};

/// Days before the end in which it begins.
const DAYS: i64 = 2;
/// Minutes before the end at which an order is placed that nobody has paid yet.
const OPEN: i64 = 12;

/// What a deed has made, by the word that later deeds know it by.
#[derive(Debug, Clone, Copy)]
enum Made {
    Post(PostId),
    Comment(PostId, CommentId),
}

/// The stage on which it happens.
struct Stage<'a> {
    app: &'a App,
    db: Db,
    who: HashMap<&'static str, MemberId>,
    spaces: HashMap<&'static str, SpaceId>,
    made: HashMap<&'static str, Made>,
}

/// Lets it happen; the clock stands at the end then.
pub(crate) async fn happen(
    app: &App,
    (cast, shelf, spaces): (&Cast, Shelf, &Spaces),
    people: &[Person],
) -> Outcome<()> {
    move_to(app, end().plus_days(-DAYS));
    let mut who: HashMap<&'static str, MemberId> =
        cast.personas(people).into_iter().map(|(member, part)| (part, member)).collect();
    // Others who have much to say: the first are old members, and one of them is a persona.
    for (locale, names) in [(Locale::ZhCn, ["乙", "丙", "丁"]), (Locale::En, ["x", "y", "z"])] {
        let same = |person: &&Person| person.way == Way::Yearly && person.locale == locale;
        who.extend(names.into_iter().zip(people.iter().filter(same).skip(1).map(|one| one.id)));
    }
    let spaces = spaces.0.iter().map(|place| (place.handle, place.id)).collect();
    let mut stage = Stage { app, db: app.db().clone(), who, spaces, made: HashMap::new() };
    for (part, minutes, deed) in LINES {
        move_to(app, app.now().plus_minutes(*minutes));
        stage.act(part, deed).await?;
    }
    renew(app, shelf, people).await?;
    let waits = people.iter().filter(|person| person.way == Way::Free).nth(1);
    move_to(app, end().plus_minutes(-OPEN));
    if let Some(person) = waits {
        detours::take(app, cast, (person, shelf), Detour::Open).await?;
    }
    move_to(app, end());
    app.db().catch_up().await
}

/// The persona who pays adds a month, and is told that the money has come.
async fn renew(app: &App, shelf: Shelf, people: &[Person]) -> Outcome<()> {
    let Some(person) = people.iter().find(|person| person.way == people_of::Way::Yearly) else {
        return Ok(());
    };
    let db = app.db();
    let order = shop::place(db, person, shelf, false).await?;
    let reference = shop::begin(app, db, order.id).await?;
    shop::pay(app, db, &reference, commerce::sandbox::Outcomes::Success).await
}

impl Stage<'_> {
    fn member(&self, part: &str) -> Outcome<MemberId> {
        self.who.get(part).copied().ok_or(Fault::Missing("member.missing"))
    }

    fn post(&self, word: &str) -> Outcome<PostId> {
        match self.made.get(word) {
            Some(Made::Post(post) | Made::Comment(post, _)) => Ok(*post),
            None => Err(Fault::Missing("post.missing")),
        }
    }

    fn comment(&self, word: &str) -> Outcome<CommentId> {
        match self.made.get(word) {
            Some(Made::Comment(_, comment)) => Ok(*comment),
            _ => Err(Fault::Missing("comment.missing")),
        }
    }

    fn space(&self, handle: &str) -> Outcome<SpaceId> {
        self.spaces.get(handle).copied().ok_or(Fault::Missing("space.missing"))
    }

    /// A text with the handles of those whom it names by their parts: `@{paying}`.
    async fn named(&self, text: &str) -> Outcome<String> {
        let mut named = text.to_owned();
        for (part, member) in &self.who {
            let place = format!("@{{{part}}}");
            if named.contains(&place) {
                let member = *member;
                let row =
                    self.db.read(async move |tx| people::member::get(tx, member).await).await?;
                named = named.replace(&place, &format!("@{}", row.handle));
            }
        }
        Ok(named)
    }
}

/// Somebody as a reader, by what they may now.
async fn reader(tx: &Tx, community: &Community, member: MemberId) -> Outcome<Reader> {
    let role = people::member::get(tx, member).await?.role.0;
    Reader::member(tx, community, Some(member), role.permissions()).await
}

impl Stage<'_> {
    async fn act(&mut self, part: &'static str, deed: &Deed) -> Outcome<()> {
        let me = self.member(part)?;
        match deed {
            Deed::Write(wish) => self.write(me, wish).await,
            Deed::Say(wish) => self.say(me, wish).await,
            Deed::Mend(word, body) => self.mend(me, word, body).await,
            Deed::Draft(wish) => self.draft(me, wish).await,
            Deed::Press(word, kind) => self.press(me, word, *kind).await,
            Deed::Keep(word) => self.keep(me, word).await,
            Deed::Follow(whom) => self.follow(me, whom).await,
            Deed::Accept(word) => self.accept(me, word).await,
            Deed::Feature(word) => self.feature(me, word).await,
            Deed::Close(word) => self.close(me, word).await,
            Deed::Delete(word) => self.delete(me, word).await,
            Deed::Hide(word) => self.hide(word).await,
            Deed::ReadAll => self.read_all(me).await,
        }
    }
}
