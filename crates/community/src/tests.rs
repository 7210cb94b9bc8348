//! The verbs on both engines, and what must never leak.

mod leaks;
mod members;
mod rebuild;
mod verbs;

use access::{Grant, Thing, grant};
use db::{Db, args, sql};
use kernel::{Fault, Id as _, MemberId, Outcome, Ts};
use people::testing::insert_member;
use web::{Permission, Permissions};

use crate::comment::write::Ready as ReadyComment;
use crate::comment::{CommentDraft, CommentId};
use crate::gate::GateWish;
use crate::hand::Hand;
use crate::post::open::{self, Ready};
use crate::post::{PostDraft, PostId};
use crate::reader::Reader;
use crate::space::{SpaceDraft, SpaceId, create};
use crate::{Community, comment};

/// A word that stands behind gates only.
pub(crate) const CANARY: &str = "zebrafinch";
/// The plan that opens the club.
pub(crate) const PLAN: i64 = 70;

pub(crate) const OWNER: i64 = 1;
pub(crate) const MEI: i64 = 2;
pub(crate) const ADA: i64 = 3;

/// A community with an owner and two members, an open space, a plan space and a secret one.
pub(crate) struct World {
    pub(crate) db: Db,
    pub(crate) community: std::sync::Arc<Community>,
    pub(crate) open: SpaceId,
    pub(crate) club: SpaceId,
    pub(crate) secret: SpaceId,
}

pub(crate) fn member(id: i64) -> MemberId {
    MemberId::from_i64(id)
}

fn space(handle: &str, visibility: &str, plans: Vec<i64>) -> SpaceDraft {
    SpaceDraft {
        handle: handle.into(),
        name: handle.to_uppercase(),
        description: format!("About {handle}"),
        prompt: String::new(),
        icon: "hash".into(),
        visibility: visibility.into(),
        posting: "everyone".into(),
        shown: true,
        plans,
    }
}

pub(crate) fn article(title: &str, body: &str) -> PostDraft {
    PostDraft {
        kind: "article".into(),
        title: title.into(),
        body: body.into(),
        tags: vec!["Rust".into(), "检索".into()],
        ..PostDraft::default()
    }
}

pub(crate) fn question(title: &str) -> PostDraft {
    PostDraft { kind: "question".into(), ..article(title, "How?") }
}

impl World {
    pub(crate) async fn new(db: Db) -> Self {
        let community = std::sync::Arc::new(Community::default());
        for (id, handle) in [(OWNER, "owner"), (MEI, "mei"), (ADA, "ada")] {
            db.tx(async move |tx| insert_member(tx, id, handle).await).await.unwrap();
        }
        let plan = async |tx: &mut db::Tx| {
            access::plan::define(tx, access::PlanId::from_i64(PLAN), "Club", &[]).await
        };
        db.tx(plan).await.unwrap();
        let mut spaces = Vec::new();
        let wishes = [
            space("open", "open", Vec::new()),
            space("club", "plan", vec![PLAN]),
            space("den", "secret", Vec::new()),
        ];
        for draft in wishes {
            let keeper = std::sync::Arc::clone(&community);
            let made = db.tx(async move |tx| {
                let reader = owner(tx, &keeper).await?;
                create::create(tx, &reader, draft.clone()).await
            });
            spaces.push(made.await.unwrap());
        }
        Self { db, community, open: spaces[0], club: spaces[1], secret: spaces[2] }
    }

    /// Runs something as a member, or as a visitor, in one transaction.
    pub(crate) async fn by<R, F>(&self, who: Option<i64>, act: F) -> Outcome<R>
    where
        F: AsyncFn(&mut db::Tx, &Reader) -> Outcome<R> + Send + 'static,
        R: Send + 'static,
    {
        let community = std::sync::Arc::clone(&self.community);
        let done = self.db.tx(async move |tx| {
            let reader = reader(tx, &community, who).await?;
            act(tx, &reader).await
        });
        done.await
    }

    pub(crate) async fn post(&self, who: i64, space: SpaceId, draft: PostDraft) -> Outcome<PostId> {
        let ready: Ready =
            open::prepare(&self.db, draft, Hand::of(Some(member(who)), None)).await?;
        self.by(Some(who), async move |tx, reader| {
            open::open(tx, reader, space, ready.clone(), None).await
        })
        .await
    }

    pub(crate) async fn comment(
        &self,
        who: i64,
        post: PostId,
        draft: CommentDraft,
    ) -> Outcome<CommentId> {
        let ready: ReadyComment =
            comment::write::prepare(&self.db, draft, Hand::of(Some(member(who)), None)).await?;
        self.by(Some(who), async move |tx, reader| {
            comment::write::write(tx, reader, post, ready.clone())
                .await
                .map(|(_, comment)| comment.id)
        })
        .await
    }

    pub(crate) async fn says(&self, who: i64, post: PostId, body: &str) -> CommentId {
        let draft = CommentDraft { body: body.into(), ..CommentDraft::default() };
        self.comment(who, post, draft).await.unwrap()
    }

    /// Gives a member the plan, until an instant or for ever.
    pub(crate) async fn pays(&self, who: i64, until: Option<Ts>) {
        let given = self.db.tx(async move |tx| {
            let times = (tx.now(), until);
            let to = (member(who), Thing::plan(PLAN));
            grant(tx, Grant::by_team(to, times, "a test", member(OWNER))?).await
        });
        given.await.unwrap();
        self.community.holdings.forget(member(who));
    }

    pub(crate) async fn number(&self, sql: db::Sql, id: i64) -> i64 {
        let found = self.db.read(async move |tx| tx.one::<i64>(sql, args![id]).await).await;
        found.unwrap().unwrap_or_default()
    }
}

async fn reader(tx: &db::Tx, community: &Community, who: Option<i64>) -> Outcome<Reader> {
    match who {
        Some(OWNER) => owner(tx, community).await,
        who => Reader::member(tx, community, who.map(member), Permissions::default()).await,
    }
}

async fn owner(tx: &db::Tx, community: &Community) -> Outcome<Reader> {
    let all = [
        Permission::SpacesManage,
        Permission::ContentReadAll,
        Permission::ContentModerate,
        Permission::ContentFeature,
        Permission::ContentPublish,
    ];
    Reader::member(tx, community, Some(member(OWNER)), Permissions::of(&all)).await
}

pub(crate) fn gated(body: &str) -> PostDraft {
    let plan = access::ThingName { kind: "plan".into(), id: kernel::encode_id(PLAN) };
    PostDraft { gate: Some(GateWish { any_of: vec![plan] }), ..article("Gated", body) }
}

pub(crate) fn key<T>(outcome: Outcome<T>) -> &'static str {
    outcome.map_or_else(|fault: Fault| fault.key(), |_| "yes")
}
