//! The texts of the rooms that belong to no slice.
#![expect(clippy::too_many_lines, reason = "a choice among many words has a line for each")]

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
