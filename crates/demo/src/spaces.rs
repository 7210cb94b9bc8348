//! Eight spaces: open ones, one for members, two for the plan, a secret one for the team.

use access::{Thing, ThingKind};
use community::bulk;
use community::space::{SpaceDraft, SpaceId, Visibility, people};
use community::{Community, Reader};
use db::Origin;
use kernel::{Id as _, Outcome};
use web::{App, Role};

use crate::people_of::Cast;
use crate::shop::{self, Shelf};
use crate::write::text::Kind;

/// A space of the demonstration.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) handle: &'static str,
    pub(crate) id: SpaceId,
    pub(crate) visibility: Visibility,
    pub(crate) asks: bool,
    /// What is written here.
    pub(crate) kind: Kind,
    /// How many of a hundred posts stand here.
    pub(crate) share: u64,
}

/// All spaces.
#[derive(Debug, Clone)]
pub(crate) struct Spaces(pub(crate) Vec<Place>);

impl Spaces {
    /// What the membership opens.
    pub(crate) fn plan_things(&self) -> Vec<Thing> {
        let plans = self.0.iter().filter(|place| place.visibility == Visibility::Plan);
        plans.map(|place| Thing { kind: ThingKind::Space, id: place.id.get() }).collect()
    }
}

/// Handle, name, description, invitation, icon, visibility, who posts, questions, share.
type Line = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Visibility,
    &'static str,
    bool,
    u64,
);

#[rustfmt::skip]
const LINES: [Line; 8] = [
    ("announcements", "公告 · News", "版本、活动和规则的变化。What changed, and when.", "", "bell", Visibility::Open, "team", false, 2),
    ("practice", "实践 · Practice", "做成的和做砸的项目，带数字。Projects that worked or did not, with numbers.", "这周你做成了什么？", "lightbulb", Visibility::Open, "everyone", false, 30),
    ("questions", "问答 · Questions", "一次问清一个问题，采纳最有用的回答。One question at a time; accept what helped.", "说说你试过什么。", "circle-help", Visibility::Open, "everyone", true, 32),
    ("reading", "共读 · Reading", "论文与书的笔记。Notes on papers and books.", "你在读什么？", "book-open", Visibility::Open, "everyone", false, 10),
    ("lounge", "茶室 · Lounge", "成员闲谈、自我介绍。Say hello and stay a while.", "介绍一下自己吧。", "message-square", Visibility::Members, "everyone", false, 8),
    ("deep-dives", "深潜 · Deep dives", "会员专栏：完整的方案、代码与复盘。The full write-ups.", "", "gem", Visibility::Plan, "everyone", false, 12),
    ("office-hours", "答疑 · Office hours", "讲师每周答疑的记录。Weekly questions with the instructor.", "把问题写具体。", "users", Visibility::Plan, "everyone", true, 4),
    ("team-room", "团队 · Team room", "选题、复盘与排班。", "", "hash", Visibility::Secret, "everyone", false, 2),
];

/// What is written in a space.
fn kind(handle: &str, asks: bool) -> Kind {
    match handle {
        "announcements" => Kind::News,
        "reading" => Kind::Reading,
        "lounge" => Kind::Talk,
        "team-room" => Kind::Team,
        _ if asks => Kind::Question,
        _ => Kind::Article,
    }
}

/// Opens the spaces and lets the team into the secret one.
pub(crate) async fn open(app: &App, cast: &Cast, shelf: Shelf) -> Outcome<Spaces> {
    let plan = shelf.product.get();
    let places = app
        .db()
        .tx(async move |tx| {
            let mut places = Vec::new();
            for (handle, name, about, prompt, icon, visibility, posting, asks, share) in LINES {
                let draft = SpaceDraft {
                    handle: handle.to_owned(),
                    name: name.to_owned(),
                    description: about.to_owned(),
                    prompt: prompt.to_owned(),
                    icon: icon.to_owned(),
                    visibility: visibility.key().to_owned(),
                    posting: posting.to_owned(),
                    shown: true,
                    plans: if visibility == Visibility::Plan { vec![plan] } else { Vec::new() },
                };
                let at = tx.now();
                let id = bulk::space(tx, draft, at, Origin::Seed).await?;
                let kind = kind(handle, asks);
                places.push(Place { handle, id, visibility, asks, kind, share });
            }
            Ok(places)
        })
        .await?;
    admit(app, cast, &places).await?;
    Ok(Spaces(places))
}

async fn admit(app: &App, cast: &Cast, places: &[Place]) -> Outcome<()> {
    let owner = shop::viewer(cast, "owner", Role::Owner);
    let (community, team) = (app.part::<Community>(), cast.team.clone());
    let secret: Vec<SpaceId> = places
        .iter()
        .filter(|place| place.visibility == Visibility::Secret)
        .map(|place| place.id)
        .collect();
    app.db()
        .tx(async move |tx| {
            tx.origin(Origin::Seed);
            let reader = Reader::of(tx, &community, &owner).await?;
            for space in &secret {
                for (member, _, _) in &team {
                    people::set_member(tx, &reader, *space, *member, true).await?;
                }
            }
            Ok(())
        })
        .await
}
