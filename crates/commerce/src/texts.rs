//! The texts of this slice, one function per message.

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
