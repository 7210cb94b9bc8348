//! What they meet: a space of every kind with a question, an answer and a deleted question in it,
//! each marked with words that stand nowhere else.

use std::collections::BTreeMap;

use db::Db;
use http::Method;
use serde_json::json;
use testkit::{Caller, Cast, Outcomes, Plan, Program};

use super::super::world;

/// A proxy that only keepers of settings may read.
pub const PRIVATE_PROXY: &str = "10.77.66.55";

/// A place where posts stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    /// Anyone reads.
    Open,
    /// An open space, a gate on the post itself.
    Gated,
    /// Any account reads.
    Members,
    /// A plan opens it; others see titles and free parts.
    Plan,
    /// A plan opens it; others see its name only.
    Dark,
    /// Nobody else knows of it.
    Secret,
}

impl Ground {
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Gated, Self::Members, Self::Plan, Self::Dark, Self::Secret];

    /// The handle of its space.
    pub const fn space(self) -> &'static str {
        match self {
            Self::Open | Self::Gated => "garden",
            Self::Members => "hall",
            Self::Plan => "club",
            Self::Dark => "cellar",
            Self::Secret => "qxsecrethandlezw",
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Gated => "gated",
            Self::Members => "members",
            Self::Plan => "plan",
            Self::Dark => "dark",
            Self::Secret => "secret",
        }
    }

    /// A word that stands in one part of one post of this ground and nowhere else.
    pub fn word(self, part: &str) -> String {
        format!("qx{}{part}zw", self.key())
    }
}

/// What somebody gets of a post that is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    Whole,
    Free,
    SignIn,
    Denied,
    Missing,
}

/// The table of who reads what: the one statement of the rule that the tests make.
pub fn reading(caller: Caller, ground: Ground) -> Reading {
    use Caller as C;
    let team = matches!(caller, C::Moderator | C::Editor | C::Admin | C::Owner | C::Author);
    let warden = caller == C::Warden && ground == Ground::Plan;
    if team || warden {
        return Reading::Whole;
    }
    match (ground, caller) {
        (Ground::Open, _) => Reading::Whole,
        (Ground::Members | Ground::Dark, C::Visitor) => Reading::SignIn,
        (Ground::Members, _) => Reading::Whole,
        (Ground::Secret, _) => Reading::Missing,
        (_, C::Paying | C::PayingToo) => Reading::Whole,
        (Ground::Gated | Ground::Plan, _) => Reading::Free,
        (Ground::Dark, _) => Reading::Denied,
    }
}

/// Whether they moderate where a post of this ground stands.
pub fn moderates(caller: Caller, ground: Ground) -> bool {
    let team = matches!(caller, Caller::Moderator | Caller::Editor | Caller::Admin | Caller::Owner);
    team || (caller == Caller::Warden && ground == Ground::Plan)
}

/// The objects of one ground.
#[derive(Debug, Clone, Default)]
pub struct Things {
    pub space: String,
    pub post: String,
    pub answer: String,
    pub deleted: String,
    /// An answer below the deleted question.
    pub deleted_answer: String,
}

/// All that stands on the site.
pub struct World {
    pub cast: Cast,
    pub plan: String,
    pub price: String,
    pub things: BTreeMap<Ground, Things>,
    /// The number of an order that Lapsed has paid.
    pub order: String,
    /// The address of the sandbox page of a payment that is not decided.
    pub charge: String,
    /// The author's draft, notification and export.
    pub draft: String,
    pub notification: String,
    pub export: String,
}

impl World {
    /// Builds everything through the site's own doors.
    pub async fn open(db: Db) -> Self {
        let cast = world::cast(db).await;
        let owner = cast.program(Caller::Owner).await;
        let plan = cast.with_plan().await;
        let mut world = Self {
            plan: plan.id.clone(),
            price: plan.price.clone(),
            things: BTreeMap::new(),
            order: String::new(),
            charge: String::new(),
            draft: String::new(),
            notification: String::new(),
            export: String::new(),
            cast,
        };
        world.open_spaces(&owner).await;
        for ground in Ground::ALL {
            let things = world.write(ground).await;
            world.things.insert(ground, things);
        }
        world.rewrite().await;
        world.keep_secrets().await;
        world.buy(&plan).await;
        world.keep_private_things().await;
        world
    }

