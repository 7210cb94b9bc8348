//! Search and feeds on both engines.

use std::sync::Arc;

use access::{Grant, Thing, ThingName, grant};
use axum::body::to_bytes;
use axum::extract::State;
use community::comment::{self, CommentDraft};
use community::feed::Place;
use community::gate::GateWish;
use community::hand::Hand;
use community::post::{PostDraft, PostId, open};
use community::reaction::{ReactionKind, Subject, change};
use community::space::{SpaceDraft, SpaceId, create};
use community::{Community, Reader};
use db::{Db, Tx, db_test};
use kernel::{Cursor, Id as _, ListSize, Locale, MemberId, Outcome};
use people::testing::insert_member;
use web::live::{Hub, Stages};
use web::{App, AppParts, Network, Permission, Permissions, Theme, Via, Viewer};

use crate::search::draw::drawn;
use crate::search::{Question, Sort, find};
use crate::{feed, map, search};

/// A word that stands behind gates only.
const CANARY: &str = "zebrafinch";
const OWNER: i64 = 1;
const MEI: i64 = 2;
const ADA: i64 = 3;
const PLAN: i64 = 70;
/// Everybody who may not read what is gated.
const OUTSIDE: [Option<i64>; 2] = [None, Some(ADA)];

fn member(id: i64) -> MemberId {
    MemberId::from_i64(id)
}

struct World {
    db: Db,
    community: Arc<Community>,
    open: SpaceId,
    club: SpaceId,
    den: SpaceId,
}

fn rights(who: Option<i64>) -> Permissions {
    if who == Some(OWNER) {
        let all = [
            Permission::SpacesManage,
            Permission::ContentReadAll,
            Permission::ContentPublish,
            Permission::ContentFeature,
        ];
        Permissions::of(&all)
    } else {
        Permissions::NONE
    }
}

impl World {
    /// An owner, Mei who pays, Ada who does not; an open space, one for a plan, a secret one.
    async fn new(db: Db) -> Self {
        let community = Arc::new(Community::default());
        for (id, name) in [(OWNER, "owner"), (MEI, "mei"), (ADA, "ada")] {
            db.tx(async move |tx| insert_member(tx, id, name).await).await.unwrap();
        }
        let plan = async |tx: &mut Tx| {
            access::plan::define(tx, access::PlanId::from_i64(PLAN), "Club", &[]).await
        };
        db.tx(plan).await.unwrap();
        let nowhere = SpaceId::from_i64(0);
        let mut world = Self { db, community, open: nowhere, club: nowhere, den: nowhere };
        world.open = world.space("open", "open", Vec::new()).await;
        world.club = world.space("club", "plan", vec![PLAN]).await;
        world.den = world.space("den", "secret", Vec::new()).await;
        world
            .by(Some(OWNER), async |tx, _| {
                let to = (member(MEI), Thing::plan(PLAN));
                grant(tx, Grant::by_team(to, (tx.now(), None), "a test", member(OWNER))?).await
            })
            .await;
        world
    }

    async fn space(
        &self,
        handle: &'static str,
        visibility: &'static str,
        plans: Vec<i64>,
    ) -> SpaceId {
        let draft = SpaceDraft {
            handle: handle.into(),
            name: format!("The {handle}"),
            description: format!("About the {handle}"),
            prompt: String::new(),
            icon: "hash".into(),
            visibility: visibility.into(),
            posting: "everyone".into(),
            shown: true,
            plans,
        };
        self.by(Some(OWNER), async move |tx, reader| {
            create::create(tx, reader, draft.clone()).await
        })
        .await
    }

    async fn by<R, F>(&self, who: Option<i64>, act: F) -> R
    where
        F: AsyncFn(&mut Tx, &Reader) -> Outcome<R> + Send + 'static,
        R: Send + 'static,
    {
        let community = Arc::clone(&self.community);
        let done = self.db.tx(async move |tx| {
            let reader = Reader::member(tx, &community, who.map(member), rights(who)).await?;
            act(tx, &reader).await
        });
        done.await.unwrap()
    }

    async fn post(&self, space: SpaceId, draft: PostDraft) -> PostId {
        self.post_of(OWNER, space, draft).await
    }

