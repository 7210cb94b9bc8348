//! The slice's words, made from `locales/*/notify.ftl`.
include!(concat!(env!("OUT_DIR"), "/texts.rs"));
