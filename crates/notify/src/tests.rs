//! Notifications on both engines.

mod join;

use access::{End, Grant, SourceKind, Thing, ThingName, end_of_source, grant};
use axum::body::to_bytes;
use axum::extract::State;
use community::comment::{self, CommentDraft, CommentId};
use community::follow::{self, Target};
use community::gate::GateWish;
use community::hand::Hand;
use community::post::{PostDraft, PostId, open};
use community::reaction::{ReactionKind, Subject, change};
use community::space::{SpaceDraft, SpaceId, create, people as entrants};
use community::{Community, Reader};
use db::{Db, Opening, Tx, args, db_test, sql};
use kernel::{Cursor, Id as _, ListSize, Locale, MemberId, Outcome, Ts};
use people::testing::insert_member;
use std::sync::Arc;
use web::live::{Hub, Stages};
use web::{App, AppParts, Me, Network, Permission, Permissions, Theme, Via, Viewer};

use crate::notification::draw::{Told, told};
use crate::notification::{self, Kind, Shelf, read, store};
use crate::texts::Texts;
use crate::unread::Unread;

const OWNER: i64 = 1;
const MEI: i64 = 2;
const ADA: i64 = 3;
const BO: i64 = 4;
const PLAN: i64 = 70;

fn subscribed(opening: Opening) -> Opening {
    crate::subscribers().into_iter().fold(opening, Opening::subscribe)
}

fn member(id: i64) -> MemberId {
    MemberId::from_i64(id)
}

struct World {
    db: Db,
    community: Arc<Community>,
    space: SpaceId,
}

impl World {
    /// Four members and an open space.
    async fn new(db: Db) -> Self {
        let community = Arc::new(Community::default());
        for (id, name) in [(OWNER, "owner"), (MEI, "mei"), (ADA, "ada"), (BO, "bo")] {
            db.tx(async move |tx| insert_member(tx, id, name).await).await.unwrap();
        }
        let plan = async |tx: &mut Tx| {
            access::plan::define(tx, access::PlanId::from_i64(PLAN), "Club", &[]).await
        };
        db.tx(plan).await.unwrap();
        let mut world = Self { db, community, space: SpaceId::from_i64(0) };
        world.space = world.space("open", "open").await;
        world
    }

    async fn space(&self, handle: &str, visibility: &str) -> SpaceId {
        let draft = SpaceDraft {
            handle: handle.into(),
            name: "Open".into(),
            description: String::new(),
            prompt: String::new(),
            icon: "hash".into(),
            visibility: visibility.into(),
            posting: "everyone".into(),
            shown: true,
            plans: Vec::new(),
        };
        self.by(OWNER, async move |tx, reader| create::create(tx, reader, draft.clone()).await)
            .await
    }

    /// Runs something as a member and lets the subscriber catch up.
    async fn by<R, F>(&self, who: i64, act: F) -> R
    where
        F: AsyncFn(&mut Tx, &Reader) -> Outcome<R> + Send + 'static,
        R: Send + 'static,
    {
        let community = Arc::clone(&self.community);
        let done = self.db.tx(async move |tx| {
            let reader = Reader::member(tx, &community, Some(member(who)), rights(who)).await?;
            act(tx, &reader).await
        });
        let done = done.await.unwrap();
        self.db.catch_up().await.unwrap();
        done
    }

    async fn post(&self, who: i64, draft: PostDraft) -> PostId {
        let space = self.space;
        let ready = open::prepare(&self.db, draft, Hand::default()).await.unwrap();
        self.by(who, async move |tx, reader| {
            open::open(tx, reader, space, ready.clone(), None).await
        })
        .await
    }

    async fn says(
        &self,
        who: i64,
        post: PostId,
        parent: Option<CommentId>,
        body: &str,
    ) -> CommentId {
        let draft = CommentDraft { body: body.into(), parent, kind: String::new() };
        let ready = comment::write::prepare(&self.db, draft, Hand::default()).await.unwrap();
        self.by(who, async move |tx, reader| {
            comment::write::write(tx, reader, post, ready.clone())
                .await
                .map(|(_, comment)| comment.id)
        })
        .await
    }

