//! The slice's words, made from `locales/*/media.ftl`.
include!(concat!(env!("OUT_DIR"), "/texts.rs"));
