//! The site itself, its clock, its letters, and what it has still to do.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use db::Workers;
use mail::Letter;
use serde_json::Value;
use web::App;

use crate::{Browser, Program, Provider};

/// A site under test.
#[derive(Clone)]
pub struct TestSite {
    app: App,
    router: Router,
    workers: Arc<Workers>,
    letters: Arc<Mutex<Vec<Letter>>>,
}

impl TestSite {
    /// A site over an app whose letters are kept in `letters` and whose jobs `workers` do.
    #[must_use]
    pub fn new(
        app: App,
        router: Router,
        workers: Workers,
        letters: Arc<Mutex<Vec<Letter>>>,
    ) -> Self {
        Self { app, router, workers: Arc::new(workers), letters }
    }

    /// The app behind it.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// A browser that nobody is signed in on.
    #[must_use]
    pub fn visitor(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// A program with a token, or none.
    #[must_use]
    pub fn program(&self, token: Option<&str>) -> Program {
        Program::new(self.router.clone(), token)
    }

    /// The provider of its payments, which does what the test says.
    #[must_use]
    pub fn provider(&self) -> Provider<'_> {
        Provider::of(self)
    }

    /// Moves the clock forward by days of 24 hours.
    pub fn days_pass(&self, days: i64) {
        self.app.clock().advance(days * 86_400);
    }

    /// Lets what was written take effect: subscribers, and the jobs that wait, mail among them.
    ///
    /// # Panics
    /// When the database fails.
    pub async fn settle(&self) {
        self.app.db().catch_up().await.expect("subscribers that keep up");
        self.workers.drain().await.expect("jobs that can be claimed");
    }

    /// Changes a setting, as the operator may at the terminal.
    ///
    /// # Panics
    /// When there is no such setting, or the value is refused.
    pub async fn set(&self, key: &'static str, value: Value) {
        let change = async move |tx: &mut db::Tx| {
            site::settings::change(tx, None, key, &value).await.map(drop)
        };
        self.app.db().tx(change).await.expect("a setting that is taken");
        self.app.site().reload(self.app.db()).await.expect("settings that can be read");
    }

    /// The letters sent so far.
    #[must_use]
    pub fn letters(&self) -> Vec<Letter> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The newest letter to an address.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn letter_to(&self, address: &str) -> Letter {
        let newest = self.letters().into_iter().rev().find(|letter| letter.to == address);
        newest.unwrap_or_else(|| panic!("no letter to {address}"))
    }

    /// The code in the newest letter to an address that has one: `1234 5678`.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn code_to(&self, address: &str) -> String {
        let letters = self.letters().into_iter().rev().filter(|letter| letter.to == address);
        let code = letters.into_iter().find_map(|letter| code_in(&letter.text));
        code.unwrap_or_else(|| panic!("no code to {address}"))
    }

    /// The path of the link that the newest letter to an address gives a code by; a site without a
    /// public address mails none.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn link_to(&self, address: &str) -> String {
        let text = self.letter_to(address).text;
        let at = text.find("/code/").unwrap_or_else(|| panic!("no link to {address}: {text}"));
        text[at..].split_whitespace().next().unwrap_or_default().to_owned()
    }
}

/// The line of a letter that is a code and nothing else.
fn code_in(text: &str) -> Option<String> {
    let is_half = |half: &str| half.len() == 4 && half.bytes().all(|digit| digit.is_ascii_digit());
    let is_code =
        |line: &&str| line.split_once(' ').is_some_and(|(one, two)| is_half(one) && is_half(two));
    text.lines().map(str::trim).find(is_code).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::code_in;

    #[test]
    fn a_code_is_found_on_its_line() {
        assert_eq!(code_in("Hello,\n\n1234 5678\n\nfor 2026 0107.").as_deref(), Some("1234 5678"));
        assert_eq!(code_in("no code, 12345678"), None);
    }
}