    async fn reacts(&self, who: i64, post: PostId, on: bool) {
        self.by(who, async move |tx, reader| {
            change::change(tx, reader, Subject::Post(post), ReactionKind::Like, on).await
        })
        .await;
    }

    /// What a member is told, the latest first, as they may see it now.
    async fn told(&self, who: i64) -> Vec<Told> {
        let community = Arc::clone(&self.community);
        let told = self.db.read(async move |tx| {
            let reader = Reader::member(tx, &community, Some(member(who)), rights(who)).await?;
            let page = (Cursor::START, ListSize::default());
            let list = notification::list(tx, member(who), None, page).await?;
            told(tx, &reader, list.items).await
        });
        told.await.unwrap()
    }

    async fn sentences(&self, who: i64) -> Vec<String> {
        let t = Texts::new(Locale::En);
        self.told(who).await.iter().map(|told| told.sentence(t)).collect()
    }

    async fn unread(&self, who: i64) -> i64 {
        let count = self.db.read(async move |tx| store::count_unread(tx, member(who)).await);
        count.await.unwrap()
    }

    async fn announced(&self) -> i64 {
        let count = sql!("SELECT COUNT(*) FROM events WHERE name = 'notification.created'");
        let count = self.db.read(async move |tx| tx.one::<i64>(count, args![]).await);
        count.await.unwrap().unwrap_or(0)
    }
}

fn rights(who: i64) -> Permissions {
    if who == OWNER {
        Permissions::of(&[
            Permission::SpacesManage,
            Permission::ContentReadAll,
            Permission::ContentPublish,
            Permission::ContentFeature,
        ])
    } else {
        Permissions::NONE
    }
}

fn article(body: &str) -> PostDraft {
    PostDraft {
        kind: "article".into(),
        title: "Tea".into(),
        body: body.into(),
        ..PostDraft::default()
    }
}

fn gated(body: &str) -> PostDraft {
    let plan = ThingName { kind: "plan".into(), id: kernel::encode_id(PLAN) };
    PostDraft { gate: Some(GateWish { any_of: vec![plan] }), ..article(body) }
}

#[db_test(subscribed)]
async fn whoever_is_concerned_is_told_once_and_never_of_their_own_act(db: Db) {
    let world = World::new(db).await;
    let post = world.post(MEI, article("Which tea?")).await;
    let first = world.says(ADA, post, None, "Green.").await;
    world.says(BO, post, Some(first), "Why green, @ada? And @mei?").await;
    world.says(MEI, post, None, "My own word.").await;
    assert_eq!(
        world.sentences(MEI).await,
        ["bo commented on your post", "ada commented on your post"]
    );
    assert_eq!(world.sentences(ADA).await, ["bo replied to you"]);
    assert_eq!(world.sentences(BO).await, Vec::<String>::new());
    let told = world.told(ADA).await;
    assert_eq!(told[0].excerpt.as_deref(), Some("Why green, @ada? And @mei?"));
    assert_eq!((world.unread(MEI).await, world.announced().await), (2, 3));
}

#[db_test(subscribed)]
async fn a_mention_in_a_post_leads_to_it(db: Db) {
    let world = World::new(db).await;
    let post = world.post(MEI, article("Ask @ada.")).await;
    let told = world.told(ADA).await;
    assert_eq!(told[0].row.kind, Kind::Mention);
    assert_eq!(told[0].target(), Some(format!("/p/{post}-tea")));
}

#[db_test(subscribed)]
async fn nobody_is_told_of_a_post_that_they_may_not_know_of(db: Db) {
    let mut world = World::new(db).await;
    world.space = world.space("den", "secret").await;
    let den = world.space;
    for who in [MEI, BO] {
        world
            .by(OWNER, async move |tx, reader| {
                entrants::set_member(tx, reader, den, member(who), true).await
            })
            .await;
    }
    let post = world.post(MEI, article("Ask @ada.")).await;
    world.says(BO, post, None, "@ada knows.").await;
    assert_eq!((world.told(ADA).await.len(), world.unread(ADA).await), (0, 0));
    assert_eq!(world.sentences(MEI).await, ["bo commented on your post"], "who was added is told");
    world
        .by(OWNER, async move |tx, reader| {
            entrants::set_member(tx, reader, den, member(MEI), false).await
        })
        .await;
    let announced = world.announced().await;
    world.says(BO, post, None, "Nobody here?").await;
    world.reacts(BO, post, true).await;
    assert_eq!(world.announced().await, announced, "no bell for who was taken out");
}