    async fn post_of(&self, who: i64, space: SpaceId, draft: PostDraft) -> PostId {
        let ready = open::prepare(&self.db, draft, Hand::default()).await.unwrap();
        self.by(Some(who), async move |tx, reader| {
            open::open(tx, reader, space, ready.clone(), None).await
        })
        .await
    }

    async fn says(&self, post: PostId, body: &str) {
        let draft = CommentDraft { body: body.into(), ..CommentDraft::default() };
        let ready = comment::write::prepare(&self.db, draft, Hand::default()).await.unwrap();
        self.by(Some(OWNER), async move |tx, reader| {
            comment::write::write(tx, reader, post, ready.clone())
                .await
                .map(|(_, comment)| comment.id)
        })
        .await;
    }

    /// The titles of what somebody finds, in their order; whether they hold only some words; and
    /// everything that is shown of them, as one text.
    async fn finds(&self, who: Option<i64>, asked: &str) -> (Vec<String>, bool, String) {
        let question = Question::new(asked, Sort::All, None);
        self.by(who, async move |tx, reader| {
            let found = find(tx, reader, &question).await?;
            let shown = drawn(tx, reader, &question.tokens, &found.hits).await?;
            let titles = shown.iter().map(|one| one.shown.title.clone()).collect();
            Ok((titles, found.any_word, format!("{shown:?}")))
        })
        .await
    }

    async fn titles(&self, who: Option<i64>, asked: &str) -> Vec<String> {
        self.finds(who, asked).await.0
    }
}

fn article(title: &str, body: &str) -> PostDraft {
    PostDraft {
        kind: "article".into(),
        title: title.into(),
        body: body.into(),
        ..PostDraft::default()
    }
}

#[db_test]
async fn chinese_and_english_are_found_by_their_words(db: Db) {
    let world = World::new(db).await;
    world.post(world.open, article("量子纠错入门", "表面码靠重复测量来发现错误。")).await;
    world.post(world.open, article("Running qubits", "How codes are measured.")).await;
    assert_eq!(world.titles(None, "糾錯").await, ["量子纠错入门"], "either script of Han finds");
    assert_eq!(world.titles(None, "重复测量").await, ["量子纠错入门"]);
    assert_eq!(world.titles(None, "measuring RUN").await, ["Running qubits"], "stems find");
    assert_eq!(world.titles(None, "茶").await, Vec::<String>::new());
    let (_, _, shown) = world.finds(None, "表面码").await;
    assert!(shown.contains("marked: true"), "{shown}");
}

#[db_test]
async fn all_words_come_first_and_any_word_only_when_nothing_holds_all(db: Db) {
    let world = World::new(db).await;
    world.post(world.open, article("One", "green tea")).await;
    world.post(world.open, article("Two", "black tea")).await;
    let (titles, any_word, _) = world.finds(None, "green tea").await;
    assert_eq!((titles, any_word), (vec!["One".to_owned()], false));
    let (titles, any_word, _) = world.finds(None, "black green").await;
    assert_eq!(titles.len(), 2);
    assert!(any_word);
    assert_eq!(world.titles(None, "white coffee").await, Vec::<String>::new());
}

#[db_test]
async fn both_engines_give_one_order(db: Db) {
    let world = World::new(db).await;
    let mut posts = Vec::new();
    for (title, body) in
        [("Old and liked", "tea"), ("Tea in the title", "leaves"), ("Old", "tea"), ("Newer", "tea")]
    {
        posts.push(world.post(world.open, article(title, body)).await);
        world.db.clock().advance(90 * 86_400);
    }
    let liked = posts[0];
    for who in [MEI, ADA, OWNER] {
        world
            .by(Some(who), async move |tx, reader| {
                let subject = Subject::Post(liked);
                change::change(tx, reader, subject, ReactionKind::Like, true).await
            })
            .await;
    }
    world.says(posts[2], "tea again").await;
    assert_eq!(
        world.titles(None, "tea").await,
        ["Tea in the title", "Old and liked", "Newer", "Old", "Old"]
    );
}

