//! The web's foundation: viewer, sessions, routes, forms, pages, assets, live hub, outbound
//! client, limits.
//!
//! To add a page to a slice: a line in its `routes.rs` that says [`Who`] may enter, a handler
//! that answers a [`Reply`], a template that extends `layout/site.html` with a field
//! `shell: web::Shell`. Faults travel by `?`; the door before every route draws them.
#![deny(missing_docs)]

// Templates say `web::icon(…)`, in this crate as in every slice.
extern crate self as web;

mod app;
pub mod assets;
pub mod components;
pub mod cookies;
mod door;
mod entrance;
mod extract;
mod fault_page;
mod flash;
#[cfg(any(feature = "gallery", debug_assertions))]
pub mod gallery;
mod headers;
pub mod idempotent;
pub mod kept;
mod keys;
mod lanes;
mod limits;
mod line;
pub mod live;
mod meter;
mod origin;
pub mod outbound;
mod pace;
mod permission;
mod polled;
mod reply;
mod routes;
mod server;
pub mod sessions;
mod shell;
mod still;
mod stream;
#[cfg(test)]
mod tests;
mod texts;
mod unattended;
mod upload;
mod viewer;

pub use app::{App, AppParts};
pub use components::*;
pub use extract::{BODY_MAX, Form, Json, ListQuery, Path, Query, body, seal_cursor};
pub use fault_page::{FaultNote, again, fault_text, html_fault, is_told_by_form};
pub use flash::{Flash, see_other_with};
pub use headers::{TURBO_STYLE, dress, dress_plainly};
pub use keys::{Keys, random_bytes, random_token};
pub use limits::Counters;
pub use line::Line;
pub use permission::{Permission, Permissions, Role};
pub use reply::{
    Failure, Reply, back_to, came_from, created, draw, html, html_status, html_text, json,
    json_status, moved, no_content, see_other, with_back,
};
pub use routes::{Lane, Route, Routes, Who};
pub use server::{JsonList, assemble};
pub use sessions::SessionId;
pub use shell::{
    Banner, Frame, FrameParts, LiveTopic, NavGroup, NavItem, PersonaView, Shell, ShellBuilder,
    ShellViewer, StudioEntry, initial,
};
pub use stream::{Stream, stream, streams_text, wants_stream};
pub use texts::Texts;
pub use unattended::still_opening;
pub use upload::{Upload, upload};
pub use viewer::{Concern, Face, Me, Network, STALE, Theme, Via, Viewer};

/// `utoipa_axum::routes!`: an API handler with its description.
pub use utoipa_axum::routes as api_routes;

/// Where a visitor signs in.
pub const SIGN_IN: &str = "/login";
/// Where somebody of the team enrols the second factor that they must have.
pub const ENROL_PAGE: &str = "/settings/security?enrol=1";
/// Where a member agrees to the texts that have changed.
pub const CONSENT: &str = "/settings/consent";
/// Where a member proves who they are again.
pub const REAUTHENTICATE: &str = "/settings/confirm";
