//! The texts of this slice.

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