#[db_test]
async fn what_was_liked_long_ago_is_found_among_many_newer_ones(db: Db) {
    let world = World::new(db).await;
    let liked = world.post(world.open, article("Old and liked", "tea")).await;
    world
        .by(Some(ADA), async move |tx, reader| {
            let subject = Subject::Post(liked);
            change::change(tx, reader, subject, ReactionKind::Insight, true).await
        })
        .await;
    for _ in 0..260 {
        world.says(liked, "more tea").await;
    }
    let question = Question::new("tea", Sort::All, None);
    let found = world.by(None, async move |tx, reader| find(tx, reader, &question).await).await;
    assert_eq!(found.count(), search::RESULTS_MAX);
    assert_eq!(found.objects().first(), Some(&("post", liked.get())));
}

#[db_test]
async fn a_word_behind_a_gate_is_found_by_nobody_outside(db: Db) {
    let world = World::new(db).await;
    let body = format!("A free start.\n\n[[paid]]\n\nThe {CANARY} sings.");
    let in_club = world.post(world.club, article("In the club", &body)).await;
    let plan = ThingName { kind: "plan".into(), id: kernel::encode_id(PLAN) };
    let gate = Some(GateWish { any_of: vec![plan] });
    let alone = world.post(world.open, PostDraft { gate, ..article("Alone", &body) }).await;
    let secret = world.post(world.den, article(&format!("The {CANARY} den"), "Hush.")).await;
    for post in [in_club, alone, secret] {
        world.says(post, &format!("I heard the {CANARY}")).await;
    }
    for who in OUTSIDE {
        assert_eq!(world.titles(who, CANARY).await, Vec::<String>::new(), "{who:?}");
        let (titles, any_word, shown) = world.finds(who, &format!("{CANARY} start")).await;
        assert_eq!((titles.len(), any_word), (2, true), "the free part is found by its words");
        assert!(!shown.contains(CANARY), "{shown}");
        let (titles, _, shown) = world.finds(who, "free").await;
        assert_eq!(titles.len(), 2);
        assert!(!shown.contains(CANARY), "{shown}");
    }
    assert_eq!(world.titles(Some(MEI), CANARY).await.len(), 4, "two posts and their comments");
    assert_eq!(world.titles(Some(OWNER), CANARY).await.len(), 6, "the team reads everything");
}

#[db_test]
async fn what_was_bought_alone_or_written_oneself_is_found_whole_behind_a_shut_gate(db: Db) {
    let world = World::new(db).await;
    let body = format!("A free start.\n\n[[paid]]\n\nThe {CANARY} sings.");
    let bought = world.post(world.club, article("Bought", &body)).await;
    let other = world.post(world.club, article("Other", &body)).await;
    let secret = world.post(world.den, article("Secret", &body)).await;
    for post in [bought, other, secret] {
        world.says(post, &format!("I heard the {CANARY}")).await;
    }
    let own = world.post_of(MEI, world.club, article("Own", &body)).await;
    world
        .by(Some(OWNER), async move |tx, _| {
            for post in [bought, secret] {
                let thing = Thing { kind: access::ThingKind::Post, id: post.get() };
                let to = (member(ADA), thing);
                let times = (tx.now(), None);
                grant(tx, Grant::by_team(to, times, "a test", member(OWNER))?).await?;
            }
            let held = access::list_of_member(tx, member(MEI), Cursor::START, ListSize::default());
            let plan = held.await?.items.remove(0).id;
            let end = access::End::Team;
            access::end_of_source(tx, access::SourceKind::Grant, plan.get(), end).await.map(drop)
        })
        .await;
    for who in [ADA, MEI] {
        world.community.holdings.forget(member(who));
    }
    let (titles, _, shown) = world.finds(Some(ADA), CANARY).await;
    assert_eq!(titles, ["Bought", "Bought"], "the post and what was said below it");
    assert!(shown.contains("locked: false") && !shown.contains("locked: true"), "{shown}");
    assert_eq!(world.titles(Some(MEI), CANARY).await, ["Own"]);
    let (titles, any_word, _) = world.finds(Some(ADA), &format!("{CANARY} nowhere")).await;
    assert_eq!((titles.len(), any_word), (2, true));
    let question = Question::new("free", Sort::Posts, Some(world.club));
    let found = world.by(Some(MEI), async move |tx, reader| find(tx, reader, &question).await);
    assert_eq!(found.await.objects().iter().filter(|(_, id)| *id == own.get()).count(), 1);
}

