//! Writing down what a member is told.

use access::Thing;
use community::Reader;
use community::comment::CommentId;
use community::ground::Kept;
use community::post::PostId;
use community::reach::{Asking, Reach};
use db::{Recorded, Tx};
use kernel::{Fault, Id, MemberId, Outcome};
use web::Permissions;

use super::{Kind, NotificationId, store};
use crate::events::{NotificationCreated, NotificationWithdrawn};

/// What a row is about.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct About {
    /// The post that the row leads to.
    pub(crate) post: Option<PostId>,
    /// The comment that the row leads to.
    pub(crate) comment: Option<CommentId>,
    /// The order that the row leads to.
    pub(crate) order: Option<i64>,
    /// The refund whose amount the row says.
    pub(crate) refund: Option<i64>,
    /// What was given or is over.
    pub(crate) thing: Option<Thing>,
}

/// Something that a member is to be told.
#[derive(Debug, Clone)]
pub(crate) struct Notice {
    /// Who is told.
    pub(crate) member: MemberId,
    /// What.
    pub(crate) kind: Kind,
    /// What one row gathers.
    pub(crate) thread: String,
    /// Who did it; none for the machine.
    pub(crate) actor: Option<MemberId>,
    /// What it is about.
    pub(crate) about: About,
}

/// The inboxes while one event is applied.
pub(crate) struct Inbox<'a> {
    tx: &'a mut Tx,
    ground: &'a Kept,
    log: &'a Recorded,
    position: i64,
    told: i64,
}

impl<'a> Inbox<'a> {
    /// Opens the inboxes for an event.
    ///
    /// # Errors
    /// When the database fails, or for an event without a position.
    pub(crate) async fn open(tx: &'a mut Tx, ground: &'a Kept, log: &'a Recorded) -> Outcome<Self> {
        let no_position = || Fault::broken("telling members", "an event without a position");
        let position = log.position.ok_or_else(no_position)?;
        let told = store::told(tx).await?;
        Ok(Self { tx, ground, log, position, told })
    }

    /// Tells a member once, if they may know what it is about: what they were told of this thread
    /// before stays as it is.
    pub(crate) async fn tell(&mut self, notice: Notice) -> Outcome<()> {
        if notice.actor == Some(notice.member) || !self.may_hear(&notice).await? {
            return Ok(());
        }
        if store::find(self.tx, notice.member, &notice.thread).await?.is_some() {
            return Ok(());
        }
        self.insert(&notice).await.map(drop)
    }

    /// Tells a member of one more person in a thread that gathers them; `word` is what they did.
    pub(crate) async fn gather(&mut self, notice: Notice, word: &str) -> Outcome<()> {
        let Some(actor) = notice.actor.filter(|actor| *actor != notice.member) else {
            return Ok(());
        };
        if !self.may_hear(&notice).await? {
            return Ok(());
        }
        let found = store::find(self.tx, notice.member, &notice.thread).await?;
        let (id, people) = match &found {
            None => (self.insert(&notice).await?, 0),
            Some(row) => (row.id, row.people),
        };
        let place = (notice.member, id);
        store::insert_person(self.tx, place, (actor, word), self.position).await?;
        let Some(row) = found else { return Ok(()) };
        let now = store::count_people(self.tx, place).await?;
        if now > people {
            let moved = (self.position, self.log.occurred_at);
            store::update_moved(self.tx, place, (actor, now), moved).await?;
            if row.read_at.is_some() {
                self.announce_new(&notice, id).await?;
            }
        }
        Ok(())
    }

    /// Takes one person out of a thread again; the row goes with the last of them.
    pub(crate) async fn scatter(
        &mut self,
        member: MemberId,
        thread: &str,
        (actor, word): (MemberId, &str),
    ) -> Outcome<()> {
        let Some(row) = store::find(self.tx, member, thread).await? else { return Ok(()) };
        let place = (member, row.id);
        store::delete_person(self.tx, place, (actor, word)).await?;
        match store::count_people(self.tx, place).await? {
            0 => {
                store::delete(self.tx, place).await?;
                self.announce_gone(member, row.id).await
            }
            people => store::update_people(self.tx, place, people).await,
        }
    }

    /// Announces a row that is new to a member, as one is that was another account's until now.
    pub(crate) async fn announce(
        &mut self,
        member: MemberId,
        notification: NotificationId,
        kind: Kind,
    ) -> Outcome<()> {
        if self.position <= self.told {
            return Ok(());
        }
        let kind = kind.key().to_owned();
        self.tx.announce(NotificationCreated { member, notification, kind }).await
    }

    /// Notes that this event was told of.
    pub(crate) async fn close(self) -> Outcome<()> {
        if self.position > self.told {
            store::update_told(self.tx, self.position).await?;
        }
        Ok(())
    }

    /// Whether the one who would be told may know of the post that it is about: a row, a bell or an
    /// event would tell that there is one. What was given to them or ended is theirs to know.
    async fn may_hear(&self, notice: &Notice) -> Outcome<bool> {
        let Some(post) = notice.about.post.filter(|_| notice.about.thing.is_none()) else {
            return Ok(true);
        };
        let Some(at) = store::place_of(self.tx, post).await? else { return Ok(false) };
        let knows = |reach: &Reach| reach.knows(post, at.gate_id, at.space_id, at.author_id);
        let ground = self.ground.current(self.tx).await?;
        // Nothing has to be read of the member where every member may know of it.
        if knows(&Reach::of(&ground, Asking::any_member())) {
            return Ok(true);
        }
        let member = notice.member;
        let permissions = Permissions::from_bits(store::permissions(self.tx, member).await?);
        let reader = Reader::unkept(self.tx, ground, member, permissions).await?;
        Ok(knows(&reader.reach))
    }

    async fn insert(&mut self, notice: &Notice) -> Outcome<NotificationId> {
        let id = NotificationId::from_i64(self.log.id.get());
        store::insert(self.tx, id, notice, (self.position, self.log.occurred_at)).await?;
        self.announce_new(notice, id).await?;
        Ok(id)
    }

    async fn announce_new(&mut self, notice: &Notice, id: NotificationId) -> Outcome<()> {
        self.announce(notice.member, id, notice.kind).await
    }

    async fn announce_gone(
        &mut self,
        member: MemberId,
        notification: NotificationId,
    ) -> Outcome<()> {
        if self.position <= self.told {
            return Ok(());
        }
        self.tx.announce(NotificationWithdrawn { member, notification }).await
    }
}