#[db_test(subscribed)]
async fn a_mention_behind_the_gate_of_a_post_seen_from_outside_is_told_without_its_words(db: Db) {
    let world = World::new(db).await;
    let post = world.post(OWNER, gated("A start.\n\n[[paid]]\n\nAsk @ada.")).await;
    world.says(OWNER, post, None, "zebrafinch, @ada").await;
    let told = world.told(ADA).await;
    assert_eq!(told.len(), 2);
    for one in told {
        assert_eq!((one.title(), &one.excerpt, one.is_veiled()), (Some("Tea"), &None, false));
    }
}

#[db_test(subscribed)]
async fn reactions_of_a_day_are_one_row_that_people_enter_and_leave(db: Db) {
    let world = World::new(db).await;
    let post = world.post(MEI, article("Tea.")).await;
    world.reacts(ADA, post, true).await;
    world.by(MEI, async |tx, _| read::mark(tx, member(MEI), &[]).await).await;
    assert_eq!(world.unread(MEI).await, 0);
    world.reacts(BO, post, true).await;
    world.reacts(OWNER, post, true).await;
    assert_eq!(world.sentences(MEI).await, ["owner and 2 others reacted to your post"]);
    assert_eq!(world.unread(MEI).await, 1, "a row that moves up is new again");
    world.reacts(OWNER, post, false).await;
    assert_eq!(world.sentences(MEI).await, ["bo and 1 other reacted to your post"]);
    world.db.clock().advance(2 * 86_400);
    world.reacts(OWNER, post, true).await;
    assert_eq!(world.sentences(MEI).await.len(), 2, "another day is another row");
    for who in [ADA, BO, OWNER] {
        world.reacts(who, post, false).await;
    }
    assert_eq!(world.sentences(MEI).await, Vec::<String>::new());
}

#[db_test(subscribed)]
async fn following_and_leaving_again_leaves_no_trace(db: Db) {
    let world = World::new(db).await;
    for on in [true, false] {
        world
            .by(ADA, async move |tx, reader| {
                follow::set(tx, reader, Target::Member(member(MEI)), on).await
            })
            .await;
        assert_eq!(world.sentences(MEI).await.len(), usize::from(on));
    }
}

#[db_test(subscribed)]
async fn what_may_not_be_read_any_more_shows_neither_title_nor_text(db: Db) {
    let world = World::new(db).await;
    let given = world
        .by(OWNER, async |tx, _| {
            let to = (member(MEI), Thing::plan(PLAN));
            grant(tx, Grant::by_team(to, (tx.now(), None), "a test", member(OWNER))?).await
        })
        .await;
    world.community.holdings.forget(member(MEI));
    let post = world.post(OWNER, gated("A start.\n\n[[paid]]\n\nThe rest.")).await;
    let remark = world.says(MEI, post, None, "Thanks.").await;
    world.says(OWNER, post, Some(remark), "zebrafinch").await;
    let told = world.told(MEI).await;
    assert_eq!(told[0].excerpt.as_deref(), Some("zebrafinch"));
    world
        .by(OWNER, async move |tx, _| {
            end_of_source(tx, SourceKind::Grant, given.get(), End::Team).await
        })
        .await;
    world.community.holdings.forget(member(MEI));
    let told = world.told(MEI).await;
    let reply = told.iter().find(|told| told.row.kind == Kind::Reply).unwrap();
    assert_eq!((reply.title(), &reply.excerpt), (Some("Tea"), &None), "its window is open");
    assert_eq!(told[0].row.kind, Kind::Ended);
    let space = world.space;
    world
        .by(OWNER, async move |tx, reader| {
            let mut draft = SpaceDraft {
                handle: "open".into(),
                name: "Open".into(),
                description: String::new(),
                prompt: String::new(),
                icon: "hash".into(),
                visibility: "secret".into(),
                posting: "everyone".into(),
                shown: true,
                plans: Vec::new(),
            };
            draft.shown = false;
            community::space::change::change(tx, reader, space, draft).await
        })
        .await;
    let told = world.told(MEI).await;
    let reply = told.iter().find(|told| told.row.kind == Kind::Reply).unwrap();
    assert!(reply.is_veiled());
    assert_eq!((reply.title(), &reply.excerpt, reply.target()), (None, &None, None));
    assert!(reply.actor().is_none());
    assert_eq!(reply.sentence(Texts::new(Locale::ZhCn)), "这条通知的内容你现在看不到了");
}