#[db_test]
async fn sort_and_space_narrow_a_search_and_signs_do_no_harm(db: Db) {
    let world = World::new(db).await;
    let post = world.post(world.open, article("Tea", "leaves")).await;
    world.says(post, "tea, too").await;
    world.post(world.club, article("Club tea", "leaves")).await;
    let count = async |sort, space| {
        let question = Question::new("tea", sort, space);
        world
            .by(Some(OWNER), async move |tx, reader| Ok(find(tx, reader, &question).await?.count()))
            .await
    };
    assert_eq!(count(Sort::All, None).await, 3);
    assert_eq!(count(Sort::Posts, None).await, 2);
    assert_eq!(count(Sort::Comments, None).await, 1);
    assert_eq!(count(Sort::All, Some(world.club)).await, 1);
    for asked in ["tea OR", "\"tea", "tea*", "title:tea", "'tea' & !x", "NEAR(tea", "tea\\", "-tea"]
    {
        let (titles, ..) = world.finds(None, asked).await;
        assert!(!titles.is_empty(), "{asked}");
    }
}

#[db_test]
async fn what_was_deleted_is_found_no_more(db: Db) {
    let world = World::new(db).await;
    let post = world.post(world.open, article("Tea", "leaves")).await;
    world.says(post, "leaves fall").await;
    world
        .by(Some(OWNER), async move |tx, reader| {
            community::post::delete::delete(tx, reader, post).await.map(drop)
        })
        .await;
    assert_eq!(world.titles(None, "leaves").await, Vec::<String>::new());
}

async fn app(world: &World) -> App {
    AppParts::new(world.db.clone(), mail::Transport::Room, Hub::default())
        .with(Stages::default())
        .with(Community::default())
        .open()
        .await
        .unwrap()
}

fn visitor(locale: Locale) -> Viewer {
    Viewer {
        locale,
        member: None,
        via: Via::Browser,
        network: Network { ip: std::net::Ipv4Addr::LOCALHOST.into(), agent: "test".into() },
        origin: "https://example.org".into(),
        device: None,
        theme: Theme::Auto,
        flash: None,
    }
}

async fn text_of(reply: web::Reply) -> String {
    let bytes = to_bytes(reply.unwrap().into_body(), 1 << 20).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The texts of all elements of one name in a well-formed document.
fn elements(xml: &str, name: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut inside, mut found, mut depth) = (false, Vec::new(), 0_i32);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                depth += 1;
                inside = start.name().as_ref() == name;
                if inside {
                    found.push(String::new());
                }
            }
            Event::End(_) => {
                depth -= 1;
                inside = false;
            }
            Event::Text(text) if inside => {
                found.last_mut().unwrap().push_str(&text);
            }
            Event::GeneralRef(name) if inside => {
                let ch = name.resolve_char_ref().unwrap().unwrap();
                found.last_mut().unwrap().push(ch);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "every element is closed");
    found
}

#[db_test]
async fn feeds_hold_what_a_visitor_reads_and_are_well_formed(db: Db) {
    let world = World::new(db).await;
    let body = format!("A free start.\n\n[[paid]]\n\nThe {CANARY} sings.");
    world.post(world.club, article("Locked", &body)).await;
    world.post(world.den, article("Hidden", "Hush.")).await;
    world.post(world.open, article("Cats & <dogs> \u{1}\"too\"", "All [of](/spaces) *it*.")).await;
    let app = app(&world).await;
    let atom = text_of(feed::page::site_atom(State(app.clone()), visitor(Locale::En)).await).await;
    let titles = elements(&atom, "title");
    assert!(titles.contains(&"Cats & <dogs> \"too\"".to_owned()), "{titles:?}");
    assert!(!atom.contains(CANARY) && !atom.contains("Hush"), "{atom}");
    let contents = elements(&atom, "content").concat();
    assert!(contents.contains("href=\"https://example.org/spaces\""), "{contents}");
    assert_eq!(elements(&atom, "updated").len(), titles.len());
    let json = text_of(feed::page::site_json(State(app.clone()), visitor(Locale::En)).await).await;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(json["items"].as_array().unwrap().len(), titles.len() - 1);
    let space = async |handle: &str| {
        let path = web::Path(handle.to_owned());
        feed::page::space_atom(State(app.clone()), visitor(Locale::ZhCn), path).await
    };
    let club = text_of(space("club").await).await;
    assert_eq!(elements(&club, "entry").len(), 1);
    let contents = elements(&club, "content").concat();
    assert!(contents.contains("A free start.") && contents.contains("其余部分"), "{contents}");
    assert!(!club.contains(CANARY));
    for hidden in ["den", "nowhere"] {
        assert_eq!(space(hidden).await.unwrap_err().0.status(), 404, "{hidden}");
    }
    let path = web::Path("owner".to_owned());
    let author = feed::page::author_atom(State(app.clone()), visitor(Locale::En), path).await;
    assert!(!text_of(author).await.contains("Hush"));
}

