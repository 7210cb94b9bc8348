//! Pictures: decoded within limits, turned upright, and made anew from their pixels alone.

use std::io::Cursor;

use fast_image_resize::images::Image as Pixels;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};
use kernel::{Fault, Outcome};

use crate::encode::{Look, encode};
use crate::kind::Kind;

/// Widths in pixels at which a picture is kept; one that is narrower is kept as wide as it is.
const WIDTHS: [u32; 4] = [320, 640, 1280, 2560];
/// Longest side in pixels that any format of ours can be decoded at.
const LONGEST_SIDE: u32 = 30_000;
/// Largest profile of colours in bytes that is kept.
const LARGEST_PROFILE: usize = 4096;

/// How much of a picture is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Pixels: width times height.
    pub pixels: u64,
}

impl Default for Limits {
    /// 25 MiB and 50 million pixels: what cameras and phones make.
    fn default() -> Self {
        Self { bytes: 25 * 1024 * 1024, pixels: 50_000_000 }
    }
}

/// A picture at one size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Its format.
    pub kind: Kind,
    /// The file.
    pub bytes: Vec<u8>,
}

/// A picture that can be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// Its sizes, ascending; at least one.
    pub variants: Vec<Variant>,
    /// The colour that most of it has, `#rrggbb`.
    pub colour: String,
}

impl Prepared {
    /// The largest size.
    #[must_use]
    pub fn largest(&self) -> Option<&Variant> {
        self.variants.last()
    }
}

/// Makes a picture that can be shown out of a file that somebody sent. An animation becomes its
/// first picture. Takes time and memory: see [`Workshop`](crate::Workshop).
///
/// # Errors
/// `TooLarge` with `media.too_large` or `media.too_many_pixels`, `Invalid` with `media.svg` or
/// `media.not_a_picture`.
pub fn prepare(content: &[u8], limits: Limits) -> Outcome<Prepared> {
    if content.len() > limits.bytes {
        return Err(Fault::TooLarge("media.too_large"));
    }
    let format = match Kind::of(content) {
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::Png => ImageFormat::Png,
        Kind::Gif => ImageFormat::Gif,
        Kind::Webp => ImageFormat::WebP,
        Kind::Svg => return Err(Fault::invalid("file", "media.svg")),
        _ => return Err(not_a_picture()),
    };
    let (image, profile) = decode(content, format, limits)?;
    let look = Look::of(&image, format == ImageFormat::Jpeg, profile);
    let image = image.into_rgba8();
    let size = image.dimensions();
    let (width, height) = size;
    let mut source = pixels(width, height, image.into_raw())?;
    let mut variants = Vec::new();
    for width in widths(width).into_iter().rev() {
        // Each size is made of the next larger one, which is close to twice as wide.
        if width != source.width() {
            source = narrowed(&source, width, height_at(width, size))?;
        }
        variants.push(encode(&source, &look)?);
    }
    variants.reverse();
    Ok(Prepared { variants, colour: colour(source.buffer()) })
}

fn not_a_picture() -> Fault {
    Fault::invalid("file", "media.not_a_picture")
}

/// Decodes a picture and turns it upright; gives its profile of colours too.
fn decode(
    content: &[u8],
    format: ImageFormat,
    limits: Limits,
) -> Outcome<(DynamicImage, Option<Vec<u8>>)> {
    let wrong = |_undecodable: image::ImageError| not_a_picture();
    let reader = ImageReader::with_format(Cursor::new(content), format);
    let mut decoder = reader.into_decoder().map_err(wrong)?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(not_a_picture());
    }
    let pixels = u64::from(width) * u64::from(height);
    if pixels > limits.pixels || width.max(height) > LONGEST_SIDE {
        return Err(Fault::TooLarge("media.too_many_pixels"));
    }
    let mut own = image::Limits::no_limits();
    own.max_image_width = Some(width);
    own.max_image_height = Some(height);
    // Eight bytes a pixel for the picture, as much again for the decoder, and room for tables.
    own.max_alloc = Some(pixels * 16 + 4 * 1024 * 1024);
    decoder.set_limits(own).map_err(wrong)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| is_plain(profile));
    let mut image = DynamicImage::from_decoder(decoder).map_err(wrong)?;
    image.apply_orientation(orientation);
    Ok((image, profile))
}

/// Whether a profile of colours is small and for red, green and blue (ICC.1, bytes 16 to 19).
fn is_plain(profile: &[u8]) -> bool {
    profile.len() <= LARGEST_PROFILE && profile.get(16..20) == Some(b"RGB ")
}

/// The widths at which a picture of this width is kept, ascending.
fn widths(width: u32) -> Vec<u32> {
    let mut widths: Vec<u32> = WIDTHS.into_iter().filter(|fixed| *fixed < width).collect();
    if widths.len() < WIDTHS.len() {
        widths.push(width);
    }
    widths
}

fn pixels(width: u32, height: u32, bytes: Vec<u8>) -> Outcome<Pixels<'static>> {
    Pixels::from_vec_u8(width, height, bytes, PixelType::U8x4)
        .map_err(|e| Fault::broken("laying out pixels", e))
}

/// How high a picture of this size is when it is `width` pixels wide, rounded to the nearest.
fn height_at(width: u32, (whole_width, whole_height): (u32, u32)) -> u32 {
    let [width, whole_width, whole_height] = [width, whole_width, whole_height].map(u64::from);
    let height = (whole_height * width + whole_width / 2) / whole_width.max(1);
    u32::try_from(height).unwrap_or(u32::MAX).max(1)
}

/// The same picture, narrower.
fn narrowed(source: &Pixels<'_>, width: u32, height: u32) -> Outcome<Pixels<'static>> {
    let mut narrow = Pixels::new(width, height, PixelType::U8x4);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    Resizer::new()
        .resize(source, &mut narrow, &options)
        .map_err(|e| Fault::broken("resizing a picture", e))?;
    Ok(narrow)
}

/// The colour that most pixels have: colours are counted in 4,096 cells of 4 bits a channel, and
/// the fullest cell's mean is taken. Transparent pixels do not count.
fn colour(rgba: &[u8]) -> String {
    let mut cells = vec![[0_u64; 4]; 4096];
    for pixel in rgba.chunks_exact(4) {
        let &[red, green, blue, alpha] = pixel else { continue };
        if alpha < 128 {
            continue;
        }
        let [r, g, b] = [red, green, blue].map(|channel| usize::from(channel >> 4));
        if let Some([count, reds, greens, blues]) = cells.get_mut(r << 8 | g << 4 | b) {
            *count += 1;
            *reds += u64::from(red);
            *greens += u64::from(green);
            *blues += u64::from(blue);
        }
    }
    let fullest = cells.iter().max_by_key(|[count, ..]| *count).copied().unwrap_or_default();
    let [count, sums @ ..] = fullest;
    let [red, green, blue] = sums.map(|sum| sum / count.max(1));
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests;
