//! Callers of these stories: people with a browser.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use db::{Db, args, sql};
use kernel::{Fault, Locale, MemberId, Outcome};
use mail::Address;
use site::Settings;
use web::{Keys, Network};

use crate::code::ask::For;
use crate::code::{Purpose, ask};
use crate::factor::enrol;
use crate::join::Beginning;
use crate::join::register::{self, Registration};
use crate::letter::Post;
use crate::member::session::Asker;
use crate::password::Hasher;
use crate::sign_in::code::{self, Here, Landing};
use crate::sign_in::{Done, Login, Step, password};

/// A site with a clock that stands still.
pub(super) struct World {
    pub(super) db: Db,
    pub(super) hasher: Hasher,
    pub(super) keys: Keys,
}

/// Somebody's browser.
#[derive(Debug, Clone)]
pub(super) struct Browser {
    pub(super) key: String,
    pub(super) asker: Asker,
    pub(super) member: Option<MemberId>,
}

impl Browser {
    /// A browser in a network of its own.
    pub(super) fn new(name: &str, last: u8) -> Self {
        let ip = IpAddr::V4(Ipv4Addr::new(203, 0, 113, last));
        let network = Network { ip, agent: name.into() };
        let asker = Asker { network, device: None, label: String::new() };
        Self { key: format!("browser of {name}"), asker, member: None }
    }

    /// The same browser once somebody is signed in on it.
    pub(super) fn signed_in(&mut self, done: &Done) {
        self.member = Some(done.member);
        self.asker.device = Some(done.device.clone());
    }

    pub(super) fn here(&self) -> Here {
        Here {
            browser: self.key.clone(),
            member: self.member,
            asker: self.asker.clone(),
            locale: Locale::En,
            next: "/".into(),
        }
    }
}

pub(super) fn address(text: &str) -> Address {
    Address::parse(text).unwrap()
}

impl World {
    pub(super) fn new(db: Db) -> Self {
        Self { db, hasher: Hasher::cheap().unwrap(), keys: Keys::of([7; 32]) }
    }

    pub(super) fn post(&self) -> Post {
        let url = Some("https://yaji.test".into());
        Post::of(Arc::new(Settings { url, ..Settings::default() }))
    }

    /// Registers by password, as the form does.
    pub(super) async fn register(&self, browser: &mut Browser, email: &str, pass: &str) -> Done {
        let hash = self.hasher.hash(pass.into()).await.unwrap();
        let new = Registration {
            beginning: Beginning {
                name: Some("Somebody".into()),
                address: Some(address(email)),
                password: Some(hash),
                locale: Locale::En,
                way: "register",
                ..Beginning::default()
            },
            address: address(email),
            browser: browser.key.clone(),
            asker: browser.asker.clone(),
            next: "/".into(),
            agrees: true,
        };
        let post = self.post();
        let done =
            self.db.tx(async move |tx| register::register(tx, &post, &new).await).await.unwrap();
        browser.signed_in(&done);
        done
    }

    /// Makes an account that owns its address.
    pub(super) async fn owner_of(&self, browser: &mut Browser, email: &str, pass: &str) -> Done {
        let done = self.register(browser, email, pass).await;
        let code = self.newest_code(email).await;
        let landing = self.give(browser, Purpose::Confirm, &code).await.unwrap();
        assert!(matches!(landing, Landing::Confirmed), "{landing:?}");
        done
    }

    /// Asks for a sign-in code.
    pub(super) async fn ask(&self, browser: &Browser, email: &str) -> Outcome<()> {
        self.ask_for(browser, Purpose::SignIn, email, None).await
    }

    pub(super) async fn ask_for(
        &self,
        browser: &Browser,
        purpose: Purpose,
        email: &str,
        member: Option<MemberId>,
    ) -> Outcome<()> {
        let ask = ask::Ask {
            purpose,
            address: address(email),
            whose: member.map_or(For::Address(Locale::En), For::Member),
            browser: browser.key.clone(),
            opens_links: true,
            device: browser.asker.device.clone(),
            network: browser.asker.network.clone(),
            next: "/lately".into(),
        };
        let post = self.post();
        self.db.tx(async move |tx| ask::send(tx, &post, &ask).await).await
    }

    /// Types a code.
    pub(super) async fn give(
        &self,
        browser: &Browser,
        purpose: Purpose,
        typed: &str,
    ) -> Outcome<Landing> {
        let (here, post, typed) = (browser.here(), self.post(), typed.to_owned());
        self.db.tx(async move |tx| code::digits(tx, &post, &here, purpose, &typed).await).await
    }