#[db_test]
async fn a_feed_gives_the_whole_text_of_open_posts_only(db: Db) {
    let world = World::new(db).await;
    world.post(world.open, article("Open", "Above.\n\n[[paid]]\n\nBelow.")).await;
    world.post(world.club, article("Club", "Above.\n\n[[paid]]\n\nBelow.")).await;
    let (open, club) = (world.open, world.club);
    world
        .by(None, async move |tx, anyone| {
            let open = feed::entries(tx, anyone, Place::Space(open)).await?;
            assert!(open[0].whole && open[0].html.contains("Below."));
            let club = feed::entries(tx, anyone, Place::Space(club)).await?;
            assert!(!club[0].whole && club[0].html.contains("Above."));
            assert!(!club[0].html.contains("Below."));
            Ok(())
        })
        .await;
}

#[db_test]
async fn the_map_lists_open_posts_in_their_week(db: Db) {
    let world = World::new(db).await;
    let post = world.post(world.open, article("Tea", "leaves")).await;
    world.post(world.club, article("Locked", "leaves")).await;
    let app = app(&world).await;
    let week = world.db.clock().now().micros() / map::WEEK;
    let index = text_of(map::index(State(app.clone()), visitor(Locale::En)).await).await;
    let files = elements(&index, "loc");
    assert_eq!(
        files,
        [
            "https://example.org/sitemap/pages".to_owned(),
            format!("https://example.org/sitemap/{week}")
        ]
    );
    let file = async |name: String| {
        text_of(map::week(State(app.clone()), visitor(Locale::En), web::Path(name)).await).await
    };
    let posts = elements(&file(week.to_string()).await, "loc");
    assert_eq!(posts, [format!("https://example.org/p/{post}-tea")]);
    let pages = elements(&file("pages".into()).await, "loc");
    assert!(pages.contains(&"https://example.org/s/club".to_owned()));
    assert!(!pages.iter().any(|page| page.contains("den")), "{pages:?}");
    let lost = map::week(State(app.clone()), visitor(Locale::En), web::Path("x".to_owned())).await;
    assert_eq!(lost.unwrap_err().0.status(), 404);
}

#[db_test]
async fn the_page_and_the_api_have_a_word_for_every_state(db: Db) {
    let world = World::new(db).await;
    world.post(world.open, article("Tea & <leaves>", "green tea")).await;
    let app = app(&world).await;
    let page = async |locale, query: &str| {
        let asked = web::Query(serde_urlencoded::from_str(query).unwrap());
        text_of(search::page::show(State(app.clone()), visitor(locale), asked).await).await
    };
    assert!(page(Locale::En, "").await.contains("What are you looking for?"));
    assert!(page(Locale::ZhCn, "q=%3F").await.contains("没有可以搜的词"));
    let nothing = page(Locale::ZhCn, "q=%3Cb%3Ecoffee").await;
    assert!(nothing.contains("没有找到") && !nothing.contains("<b>coffee"), "{nothing}");
    let found = page(Locale::En, "q=tea").await;
    assert!(found.contains("1 result") && found.contains("<mark>tea</mark>"), "{found}");
    let api = async |query: &str| {
        let asked = web::Query(serde_urlencoded::from_str(query).unwrap());
        search::api::list(State(app.clone()), visitor(Locale::En), asked).await
    };
    let list: serde_json::Value = serde_json::from_str(&text_of(api("q=tea").await).await).unwrap();
    assert_eq!(list["items"][0]["title"], "Tea & <leaves>");
    assert_eq!(list["items"][0]["locked"], false);
    assert!(list["next"].is_null());
    assert_eq!(api("q=%3F").await.unwrap_err().0.status(), 422);
    assert_eq!(api("q=tea&type=people").await.unwrap_err().0.status(), 422);
}
