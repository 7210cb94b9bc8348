//! The slice's texts, made from `locales/{zh-CN,en}/community.ftl`.

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