#[db_test(subscribed)]
async fn a_rebuild_gives_the_same_rows_and_announces_nothing_again(db: Db) {
    let world = World::new(db).await;
    let post = world.post(MEI, article("Tea for @ada.")).await;
    let first = world.says(ADA, post, None, "One.").await;
    world.says(BO, post, Some(first), "Two.").await;
    world.reacts(ADA, post, true).await;
    world.by(MEI, async |tx, _| read::mark(tx, member(MEI), &[]).await).await;
    world.reacts(BO, post, true).await;
    let rows = |told: Vec<Told>| -> Vec<String> {
        told.iter().map(|told| format!("{:?}", told.row)).collect()
    };
    let mut before = Vec::new();
    for who in [MEI, ADA, BO] {
        before.extend(rows(world.told(who).await));
    }
    let announced = world.announced().await;
    world.db.rebuild("notify.inbox").await.unwrap();
    let mut after = Vec::new();
    for who in [MEI, ADA, BO] {
        after.extend(rows(world.told(who).await));
    }
    assert_eq!(after, before);
    assert_eq!(world.announced().await, announced);
}

#[db_test(subscribed)]
async fn the_numbers_beside_the_bell_are_those_of_the_rows(db: Db) {
    let world = World::new(db).await;
    let post = world.post(MEI, article("Tea.")).await;
    world.says(ADA, post, None, "One.").await;
    let unread = Unread::load(&world.db).await.unwrap();
    assert_eq!((unread.of(Some(member(MEI))), unread.of(Some(member(ADA)))), (1, 0));
    assert_eq!(unread.of(None), 0);
    let row = world.told(MEI).await[0].row.id;
    let others = world.by(ADA, async move |tx, _| read::mark(tx, member(ADA), &[row]).await).await;
    assert_eq!((others, world.unread(MEI).await), (0, 1), "nobody reads for somebody else");
    world.by(MEI, async move |tx, _| read::mark(tx, member(MEI), &[row]).await).await;
    assert_eq!(world.unread(MEI).await, 0);
    let events = sql!("SELECT COUNT(*) FROM events WHERE name = 'notification.read'");
    world.by(MEI, async move |tx, _| read::mark(tx, member(MEI), &[row]).await).await;
    let count = world.db.read(async move |tx| tx.one::<i64>(events, args![]).await).await;
    assert_eq!(count.unwrap(), Some(1), "reading twice is one event");
}

async fn app(world: &World) -> App {
    let unread = Unread::load(&world.db).await.unwrap();
    AppParts::new(world.db.clone(), mail::Transport::Room, Hub::default())
        .with(Stages(vec![Box::new(crate::NotifyStage)]))
        .with(Community::default())
        .with(unread)
        .open()
        .await
        .unwrap()
}

fn viewer(who: i64, locale: Locale) -> Viewer {
    let me = Me {
        id: member(who),
        session: web::SessionId::from_i64(1),
        permissions: rights(who),
        face: web::Face::default(),
        reauthenticated_at: None::<Ts>,
        second_factor: false,
    };
    Viewer {
        locale,
        member: Some(Arc::new(me)),
        via: Via::Browser,
        network: Network { ip: std::net::Ipv4Addr::LOCALHOST.into(), agent: "test".into() },
        origin: "http://localhost".into(),
        device: None,
        theme: Theme::Auto,
        flash: None,
    }
}

