//! Pictures: our own are shown, those of other sites become a figure with a link.

use super::Context;
use super::link::{OUTSIDE, Target, host};
use super::sheet::escaped;

/// Where a picture stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Alone in its paragraph.
    Block,
    /// In running text.
    Line,
    /// Within a link.
    Link,
}

/// How wide a picture is shown: the width of the text, the whole screen on a phone.
const SIZES: &str = "(min-width: 48rem) 44rem, 100vw";

/// The width in pixels for whoever knows no other sizes: readers of feeds, old browsers.
const USUAL_WIDTH: u32 = 1280;

/// The id of a picture of ours, from its address `/media/{id}/{variant}`.
pub(super) fn own_picture<'a>(address: &'a str, origin: Option<&str>) -> Option<&'a str> {
    let path = origin.and_then(|origin| address.strip_prefix(origin)).unwrap_or(address);
    let (id, variant) = path.strip_prefix("/media/")?.split_once('/')?;
    let named = |ch: char| ch.is_ascii_alphanumeric() || ch == '-' || ch == '.';
    let known = kernel::decode_id(id).is_ok() && !variant.is_empty() && variant.chars().all(named);
    known.then_some(id)
}

/// Writes a picture with its description and title; gives the id of a shown picture of ours too.
pub(super) fn picture<'a>(
    context: &Context<'_>,
    address: &'a str,
    (alt, title): (&str, &str),
    place: Place,
) -> (String, Option<&'a str>) {
    let own = own_picture(address, context.origin);
    let known = own.and_then(|id| context.pictures.get(id).map(|picture| (id, picture)));
    let alt = alt.trim();
    let Some((id, picture)) = known else {
        return (elsewhere(context, address, alt, place), None);
    };
    let shown = if alt.is_empty() { context.words.picture } else { alt };
    let (alt, (width, height)) = (escaped(shown), (picture.width, picture.height));
    let sources: Vec<String> =
        picture.variants.iter().map(|width| format!("/media/{id}/{width} {width}w")).collect();
    let sources = if sources.len() > 1 {
        format!(" srcset=\"{}\" sizes=\"{SIZES}\"", sources.join(", "))
    } else {
        String::new()
    };
    let largest = picture.variants.last().copied().unwrap_or(picture.width);
    let usual = picture.variants.iter().rev().copied().find(|width| *width <= USUAL_WIDTH);
    let usual = usual.or(picture.variants.first().copied()).unwrap_or(largest);
    let image = format!(
        "<img src=\"/media/{id}/{usual}\"{sources} width=\"{width}\" height=\"{height}\" \
         loading=\"lazy\" decoding=\"async\" alt=\"{alt}\">"
    );
    let image = match place {
        Place::Link => image,
        Place::Block | Place::Line => {
            format!("<a class=\"picture\" href=\"/media/{id}/{largest}\">{image}</a>")
        }
    };
    let html = match (place, title.trim()) {
        (Place::Block, "") => format!("<figure>{image}</figure>"),
        (Place::Block, title) => {
            format!("<figure>{image}<figcaption>{}</figcaption></figure>", escaped(title))
        }
        (Place::Line | Place::Link, _) => image,
    };
    (html, Some(id))
}

/// A picture that is not ours, or that is not there: its description, and a link to it.
fn elsewhere(context: &Context<'_>, address: &str, alt: &str, place: Place) -> String {
    let or = |word: &str| escaped(if alt.is_empty() { word } else { alt });
    let (Target::Outside(address), false) =
        (Target::of(address, context.origin), place == Place::Link)
    else {
        let text = or(context.words.picture);
        return match place {
            Place::Block => format!("<figure class=\"picture-missing\">{text}</figure>"),
            Place::Line | Place::Link => text,
        };
    };
    let text = or(context.words.remote_picture);
    let href = escaped(&address);
    let link = format!("<a class=\"picture-link\" href=\"{href}\" rel=\"{OUTSIDE}\">{text}</a>");
    match (place, host(&address)) {
        (Place::Block, Some(host)) => format!(
            "<figure class=\"picture-remote\">{link}<figcaption>{}</figcaption></figure>",
            escaped(&host)
        ),
        _ => link,
    }
}
