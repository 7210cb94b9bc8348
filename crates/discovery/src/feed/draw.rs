//! How a feed is written: Atom (RFC 4287) and JSON Feed 1.1.

use askama::Template;
use kernel::{Outcome, Ts};
use serde_json::{Value, json};

use super::Entry;
use crate::address::{for_xml, whole_addresses};
use crate::texts::Texts;

/// What a feed says about itself.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    /// Scheme and host of all addresses.
    pub(crate) base: String,
    /// What the feed is called.
    pub(crate) title: String,
    /// What it is about.
    pub(crate) about: String,
    /// The page that it belongs to.
    pub(crate) home: String,
    /// Its own address without the ending, `/feed`.
    pub(crate) path: String,
    /// The site's language.
    pub(crate) lang: &'static str,
    /// When it counts as changed while it is empty.
    pub(crate) begun: Ts,
    pub(crate) t: Texts,
}

#[derive(Template)]
#[template(path = "discovery/feed.xml")]
struct Atom {
    lang: &'static str,
    title: String,
    about: String,
    id: String,
    home: String,
    own: String,
    updated: String,
    entries: Vec<AtomEntry>,
}

struct AtomEntry {
    id: String,
    href: String,
    title: String,
    lang: String,
    author: Option<String>,
    author_href: Option<String>,
    created: String,
    updated: String,
    summary: String,
    tags: Vec<String>,
    content: String,
}

/// When a post last changed, as far as its readers see.
fn changed(entry: &Entry) -> Ts {
    entry.post.edited_at.unwrap_or(entry.post.created_at)
}

/// The text of an entry: what a visitor reads, and where the rest is.
fn content(head: &Head, entry: &Entry) -> String {
    let text = whole_addresses(&entry.html, &head.base);
    if entry.whole {
        return for_xml(&text);
    }
    let href = format!("{}{}", head.base, entry.post.path());
    let rest = head.t.feed_rest();
    for_xml(&format!("{text}<p><a href=\"{href}\">{rest}</a></p>"))
}

/// Writes a feed as Atom.
///
/// # Errors
/// `Broken` when it cannot be drawn.
pub(crate) fn atom(head: &Head, entries: &[Entry]) -> Outcome<String> {
    let base = &head.base;
    let entry = |entry: &Entry| {
        let post = &entry.post;
        AtomEntry {
            id: format!("{base}/p/{}", post.id),
            href: format!("{base}{}", post.path()),
            title: for_xml(&post.title),
            lang: post.lang.clone(),
            author: (!post.author.gone).then(|| for_xml(&post.author.name)),
            author_href: post.author.path().map(|path| format!("{base}{path}")),
            created: post.created_at.to_string(),
            updated: changed(entry).to_string(),
            summary: for_xml(&post.summary),
            tags: post.tags.iter().map(|tag| for_xml(tag)).collect(),
            content: content(head, entry),
        }
    };
    let updated = entries.iter().map(changed).max().unwrap_or(head.begun);
    web::draw(&Atom {
        lang: head.lang,
        title: for_xml(&head.title),
        about: for_xml(&head.about),
        id: format!("{base}{}.xml", head.path),
        home: format!("{base}{}", head.home),
        own: format!("{base}{}.xml", head.path),
        updated: updated.to_string(),
        entries: entries.iter().map(entry).collect(),
    })
}

/// Writes a feed as JSON Feed.
pub(crate) fn json_feed(head: &Head, entries: &[Entry]) -> Value {
    let base = &head.base;
    let item = |entry: &Entry| {
        let post = &entry.post;
        let mut item = json!({
            "id": format!("{base}/p/{}", post.id),
            "url": format!("{base}{}", post.path()),
            "title": post.title,
            "content_html": content(head, entry),
            "date_published": post.created_at.to_string(),
            "date_modified": changed(entry).to_string(),
            "language": post.lang,
            "tags": post.tags,
        });
        if let Some(fields) = item.as_object_mut() {
            if !post.summary.is_empty() {
                fields.insert("summary".into(), json!(post.summary));
            }
            if let Some(path) = post.author.path() {
                let author = json!({ "name": post.author.name, "url": format!("{base}{path}") });
                fields.insert("authors".into(), json!([author]));
            }
        }
        item
    };
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": head.title,
        "description": head.about,
        "home_page_url": format!("{base}{}", head.home),
        "feed_url": format!("{base}{}.json", head.path),
        "language": head.lang,
        "items": entries.iter().map(item).collect::<Vec<Value>>(),
    })
}
