//! The site that tests ask: the real wiring, letters in memory, a clock that the test moves.

use std::sync::{Arc, Mutex, OnceLock};

use blob::Blobs;
use db::{Db, Opening};
use mail::Transport;
use people::password::Hasher;
use testkit::{Answer, Browser, Cast, Page, Program, TestSite};
use web::Role;
use yaji::wiring::Wiring;

static WIRING: OnceLock<Mutex<Option<Wiring>>> = OnceLock::new();

/// Opens a test's database with the program's subscribers.
pub fn wired(opening: Opening) -> Opening {
    let wiring = Wiring::new(Hasher::cheap().unwrap(), Blobs::in_memory());
    let opening = wiring.subscribers().into_iter().fold(opening, Opening::subscribe);
    *WIRING.get_or_init(Mutex::default).lock().unwrap() = Some(wiring);
    opening
}

/// The site over a test's database.
pub async fn site(db: Db) -> TestSite {
    let wiring = WIRING.get_or_init(Mutex::default).lock().unwrap().take();
    let wiring = wiring.expect("a database opened by `wired`");
    let letters = Arc::new(Mutex::new(Vec::new()));
    let transport = Transport::Memory(Arc::clone(&letters));
    let app = wiring.app(db, transport).await.unwrap();
    let router = yaji::serve::router(&app, false);
    let workers = yaji::wiring::workers(&app).unwrap();
    TestSite::new(app, router, workers, letters)
}

/// The same with everybody of the cast on it.
pub async fn cast(db: Db) -> Cast {
    Cast::of(site(db).await).await
}

/// A program signed in as somebody new with a role.
pub async fn program(site: &TestSite, handle: &str, role: Role) -> Program {
    site.program_of(site.member(handle, role).await).await
}

/// The browser of somebody new with a role.
pub async fn browser(site: &TestSite, handle: &str, role: Role) -> Browser {
    site.browser_of(site.member(handle, role).await).await
}

/// A browser in which somebody new has registered by password.
pub async fn registered(site: &TestSite, email: &str) -> Browser {
    let mut browser = site.visitor();
    let fields =
        [("name", "Mei"), ("email", email), ("password", "a long enough secret"), ("agree", "on")];
    let _ = browser.post("/register", &fields).await.sees_other();
    browser
}

/// Yes, to the account that a page of `/login/yours` shows: what its form sends.
pub fn yes_to(shown: &Answer) -> Vec<(String, String)> {
    let forms = Page::parse(&shown.text).forms();
    let form = forms.into_iter().find(|form| form.action == "/login/yours").unwrap();
    let hidden = form.fields.into_iter().filter(|field| field.kind == "hidden");
    let mut sent: Vec<_> = hidden.map(|field| (field.name, field.value)).collect();
    sent.push(("answer".to_owned(), "yes".to_owned()));
    sent
}
