//! The tree written as HTML.

mod footnote;

use std::fmt::{self, Write as _};

use comrak::Arena;
use comrak::html::{self, ChildRendering, format_document_with_formatter, format_node_default};
use comrak::nodes::{AstNode, NodeLink, NodeList, NodeValue, TableAlignment};
use comrak::options::Plugins;

use super::clean::{clean, settled};
use super::link::{OUTSIDE, Target};
use super::mention::{Piece, in_link, named, pieces, unsigned};
use super::parse::{Parsed, is_wide, options, parse};
use super::picture::{Place, picture};
use super::plain::{opening_of, plain_of};
use super::references::once;
use super::sheet::{Sheet, escaped};
use super::slots::ELEMENT;
use super::{Context, Rendered, code, formula};

/// Where the tree is written to.
type Out<'o, 'c, 's> = html::Context<'o, 'c, Sheet<'s>>;
/// Whether the children of a node are still to be written.
type Written = Result<ChildRendering, fmt::Error>;

const ALL: Written = Ok(ChildRendering::HTML);
const NONE: Written = Ok(ChildRendering::Skip);

/// Writes a source as sanitised HTML; one beyond the limits is shown as it is.
pub(super) fn page(source: &str, context: &Context<'_>) -> Rendered {
    let arena = Arena::new();
    let Some(Parsed { root, .. }) = parse(&arena, source) else { return as_written(source) };
    let mut html = String::with_capacity(source.len() * 2);
    let sheet = Sheet::new(source, context);
    let options = options(context.hard_breaks);
    let plugins = Plugins::default();
    let written = format_document_with_formatter(root, &options, &mut html, &plugins, node, sheet);
    let Ok(mut sheet) = written else { return as_written(source) };
    sheet.found.plain = plain_of(root);
    sheet.found.opening = named(&opening_of(root), &context.members);
    let cleaned = if sheet.has_raw { settled(&html) } else { clean(&html) };
    sheet.found.html = sheet.slots.fill(&cleaned);
    sheet.found
}

/// A source that is not laid out: its paragraphs, line by line.
fn as_written(source: &str) -> Rendered {
    let lines = escaped(source).replace("\r\n", "\n").replace(['\n', '\r'], "<br>");
    Rendered {
        html: format!("<p>{lines}</p>"),
        plain: source.to_owned(),
        opening: source.to_owned(),
        ..Rendered::default()
    }
}

/// Writes one node, before its children and after them.
fn node<'a>(out: &mut Out<'_, '_, '_>, node: &'a AstNode<'a>, entering: bool) -> Written {
    match &node.data().value {
        NodeValue::Document if !entering => footnote::end(out),
        NodeValue::Paragraph => paragraph(out, node, entering),
        NodeValue::Heading(heading) => self::heading(out, node, heading.level, entering),
        NodeValue::Text(text) if entering && !in_link(node) => running_text(out, text),
        NodeValue::SoftBreak if entering && joins_han(node) && !out.options.render.hardbreaks => {
            ALL
        }
        NodeValue::CodeBlock(block) if entering => code_block(out, &block.info, &block.literal),
        NodeValue::Math(math) if entering => math_slot(out, &math.literal, math.display_math),
        NodeValue::Image(image) if entering => image_slot(out, node, image),
        NodeValue::Image(_) => NONE,
        NodeValue::Link(link) => self::link(out, link, entering),
        NodeValue::HtmlBlock(block) if entering => raw(out, &block.literal),
        NodeValue::HtmlInline(literal) if entering => raw(out, literal),
        NodeValue::Table(_) => table(out, node, entering),
        NodeValue::TableCell => cell(out, node, entering),
        NodeValue::TaskItem(task) => self::task(out, task.symbol.is_some(), entering),
        NodeValue::FootnoteDefinition(note) => footnote::note(out, node, note, entering),
        NodeValue::FootnoteReference(note) if entering => footnote::mark(out, note),
        _ => format_node_default(out, node, entering),
    }
}

