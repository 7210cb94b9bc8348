//! Encoding: JPEG for photographs, the smaller of PNG and WebP for everything else.

use std::collections::HashSet;

use fast_image_resize::images::Image as Pixels;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ExtendedColorType, GenericImageView as _, ImageEncoder, ImageError};
use kernel::{Fault, Outcome};

use crate::kind::Kind;
use crate::picture::Variant;

/// Quality of JPEG files, of 100: beyond this the eye sees no gain on a screen.
const QUALITY: u8 = 82;
/// Pixels that are looked at, spread evenly, to tell a drawing from a photograph.
const LOOKED_AT: u32 = 16_384;
/// Most different colours among them that a drawing has.
const DRAWN_COLOURS: usize = 1024;

/// How a picture is best encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Look {
    is_photograph: bool,
    is_opaque: bool,
    profile: Option<Vec<u8>>,
}

impl Look {
    /// Looks at a picture; what came as JPEG is a photograph whatever it shows, as lossless files
    /// would only preserve its traces of compression.
    pub(crate) fn of(image: &DynamicImage, came_as_jpeg: bool, profile: Option<Vec<u8>>) -> Self {
        let (width, height) = image.dimensions();
        let total = u64::from(width) * u64::from(height);
        let step = (total / u64::from(LOOKED_AT)).max(1) | 1;
        let mut colours = HashSet::new();
        let mut place = 0;
        while place < total {
            let (x, y) = (place % u64::from(width), place / u64::from(width));
            if let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) {
                colours.insert(image.get_pixel(x, y).0);
            }
            place += step;
        }
        let is_opaque = !image.color().has_alpha() || is_opaque(image);
        let is_photograph = is_opaque && (came_as_jpeg || colours.len() > DRAWN_COLOURS);
        Self { is_photograph, is_opaque, profile }
    }
}

fn is_opaque(image: &DynamicImage) -> bool {
    match image {
        DynamicImage::ImageRgba8(image) => image.pixels().all(|pixel| pixel.0[3] == u8::MAX),
        other => other.pixels().all(|(_, _, pixel)| pixel.0[3] == u8::MAX),
    }
}

/// Encodes pixels; nothing of the file that they came from is in the result but, where there was
/// one, its small profile of colours.
pub(crate) fn encode(pixels: &Pixels<'_>, look: &Look) -> Outcome<Variant> {
    let (width, height) = (pixels.width(), pixels.height());
    let (bytes, colours) = if look.is_opaque {
        (without_alpha(pixels.buffer()), ExtendedColorType::Rgb8)
    } else {
        (pixels.buffer().to_vec(), ExtendedColorType::Rgba8)
    };
    let write = |kind| {
        let mut file = Vec::new();
        write(kind, &mut file, (&bytes, width, height, colours), look)
            .map(|()| file)
            .map_err(|e| Fault::broken("encoding a picture", e))
    };
    let (kind, bytes) = if look.is_photograph {
        (Kind::Jpeg, write(Kind::Jpeg)?)
    } else {
        let (png, webp) = (write(Kind::Png)?, write(Kind::Webp)?);
        if webp.len() < png.len() { (Kind::Webp, webp) } else { (Kind::Png, png) }
    };
    Ok(Variant { width, height, kind, bytes })
}

fn without_alpha(rgba: &[u8]) -> Vec<u8> {
    rgba.chunks_exact(4).flat_map(|pixel| pixel.iter().take(3).copied()).collect()
}

/// Pixels, width, height, and what a pixel is made of.
type Raster<'a> = (&'a [u8], u32, u32, ExtendedColorType);

fn write(
    kind: Kind,
    file: &mut Vec<u8>,
    raster: Raster<'_>,
    look: &Look,
) -> Result<(), ImageError> {
    let (compression, filter) = (CompressionType::Default, FilterType::Adaptive);
    match kind {
        Kind::Jpeg => write_by(JpegEncoder::new_with_quality(file, QUALITY), raster, look),
        Kind::Webp => write_by(WebPEncoder::new_lossless(file), raster, look),
        _ => write_by(PngEncoder::new_with_quality(file, compression, filter), raster, look),
    }
}

fn write_by(
    mut encoder: impl ImageEncoder,
    (bytes, width, height, colours): Raster<'_>,
    look: &Look,
) -> Result<(), ImageError> {
    if let Some(profile) = &look.profile {
        // An encoder that takes no profile writes the picture without one.
        let _taken = encoder.set_icc_profile(profile.clone());
    }
    encoder.write_image(bytes, width, height, colours)
}
