//! Who asks: one person of every standing, each with browsers and programs of their own.

use std::collections::BTreeMap;

use db::Db;
use kernel::MemberId;
use people::member::session::{Asker, By};
use serde_json::json;
use testkit::{Browser, Program, TestSite};
use web::sessions::{NewSession, SessionKind};
use web::{Network, Permissions, Role};

use super::super::world;

/// Somebody's standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caller {
    /// Nobody known.
    Visitor,
    /// An account that never paid.
    Free,
    /// Whose plan has ended.
    Lapsed,
    /// Teaches; reads as any account.
    Instructor,
    /// Helps with orders; reads as any account.
    Support,
    /// A token of an admin that was given none of the admin's permissions.
    Narrow,
    /// Whose plan holds.
    Paying,
    /// Wrote the objects.
    Author,
    /// Moderates the plan's space and nothing else.
    Warden,
    /// Keeps the peace everywhere.
    Moderator,
    /// Publishes and arranges.
    Editor,
    /// Runs the site.
    Admin,
    /// Owns the site.
    Owner,
}

impl Caller {
    /// Everybody; those with fewer rights first.
    pub const ALL: [Self; 13] = [
        Self::Visitor,
        Self::Free,
        Self::Lapsed,
        Self::Instructor,
        Self::Support,
        Self::Narrow,
        Self::Paying,
        Self::Author,
        Self::Warden,
        Self::Moderator,
        Self::Editor,
        Self::Admin,
        Self::Owner,
    ];

    /// The role of their account.
    pub const fn role(self) -> Role {
        match self {
            Self::Instructor => Role::Instructor,
            Self::Support => Role::Support,
            Self::Moderator => Role::Moderator,
            Self::Editor => Role::Editor,
            Self::Admin | Self::Narrow => Role::Admin,
            Self::Owner => Role::Owner,
            _ => Role::Member,
        }
    }

    /// What their session allows.
    pub fn permissions(self) -> Permissions {
        if self == Self::Narrow { Permissions::NONE } else { self.role().permissions() }
    }

    /// Handle and first part of the address.
    pub const fn handle(self) -> &'static str {
        match self {
            Self::Visitor => "nobody",
            Self::Free => "fang",
            Self::Lapsed => "lars",
            Self::Instructor => "ines",
            Self::Support => "suki",
            Self::Narrow => "nora",
            Self::Paying => "pia",
            Self::Author => "ava",
            Self::Warden => "wen",
            Self::Moderator => "momo",
            Self::Editor => "edda",
            Self::Admin => "adi",
            Self::Owner => "olga",
        }
    }
}

/// A site with its people.
pub struct Cast {
    pub site: TestSite,
    pub ids: BTreeMap<Caller, MemberId>,
}

impl Cast {
    /// Opens a site where nothing is limited by how often it is done, with everybody in it.
    pub async fn open(db: Db) -> Self {
        let site = world::site(db).await;
        let mut ids = BTreeMap::new();
        for caller in Caller::ALL.into_iter().filter(|caller| *caller != Caller::Visitor) {
            let email = format!("{}@example.org", caller.handle());
            let made = yaji::user::create(site.app().db(), caller.handle(), &email, caller.role());
            ids.insert(caller, made.await.unwrap());
        }
        let cast = Self { site, ids };
        cast.set("limits", json!({"off": true})).await;
        cast.set("sandbox", json!(true)).await;
        cast
    }

    /// Changes a setting of the site.
    pub async fn set(&self, key: &'static str, value: serde_json::Value) {
        let app = self.site.app();
        let change = async move |tx: &mut db::Tx| {
            site::settings::change(tx, None, key, &value).await.map(drop)
        };
        app.db().tx(change).await.unwrap();
        app.site().reload(app.db()).await.unwrap();
    }

    /// Whose account it is.
    pub fn id(&self, caller: Caller) -> MemberId {
        self.ids[&caller]
    }

    /// A browser in which they have just shown who they are.
    pub async fn browser(&self, caller: Caller) -> Browser {
        match self.session(caller, SessionKind::Browser).await {
            Some(token) => self.site.visitor().carrying("s", &token),
            None => self.site.visitor(),
        }
    }

    /// A program with a token of theirs.
    pub async fn program(&self, caller: Caller) -> Program {
        self.site.program(self.session(caller, SessionKind::Token(1)).await.as_deref())
    }

    /// Opens a session of theirs.
    pub async fn session(&self, caller: Caller, kind: SessionKind) -> Option<String> {
        let id = *self.ids.get(&caller)?;
        let opened = self
            .site
            .app()
            .db()
            .tx(async move |tx| {
                let row = people::member::get(tx, id).await?;
                let opened = if caller == Caller::Narrow {
                    web::sessions::open(tx, narrow(id, kind)).await?
                } else {
                    people::member::session::open(tx, &row, kind, By::Link, &asker()).await?
                };
                web::sessions::reauthenticated(tx, opened.id, false).await?;
                Ok(opened.token)
            })
            .await;
        Some(opened.unwrap())
    }

    /// Lets what was just written take effect: subscribers and jobs.
    pub async fn settle(&self) {
        world::work(&self.site).await;
    }
}

fn network() -> Network {
    Network { ip: std::net::IpAddr::from([127, 0, 0, 1]), agent: "proof".into() }
}

fn asker() -> Asker {
    Asker { network: network(), device: None, label: "proof".to_owned() }
}

fn narrow(member: MemberId, kind: SessionKind) -> NewSession {
    NewSession {
        member,
        kind,
        label: "narrow".to_owned(),
        permissions: Permissions::NONE,
        locale: None,
        face: web::Face { handle: "nora".to_owned(), ..web::Face::default() },
        second_factor: false,
        device: None,
        network: network(),
    }
}
