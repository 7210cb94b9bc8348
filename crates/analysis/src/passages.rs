//! Passages of text: finding them, their near copies, their phrases and their core.
