//! What people of this community write about, by hand: topics, scenes, books, forms, remarks.

pub(crate) mod books;
pub(crate) mod forms;
pub(crate) mod names;
pub(crate) mod remarks;
pub(crate) mod scenes;
pub(crate) mod topics;
