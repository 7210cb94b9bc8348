//! The site through its doors: pages, API, streams; each test on both engines.

mod site {
    pub mod accounts;
    pub mod schema;
    pub mod surface;
    pub mod world;
}