fn paragraph<'a>(out: &mut Out<'_, '_, '_>, node: &'a AstNode<'a>, entering: bool) -> Written {
    let above = node.parent().and_then(|item| item.parent());
    let tight = above.is_some_and(|list| {
        matches!(list.data().value, NodeValue::List(NodeList { tight: true, .. }))
    });
    if tight || lone_image(node).is_some() {
        return if tight { format_node_default(out, node, entering) } else { ALL };
    }
    if entering {
        out.cr()?;
        out.write_str("<p>")?;
        return ALL;
    }
    if let Some(parent) = node.parent()
        && let NodeValue::FootnoteDefinition(note) = &parent.data().value
        && node.next_sibling().is_none()
    {
        footnote::ways_back(out, note)?;
    }
    out.write_str("</p>\n")?;
    ALL
}

/// The picture that a paragraph consists of.
fn lone_image<'a>(paragraph: &'a AstNode<'a>) -> Option<&'a AstNode<'a>> {
    let child = paragraph.first_child().filter(|child| child.next_sibling().is_none())?;
    matches!(child.data().value, NodeValue::Image(_)).then_some(child)
}

fn heading<'a>(
    out: &mut Out<'_, '_, '_>,
    node: &'a AstNode<'a>,
    level: u8,
    entering: bool,
) -> Written {
    if entering {
        let (level, id) = out.user.heading(level, plain_of(node));
        out.cr()?;
        write!(out, "<h{level} id=\"{}\">", escaped(&id))?;
    } else {
        writeln!(out, "</h{}>", out.user.depth())?;
    }
    ALL
}

fn running_text(out: &mut Out<'_, '_, '_>, text: &str) -> Written {
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => out.escape(text)?,
            Piece::Mention { written, handle } => mention(out, written, &handle)?,
            Piece::Tag { written, tag } => self::tag(out, written, tag)?,
        }
    }
    ALL
}

fn mention(out: &mut Out<'_, '_, '_>, written: &str, handle: &str) -> fmt::Result {
    let context = out.user.context;
    let Some(member) = context.members.get(handle) else { return out.escape(written) };
    once(&mut out.user.found.mentions, member.id);
    let (href, name) = (escaped(&member.href), escaped(&member.name));
    slot(out, format!("<a class=\"mention\" href=\"{href}\">@{name}</a>"))
}

fn tag(out: &mut Out<'_, '_, '_>, written: &str, tag: String) -> fmt::Result {
    let link = out.user.context.tags.get(unsigned(written)).map(|href| {
        let (href, written) = (escaped(href), escaped(written));
        format!("<a class=\"tag\" href=\"{href}\" rel=\"tag\">{written}</a>")
    });
    once(&mut out.user.found.tags, tag);
    match link {
        Some(link) => slot(out, link),
        None => out.escape(written),
    }
}

/// Whether a line end stands between two characters that are set without a space.
fn joins_han<'a>(line_end: &'a AstNode<'a>) -> bool {
    let text = |node: Option<&'a AstNode<'a>>, edge: fn(&str) -> Option<char>| {
        node.is_some_and(|node| match &node.data().value {
            NodeValue::Text(text) => edge(text).is_some_and(is_wide),
            _ => false,
        })
    };
    text(line_end.previous_sibling(), |text| text.chars().next_back())
        && text(line_end.next_sibling(), |text| text.chars().next())
}

fn code_block(out: &mut Out<'_, '_, '_>, fence: &str, literal: &str) -> Written {
    if fence.trim() == "math" {
        return math_slot(out, literal, true);
    }
    out.user.found.code_blocks += 1;
    let block = code::block(fence, literal, &mut out.user.highlight_left);
    out.cr()?;
    slot(out, block)?;
    out.lf()?;
    NONE
}

fn math_slot(out: &mut Out<'_, '_, '_>, tex: &str, display: bool) -> Written {
    out.user.found.formulas += 1;
    let formula = formula::formula(tex, display, &mut out.user.definitions);
    slot(out, formula)?;
    NONE
}

fn image_slot<'a>(out: &mut Out<'_, '_, '_>, node: &'a AstNode<'a>, image: &NodeLink) -> Written {
    let alone = node.parent().is_some_and(|paragraph| {
        matches!(paragraph.data().value, NodeValue::Paragraph) && lone_image(paragraph).is_some()
    });
    let place = match (in_link(node), alone) {
        (true, _) => Place::Link,
        (false, true) => Place::Block,
        (false, false) => Place::Line,
    };
    let text = (plain_of(node), image.title.as_str());
    let (html, id) = picture(out.user.context, &image.url, (&text.0, text.1), place);
    let shown = id.map(str::to_owned);
    out.user.found.images += 1;
    if let Some(id) = shown {
        once(&mut out.user.found.pictures, id);
    }
    slot(out, html)?;
    NONE
}