    async fn open_spaces(&self, owner: &Program) {
        let spaces = [
            (Ground::Open, "open", true),
            (Ground::Members, "members", true),
            (Ground::Plan, "plan", true),
            (Ground::Dark, "plan", false),
            (Ground::Secret, "secret", false),
        ];
        for (ground, visibility, shown) in spaces {
            let plans = if visibility == "plan" { json!([self.plan]) } else { json!([]) };
            let body = json!({
                "handle": ground.space(), "name": format!("Space {}", ground.word("name")),
                "description": ground.word("about"), "visibility": visibility,
                "plans": plans, "shown": shown,
            });
            let _ = owner.post("/api/v1/spaces", &body).await.expect(201);
        }
        let mut browser = self.cast.browser(Caller::Owner).await;
        let people =
            [(Ground::Secret, Caller::Author, "add"), (Ground::Plan, Caller::Warden, "moderate")];
        for (ground, whom, act) in people {
            let path = format!("/studio/spaces/{}/people", self.space_id(ground).await);
            let fields = [("handle", whom.handle()), ("act", act)];
            let _ = browser.post(&path, &fields).await.sees_other();
        }
    }

    /// The id of a ground's space.
    pub async fn space_id(&self, ground: Ground) -> String {
        let owner = self.cast.program(Caller::Owner).await;
        let spaces = owner.get("/api/v1/spaces").await.expect(200).json();
        let found = spaces["items"].as_array().unwrap().iter();
        let found = found.clone().find(|space| space["handle"] == ground.space());
        found.unwrap()["id"].as_str().unwrap().to_owned()
    }

    /// A question of a ground, written by the author.
    pub async fn question(&self, ground: Ground, part: &str) -> String {
        let author = self.cast.program(Caller::Author).await;
        let body = json!({
            "space": ground.space(), "kind": "question",
            "title": format!("Title {}", ground.word(&format!("{part}title"))),
            "summary": format!("Summary {}", ground.word(&format!("{part}summary"))),
            "body": format!(
                "Free {}\n\n[[paid]]\n\nBehind {}\n",
                ground.word(&format!("{part}free")), ground.word(&format!("{part}body"))
            ),
            "tags": [ground.word("tag")],
        });
        let made = author.post("/api/v1/posts", &body).await.expect(201).json();
        let id = made["id"].as_str().unwrap().to_owned();
        if ground == Ground::Gated {
            let owner = self.cast.program(Caller::Owner).await;
            let gate = json!({"gate": {"any_of": [{"kind": "plan", "id": self.plan}]}});
            let path = format!("/api/v1/posts/{id}");
            let _ = owner.send(Method::PATCH, &path, Some(&gate), &[]).await.expect(200);
        }
        id
    }

    /// An answer below a question, written by the author.
    pub async fn answer(&self, post: &str, text: &str) -> String {
        let author = self.cast.program(Caller::Author).await;
        let path = format!("/api/v1/posts/{post}/comments");
        let body = json!({"body": text, "kind": "answer"});
        let made = author.post(&path, &body).await.expect(201).json();
        made["id"].as_str().unwrap().to_owned()
    }

    async fn write(&self, ground: Ground) -> Things {
        let (space, post) = (self.space_id(ground).await, self.question(ground, "").await);
        let answer = self.answer(&post, &format!("Answer {}", ground.word("answer"))).await;
        let deleted = self.question(ground, "gone").await;
        let text = format!("Answer {}", ground.word("goneanswer"));
        let deleted_answer = self.answer(&deleted, &text).await;
        let author = self.cast.program(Caller::Author).await;
        let path = format!("/api/v1/posts/{deleted}");
        let _ = author.send(Method::DELETE, &path, None, &[]).await.expect(204);
        Things { space, post, answer, deleted, deleted_answer }
    }

