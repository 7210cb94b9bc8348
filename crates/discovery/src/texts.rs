//! The slice's words, made from `locales/*/discovery.ftl`.
include!(concat!(env!("OUT_DIR"), "/texts.rs"));
