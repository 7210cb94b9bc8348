//! The site through its doors: pages, API, streams; each test on both engines.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "tests fail by panicking"
)]

mod site {
    pub mod accounts;
    mod beginning;
    mod buying;
    mod clock;
    mod consent;
    mod demonstration;
    mod drafting;
    mod imported;
    mod inspecting;
    mod lists;
    pub mod media;
    mod openapi;
    mod operation;
    pub mod own_data;
    mod programs;
    mod proof;
    mod proving;
    mod said;
    pub mod schema;
    mod selling;
    mod signing_in;
    mod standing;
    mod statements;
    mod still;
    pub mod surface;
    mod too_late;
    mod typed;
    mod visiting;
    pub mod world;
    mod writing;
}
