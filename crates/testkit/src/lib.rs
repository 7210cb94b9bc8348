//! A site under test: a cast of people, letters in memory, a clock and a provider that the test moves.
//!
//! A test reads like five sentences:
//!
//! ```text
//! let cast = Cast::of(site(db).await).await;
//! let plan = cast.with_plan().await;
//! let post = club(&cast, &plan).await;
//! assert!(cast.browser(Caller::Paying).await.get(&post).await.has("the rest of it"));
//! assert!(cast.browser(Caller::Lapsed).await.get(&post).await.has("id=\"offer\""));
//! ```
#![deny(missing_docs)]
#![expect(clippy::expect_used, reason = "tests fail by panicking")]

mod answer;
mod browser;
mod caller;
mod cast;
mod members;
mod page;
mod program;
mod provider;
mod test_site;
mod upload;

pub use answer::Answer;
pub use browser::Browser;
pub use caller::Caller;
pub use cast::{Cast, Plan};
pub use commerce::sandbox::{Outcomes, SandboxNotice};
pub use page::{Page, PageField, PageForm, Part};
pub use program::{Program, fresh_key};
pub use provider::Provider;
pub use test_site::TestSite;
pub use upload::File;

/// The address that the site under test is reached at.
pub const ORIGIN: &str = "http://yaji.test";
