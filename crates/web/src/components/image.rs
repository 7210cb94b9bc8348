//! Images whose size is known before they arrive.

use askama::Template;
use askama::filters::HtmlSafe;

/// One image (component 26): a figure with its caption.
#[derive(Debug, Clone, Template)]
#[template(path = "ui/figure.html")]
pub struct ImageView {
    /// The address of the size for most screens.
    pub src: String,
    /// Other sizes: `address 640w, …`.
    pub srcset: Option<String>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// What it says below.
    pub caption: Option<String>,
    /// The address of the full size, which a press opens.
    pub full: Option<String>,
}

impl HtmlSafe for ImageView {}

/// Several images as tiles (component 26).
#[derive(Debug, Clone, Template)]
#[template(path = "ui/gallery.html")]
pub struct Gallery {
    /// Names the group.
    pub label: String,
    /// At least one.
    pub images: Vec<ImageView>,
}

impl HtmlSafe for Gallery {}