fn link(out: &mut Out<'_, '_, '_>, link: &NodeLink, entering: bool) -> Written {
    let target = Target::of(&link.url, out.user.context.origin);
    if target == Target::Nowhere {
        return ALL;
    }
    if !entering {
        out.write_str("</a>")?;
        return ALL;
    }
    let (href, outside) = match target {
        Target::Here(place) => (format!("#{}", out.user.id(&place)), false),
        Target::Outside(address) => {
            if !address.starts_with("mailto:") {
                once(&mut out.user.found.links, address.clone());
            }
            (address, true)
        }
        Target::Inside(address) => (address, false),
        Target::Nowhere => return ALL,
    };
    out.write_str("<a href=\"")?;
    out.escape_href(&href)?;
    if !link.title.is_empty() {
        out.write_str("\" title=\"")?;
        out.escape(&link.title)?;
    }
    if outside {
        write!(out, "\" rel=\"{OUTSIDE}")?;
    }
    out.write_str("\">")?;
    ALL
}

/// Hands HTML that a person wrote to the sanitiser. Its links count as leading outside, and it
/// cannot name a slot.
fn raw(out: &mut Out<'_, '_, '_>, literal: &str) -> Written {
    let tags = literal.matches('<').count();
    if tags > out.user.tags_left || literal.to_ascii_lowercase().contains(ELEMENT) {
        out.escape(literal)?;
        return NONE;
    }
    out.user.tags_left -= tags;
    out.user.has_raw = true;
    let mut rest = literal;
    while let Some(at) = rest.find("<a").or_else(|| rest.find("<A")) {
        let (before, after) = rest.split_at(at + 2);
        out.write_str(before)?;
        if after.starts_with(|ch: char| !ch.is_ascii_alphanumeric() && ch != '-' && ch != '>') {
            write!(out, " rel=\"{OUTSIDE}\"")?;
        }
        rest = after;
    }
    out.write_str(rest)?;
    NONE
}

fn table<'a>(out: &mut Out<'_, '_, '_>, node: &'a AstNode<'a>, entering: bool) -> Written {
    if entering {
        let name = escaped(out.user.context.words.table);
        out.cr()?;
        write!(
            out,
            "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{name}\">"
        )?;
        return format_node_default(out, node, entering);
    }
    let written = format_node_default(out, node, entering);
    out.write_str("</div>\n")?;
    written
}

fn cell<'a>(out: &mut Out<'_, '_, '_>, node: &'a AstNode<'a>, entering: bool) -> Written {
    let row = node.parent();
    let head = row.is_some_and(|row| matches!(row.data().value, NodeValue::TableRow(true)));
    let name = if head { "th" } else { "td" };
    if !entering {
        writeln!(out, "</{name}>")?;
        return ALL;
    }
    let column = node.preceding_siblings().skip(1).count();
    let align = row.and_then(|row| row.parent()).and_then(|table| match &table.data().value {
        NodeValue::Table(table) => table.alignments.get(column).copied(),
        _ => None,
    });
    let class = match align {
        Some(TableAlignment::Center) => " class=\"to-center\"",
        Some(TableAlignment::Right) => " class=\"to-right\"",
        _ => "",
    };
    let scope = if head { " scope=\"col\"" } else { "" };
    write!(out, "<{name}{scope}{class}>")?;
    ALL
}

fn task(out: &mut Out<'_, '_, '_>, done: bool, entering: bool) -> Written {
    if !entering {
        out.write_str("</li>\n")?;
        return ALL;
    }
    let words = &out.user.context.words;
    let (sign, word) = if done { ("☑", words.task_done) } else { ("☐", words.task_open) };
    let word = escaped(word);
    let mark =
        format!("<span class=\"task-mark\" role=\"img\" aria-label=\"{word}\">{sign}</span>");
    out.cr()?;
    out.write_str("<li class=\"task\">")?;
    slot(out, mark)?;
    out.write_str(" ")?;
    ALL
}

fn slot(out: &mut Out<'_, '_, '_>, piece: String) -> fmt::Result {
    let mark = out.user.slots.keep(piece);
    out.write_str(&mark)
}
