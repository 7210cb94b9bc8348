//! One Fluent file as the messages of a slice.

use std::collections::BTreeMap;

use fluent_syntax::ast;

use crate::message::{self, Message};

/// The messages of one language, by their Rust name, and the texts of faults by their key.
pub(crate) struct File {
    /// `comment_count` → its pattern.
    pub(crate) messages: BTreeMap<String, Message>,
    /// `post.locked` → its text.
    pub(crate) faults: BTreeMap<String, String>,
}

/// Reads a file; every id starts with the slice's name, or with `fault-`.
pub(crate) fn parse(slice: &str, source: &str) -> Result<File, String> {
    let resource = fluent_syntax::parser::parse(source)
        .map_err(|(_, errors)| format!("{:?}", errors.first()))?;
    let mut file = File { messages: BTreeMap::new(), faults: BTreeMap::new() };
    let prefix = format!("{slice}-");
    for entry in &resource.body {
        match entry {
            ast::Entry::Message(found) => place(&mut file, &prefix, found)?,
            ast::Entry::Comment(_)
            | ast::Entry::GroupComment(_)
            | ast::Entry::ResourceComment(_) => {}
            ast::Entry::Term(term) => return Err(format!("-{}: no terms here", term.id.name)),
            ast::Entry::Junk { content } => return Err(format!("cannot read {content:?}")),
        }
    }
    Ok(file)
}

fn place(file: &mut File, prefix: &str, found: &ast::Message<&str>) -> Result<(), String> {
    let id = found.id.name;
    let pattern = found.value.as_ref().ok_or_else(|| format!("{id} has no text"))?;
    let message = message::read(pattern).map_err(|e| format!("{id}: {e}"))?;
    let twice = if let Some(key) = id.strip_prefix("fault-") {
        let text = message.plain().ok_or_else(|| format!("{id}: a fault has no variables"))?;
        file.faults.insert(key.replacen('-', ".", 1).replace('-', "_"), text).is_some()
    } else {
        let name = id
            .strip_prefix(prefix)
            .ok_or_else(|| format!("{id} must start with {prefix} or fault-"))?;
        file.messages.insert(name.replace('-', "_"), message).is_some()
    };
    if twice { Err(format!("{id} stands twice")) } else { Ok(()) }
}