#[db_test(subscribed)]
async fn the_page_and_the_api_show_what_the_member_was_told(db: Db) {
    let world = World::new(db).await;
    let app = app(&world).await;
    let page = async |locale, query: &str| {
        let asked = serde_json::from_str(query).unwrap();
        let reply =
            notification::page::list(State(app.clone()), viewer(MEI, locale), web::Query(asked));
        let bytes = to_bytes(reply.await.unwrap().into_body(), 1 << 20).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    };
    assert!(page(Locale::En, "{}").await.contains("All quiet"));
    let post = world.post(MEI, article("Tea.")).await;
    world.says(ADA, post, None, "<b>One</b> & two.").await;
    let zh = page(Locale::ZhCn, "{}").await;
    assert!(zh.contains("ada 评论了你的帖子"), "{zh}");
    assert!(page(Locale::En, r#"{"f":"mention"}"#).await.contains("ada commented on your post"));
    assert!(!page(Locale::En, r#"{"f":"money"}"#).await.contains("ada commented"));
    let asked = web::Query(serde_json::from_str("{}").unwrap());
    let reply = notification::api::list(State(app.clone()), viewer(MEI, Locale::En), asked).await;
    let bytes = to_bytes(reply.unwrap().into_body(), 1 << 20).await.unwrap();
    let list: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let item = &list["items"][0];
    assert_eq!((item["kind"].as_str(), item["read"].as_bool()), (Some("comment"), Some(false)));
    assert_eq!(item["post"].as_str(), Some(post.to_string().as_str()));
    assert_eq!(item["actor"]["handle"].as_str(), Some("ada"));
    let id = world.told(MEI).await[0].row.id;
    let opened =
        notification::page::open(State(app.clone()), viewer(MEI, Locale::En), web::Path(id));
    let opened = opened.await.unwrap();
    assert!(opened.headers()["location"].to_str().unwrap().starts_with(&format!("/p/{post}/c/")));
    assert_eq!(world.unread(MEI).await, 0);
    let strange =
        notification::page::open(State(app.clone()), viewer(ADA, Locale::En), web::Path(id));
    assert_eq!(strange.await.unwrap_err().0.key(), "notification.missing");
}

#[test]
fn a_shelf_that_cannot_be_chosen_is_everything() {
    assert_eq!(Shelf::chosen("study"), None);
}

#[db_test(subscribed)]
async fn whoever_loses_one_of_two_terms_is_not_told_that_all_is_over(db: Db) {
    let world = World::new(db).await;
    let mut given = Vec::new();
    for _ in 0..2 {
        let id = world
            .by(OWNER, async |tx, _| {
                let to = (member(MEI), Thing::plan(PLAN));
                grant(tx, Grant::by_team(to, (tx.now(), None), "a test", member(OWNER))?).await
            })
            .await;
        given.push(id.get());
    }
    for (id, over) in given.into_iter().zip([0, 1]) {
        world
            .by(OWNER, async move |tx, _| end_of_source(tx, SourceKind::Grant, id, End::Team).await)
            .await;
        let told = world.told(MEI).await;
        let ended = told.iter().filter(|told| told.row.kind == Kind::Ended).count();
        assert_eq!(ended, over, "only the last one ends it");
    }
}

#[db_test(subscribed)]
async fn a_member_whose_account_is_asked_for_is_told_and_led_to_where_they_can_say_no(db: Db) {
    let world = World::new(db).await;
    world
        .by(OWNER, async |tx, _| {
            let due_at = tx.now().plus_hours(72);
            tx.announce(people::AdoptionAsked { member: member(MEI), due_at }).await
        })
        .await;
    let told = world.told(MEI).await;
    assert_eq!((told[0].row.kind, told[0].row.shelf), (Kind::Adoption, Shelf::System));
    assert_eq!(told[0].target().as_deref(), Some("/settings/account"));
    assert_eq!(world.unread(MEI).await, 1);
}