    /// Types the code of a sign-in in a browser that wants to go on somewhere.
    pub(super) async fn give_on(&self, browser: &Browser, next: &str, typed: &str) -> Landing {
        let here = Here { next: next.into(), ..browser.here() };
        let (post, typed) = (self.post(), typed.to_owned());
        let given = async move |tx: &mut db::Tx| {
            code::digits(tx, &post, &here, Purpose::SignIn, &typed).await
        };
        self.db.tx(given).await.unwrap()
    }

    /// The digits in the newest mail to an address.
    pub(super) async fn newest_code(&self, email: &str) -> String {
        let text = self.newest_mail(email).await;
        let shown = text.lines().find(|l| l.len() == 9 && l.as_bytes()[4] == b' ');
        shown.unwrap_or_else(|| panic!("no code in {text}")).to_owned()
    }

    /// The newest mail to an address.
    pub(super) async fn newest_mail(&self, email: &str) -> String {
        self.mails(email).await.pop().unwrap()
    }

    /// Every mail to an address, the oldest first.
    pub(super) async fn mails(&self, email: &str) -> Vec<String> {
        let to = address(email).stored().to_owned();
        self.db
            .read(async move |tx| {
                tx.list(
                    sql!("SELECT text_body FROM mail_outbox WHERE recipient = $1 ORDER BY id"),
                    args![to],
                )
                .await
            })
            .await
            .unwrap()
    }

    /// How many mails wait where the team can open them.
    pub(super) async fn waiting(&self) -> usize {
        self.db.read(async |tx| mail::waiting(tx, 100).await).await.unwrap().len()
    }

    /// Signs in by password.
    pub(super) async fn sign_in(
        &self,
        browser: &Browser,
        login: &str,
        pass: &str,
    ) -> Outcome<Step> {
        let login = Login::parse(login)?;
        let shown = password::show(&self.db, &self.hasher, &login, pass, &browser.asker).await?;
        let (post, asker, key) = (self.post(), browser.asker.clone(), browser.key.clone());
        self.db
            .tx(async move |tx| password::go_on(tx, &post, &shown, &asker, ("/", &key)).await)
            .await
    }

    /// Begins to set an authenticator up.
    pub(super) async fn begun_totp(&self, mei: &Done) -> totp_rs::Totp {
        let (keys, id) = (self.keys.clone(), mei.member);
        let begun = async move |tx: &mut db::Tx| enrol::begin(tx, &keys, id, "Yaji", "mei").await;
        let setup = self.db.tx(begun).await.unwrap();
        let secret = totp_rs::Secret::try_from_base32(setup.typed.replace(' ', "")).unwrap();
        let builder = totp_rs::Builder::new().with_algorithm(totp_rs::Algorithm::SHA1);
        builder.with_secret(secret).build().unwrap()
    }

    /// Sets an authenticator up; the digits of any later step come from the same secret.
    pub(super) async fn with_totp(&self, mei: &Done) -> (totp_rs::Totp, Vec<String>) {
        let (totp, keys) = (self.begun_totp(mei).await, self.keys.clone());
        let (who, digits) = ((mei.member, mei.session.id), self.digits(&totp));
        let confirmed = async move |tx: &mut db::Tx| enrol::confirm(tx, &keys, who, &digits).await;
        (totp, self.db.tx(confirmed).await.unwrap().codes)
    }

    /// The digits that an authenticator shows now.
    pub(super) fn digits(&self, totp: &totp_rs::Totp) -> String {
        let seconds = self.db.clock().now().micros() / 1_000_000;
        totp.generate(u64::try_from(seconds).unwrap()).to_string()
    }

    /// How many sessions a member has.
    pub(super) async fn sessions(&self, member: MemberId) -> usize {
        self.db.read(async move |tx| web::sessions::list(tx, member).await).await.unwrap().len()
    }

    /// What the pages of a session say has to be answered.
    pub(super) async fn concern(&self, done: &Done) -> Option<web::Concern> {
        let sessions = web::sessions::SessionCache::default();
        let found = sessions.find(&self.db, &done.session.token).await.unwrap();
        found.unwrap().me.face.concern
    }

    /// Who owns an address.
    pub(super) async fn owner(&self, email: &str) -> Option<MemberId> {
        let key = address(email).folded().to_owned();
        self.db
            .read(async move |tx| crate::address::store::find_owner(tx, &key).await)
            .await
            .unwrap()
    }
}

/// The full sign-in that a step must be.
pub(super) fn done(step: Step) -> Done {
    match step {
        Step::Done(done) => done,
        Step::Second { .. } => panic!("a second factor was asked for"),
    }
}

/// The key of a fault.
pub(super) fn key<T: std::fmt::Debug>(outcome: Outcome<T>) -> &'static str {
    match outcome {
        Err(fault @ (Fault::Broken(_) | Fault::Busy)) => panic!("{fault}"),
        Err(fault) => fault.key(),
        Ok(value) => panic!("{value:?}"),
    }
}
