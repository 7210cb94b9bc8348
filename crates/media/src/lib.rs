//! Pictures that members bring in, and who may see them.
//!
//! A slice that shows pictures writes down where with [`shown`], asks [`picture::shapes`] what a
//! text may show, and gives the wiring a [`Judge`] that decides who may see it there.
#![deny(missing_docs)]

mod events;
pub mod picture;
pub mod policy;
mod routes;
mod serve;
mod setup;
pub mod shown;
mod studio;
#[cfg(test)]
mod tests;
mod texts;

pub use events::{MediaRemoved, MediaUploaded};
pub use picture::MediaId;
pub use picture::export::section;
pub use picture::sweep::{subscribers, workers};
pub use routes::routes;
pub use setup::{Judge, Media, Sight};
pub use texts::Texts;

/// Where the editor sends pictures, and where those stand for who has no script.
#[must_use]
pub fn uploads() -> web::UploadView {
    web::UploadView {
        post: "/media".to_owned(),
        library: picture::page::LIBRARY.to_owned(),
        most: blob::Limits::default().bytes,
    }
}
