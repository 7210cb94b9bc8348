//! Footnotes: the mark in the text, the note at the end, and the ways back.

use std::fmt::{self, Write as _};

use comrak::nodes::{AstNode, NodeFootnoteDefinition, NodeFootnoteReference, NodeValue};

use super::{ALL, NONE, Out, Written};
use crate::markdown::sheet::escaped;

/// Most links from one footnote back to the text.
const MOST_WAYS_BACK: u32 = 20;

pub(super) fn mark(out: &mut Out<'_, '_, '_>, note: &NodeFootnoteReference) -> Written {
    let (to, from) = (note_id(out, note.ix), mark_id(out, note.ix, note.ref_num));
    write!(
        out,
        "<sup class=\"footnote-ref\"><a href=\"#{to}\" id=\"{from}\" role=\"doc-noteref\">{}</a>\
         </sup>",
        note.ix
    )?;
    NONE
}

pub(super) fn note<'a>(
    out: &mut Out<'_, '_, '_>,
    node: &'a AstNode<'a>,
    note: &NodeFootnoteDefinition,
    entering: bool,
) -> Written {
    if !entering {
        let ended =
            node.last_child().is_some_and(|c| matches!(c.data().value, NodeValue::Paragraph));
        if !ended {
            ways_back(out, note)?;
        }
        out.write_str("</li>\n")?;
        return ALL;
    }
    if out.user.footnotes == 0 {
        let name = escaped(out.user.context.words.footnotes);
        out.cr()?;
        writeln!(
            out,
            "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"{name}\">\n<ol>"
        )?;
    }
    out.user.footnotes += 1;
    let id = note_id(out, number(out));
    write!(out, "<li id=\"{id}\">")?;
    ALL
}

pub(super) fn end(out: &mut Out<'_, '_, '_>) -> Written {
    if out.user.footnotes > 0 {
        out.write_str("</ol>\n</section>\n")?;
    }
    ALL
}

/// Links from a footnote back to each place that names it.
pub(super) fn ways_back(out: &mut Out<'_, '_, '_>, note: &NodeFootnoteDefinition) -> fmt::Result {
    let name = escaped(out.user.context.words.footnote_back);
    for times in 1..=note.total_references.min(MOST_WAYS_BACK) {
        let href = mark_id(out, number(out), times);
        write!(
            out,
            " <a class=\"footnote-back\" href=\"#{href}\" role=\"doc-backlink\" \
             aria-label=\"{name}\">↩</a>"
        )?;
    }
    Ok(())
}

fn number(out: &Out<'_, '_, '_>) -> u32 {
    u32::try_from(out.user.footnotes).unwrap_or(u32::MAX)
}

fn note_id(out: &Out<'_, '_, '_>, number: u32) -> String {
    escaped(&out.user.id(&format!("note-{number}")))
}

fn mark_id(out: &Out<'_, '_, '_>, number: u32, times: u32) -> String {
    escaped(&out.user.id(&format!("mark-{number}-{times}")))
}