    /// Changes every question a day later, so that each has a history.
    async fn rewrite(&self) {
        self.cast.site.days_pass(1);
        let author = self.cast.program(Caller::Author).await;
        for (ground, things) in &self.things {
            let path = format!("/api/v1/posts/{}", things.post);
            let text = format!(
                "Free {}\n\n[[paid]]\n\nBehind {}\n",
                ground.word("newfree"),
                ground.word("newbody")
            );
            let body = json!({"body": text});
            let _ = author.send(Method::PATCH, &path, Some(&body), &[]).await.expect(200);
        }
    }

    /// A profile that members alone may see, and a setting that only its keepers may.
    async fn keep_secrets(&self) {
        let program = self.cast.program(Caller::Paying).await;
        let body = json!({"bio": "About qxprofilebiozw", "location": "qxprofileplacezw"});
        let _ = program.send(Method::PATCH, "/api/v1/me", Some(&body), &[]).await.expect(200);
        let mut browser = self.cast.browser(Caller::Paying).await;
        let fields = [("profile_to", "members"), ("directory", "on")];
        let _ = browser.post("/settings/privacy", &fields).await.sees_other();
        self.cast.set("proxies", json!([PRIVATE_PROXY])).await;
    }

    /// An order that was paid and given back, and one that waits for its money.
    async fn buy(&mut self, plan: &Plan) {
        self.order = self.cast.buys(Caller::Lapsed, plan, Outcomes::Success).await;
        let owner = self.cast.program(Caller::Owner).await;
        let refund = json!({"reason": "ended on purpose"});
        let path = format!("/api/v1/orders/{}/refunds", self.order);
        let _ = owner.post(&path, &refund).await.expect(201);
        self.cast.settle().await;
        let buyer = self.cast.program(Caller::Lapsed).await;
        let order = buyer.post("/api/v1/orders", &json!({"price": plan.price})).await.expect(201);
        let no = order.json()["no"].as_str().unwrap().to_owned();
        let page = self.cast.site.provider().page_for(&buyer, &no).await;
        self.charge = page.rsplit('/').next().unwrap().to_owned();
    }

    /// A draft of the author's.
    pub async fn draft(&self, title: &str) -> String {
        let mut author = self.cast.browser(Caller::Author).await;
        let body = title.replace("title", "body");
        let space = self.things[&Ground::Open].space.as_str();
        let fields =
            [("kind", "article"), ("space", space), ("title", title), ("body", body.as_str())];
        author.post("/new/draft", &fields).await.expect(200).text
    }

    /// The author's draft, notification and export.
    async fn keep_private_things(&mut self) {
        let mut author = self.cast.browser(Caller::Author).await;
        self.draft = self.draft("qxdrafttitlezw").await;
        let free = self.cast.program(Caller::Free).await;
        let path = format!("/api/v1/posts/{}/comments", self.things[&Ground::Open].post);
        let _ = free.post(&path, &json!({"body": "a word to the author"})).await.expect(201);
        let _ = author.post("/settings/data", &[]).await.sees_other();
        self.cast.settle().await;
        let list = self.cast.program(Caller::Author).await;
        let list = list.get("/api/v1/notifications").await.expect(200).json();
        self.notification = list["items"][0]["id"].as_str().unwrap_or_default().to_owned();
        let page = author.get("/settings/data").await.expect(200).text;
        self.export = between(&page, "href=\"/settings/data/", "\"");
        assert!(!self.notification.is_empty(), "{list}");
        assert!(!self.export.is_empty() && !self.draft.is_empty());
    }
}

/// What stands between two texts, for the first time.
pub fn between(text: &str, before: &str, after: &str) -> String {
    let rest = text.split_once(before).map(|(_, rest)| rest).unwrap_or_default();
    rest.split_once(after).map(|(found, _)| found.to_owned()).unwrap_or_default()
}
