//! Members of the site under test, and the sessions that they have.

use std::net::{IpAddr, Ipv4Addr};

use kernel::{Locale, MemberId};
use mail::Address;
use people::handle::Handle;
use people::join::Beginning;
use people::member::session::{self, Asker, By};
use web::sessions::{NewSession, SessionKind, TOKEN_DAYS};
use web::{Face, Network, Permissions, Role};

use crate::{Browser, Program, TestSite};

impl TestSite {
    /// Makes a member with a role, whose address `{handle}@example.org` counts as confirmed.
    ///
    /// # Panics
    /// When the handle is none, or taken.
    pub async fn member(&self, handle: &str, role: Role) -> MemberId {
        let address = Address::parse(&format!("{handle}@example.org")).expect("an address");
        let handle = Handle::parse(handle).expect("a handle");
        let made = self.app().db().tx(async move |tx| {
            people::join::by_command(tx, handle.clone(), &address, role, Locale::default()).await
        });
        made.await.expect("a new member")
    }

    /// Makes an account whose address `{handle}@example.org` nobody has confirmed.
    ///
    /// # Panics
    /// When the handle is none, or taken.
    pub async fn newcomer(&self, handle: &str) -> MemberId {
        let beginning = Beginning {
            handle: Some(Handle::parse(handle).expect("a handle")),
            address: Some(Address::parse(&format!("{handle}@example.org")).expect("an address")),
            way: "register",
            ..Beginning::default()
        };
        let made = self.app().db().tx(async move |tx| people::join::begin(tx, &beginning).await);
        made.await.expect("a new account").id
    }

    /// Opens a session of a member who has just shown who they are, and gives its token.
    ///
    /// # Panics
    /// When there is no such member.
    pub async fn session(&self, member: MemberId, kind: SessionKind) -> String {
        let opened = self.app().db().tx(async move |tx| {
            let row = people::member::get(tx, member).await?;
            let asker = Asker { network: network(), device: None, label: "test".to_owned() };
            session::open(tx, &row, kind, By::Link, &asker).await
        });
        opened.await.expect("a session of a member").token
    }

    /// A session that may do nothing that a role allows, whatever the member's role.
    pub(crate) async fn narrow_session(&self, member: MemberId, kind: SessionKind) -> String {
        let opened = self.app().db().tx(async move |tx| {
            let row = people::member::get(tx, member).await?;
            let new = NewSession {
                member,
                kind,
                label: "narrow".to_owned(),
                permissions: Permissions::NONE,
                locale: None,
                face: Face { handle: row.handle, ..Face::default() },
                second_factor: false,
                device: None,
                network: network(),
            };
            web::sessions::open(tx, new).await
        });
        opened.await.expect("a session of a member").token
    }

    /// A browser that a member is signed in on.
    pub async fn browser_of(&self, member: MemberId) -> Browser {
        let token = self.session(member, SessionKind::Browser).await;
        self.visitor().carrying("s", &token)
    }

    /// A program with a token of a member's.
    pub async fn program_of(&self, member: MemberId) -> Program {
        let token = self.session(member, SessionKind::Token(TOKEN_DAYS)).await;
        self.program(Some(&token))
    }
}

fn network() -> Network {
    Network { ip: IpAddr::V4(Ipv4Addr::LOCALHOST), agent: "test".into() }
}
