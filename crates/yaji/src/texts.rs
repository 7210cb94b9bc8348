//! The texts of the rooms that belong to no slice.

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
