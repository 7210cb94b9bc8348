//! A site under test: callers as types, letters in memory, a clock that the test moves.
//!
//! A test reads like sentences: `mei.post("/p/…/comments", &[("body", "hello")]).await.sees_other()`.
#![deny(missing_docs)]
#![expect(clippy::expect_used, reason = "tests fail by panicking")]

mod answer;
mod browser;
mod page;
mod program;
mod upload;

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use mail::Letter;
use web::App;

pub use answer::Answer;
pub use browser::Browser;
pub use page::{Page, PageField, PageForm, Part};
pub use program::Program;
pub use upload::File;

/// The address that the site under test is reached at.
pub const ORIGIN: &str = "http://yaji.test";

/// A site under test.
#[derive(Clone)]
pub struct TestSite {
    app: App,
    router: Router,
    letters: Arc<Mutex<Vec<Letter>>>,
}

impl TestSite {
    /// A site over an app whose letters are kept in `letters`.
    #[must_use]
    pub fn new(app: App, router: Router, letters: Arc<Mutex<Vec<Letter>>>) -> Self {
        Self { app, router, letters }
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

    /// Moves the clock forward by days of 24 hours.
    pub fn days_pass(&self, days: i64) {
        self.app.clock().advance(days * 86_400);
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
        let letters = self.letters();
        let newest = letters.into_iter().rev().find(|letter| letter.to == address);
        newest.unwrap_or_else(|| panic!("no letter to {address}"))
    }
}
