use image::{ImageBuffer, Rgb, Rgba};
use proptest::prelude::*;

use super::*;

const SECRET: &[u8] = b"GPS 31.2304N <script>alert(1)</script>";

/// A picture with the noise of a photograph.
fn photograph(width: u32, height: u32) -> DynamicImage {
    let noise =
        |x: u32, y: u32| (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).to_be_bytes();
    ImageBuffer::from_fn(width, height, |x, y| {
        let [a, b, c, _] = noise(x, y);
        Rgb([a, b / 2 + 100, c])
    })
    .into()
}

fn file(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    image.write_to(&mut file, format).unwrap();
    file.into_inner()
}

/// A JPEG file with an Exif segment: an orientation, and a secret.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut tiff = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    tiff.extend([0, orientation, 0, 0, 0, 0, 0, 0]);
    tiff.extend(SECRET);
    let mut out = jpeg[..2].to_vec();
    out.extend(b"\xff\xe1");
    out.extend(u16::try_from(tiff.len() + 2).unwrap().to_be_bytes());
    out.extend(tiff);
    out.extend(&jpeg[2..]);
    out
}

/// A PNG file that says to be of another size than it is, checksum included.
fn with_size(png: &[u8], width: u32, height: u32) -> Vec<u8> {
    let mut png = png.to_vec();
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let mut crc = u32::MAX;
    for byte in &png[12..29] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    png[29..33].copy_from_slice(&(!crc).to_be_bytes());
    png
}

fn contains(content: &[u8], part: &[u8]) -> bool {
    content.windows(part.len()).any(|window| window == part)
}

fn made(content: &[u8]) -> Prepared {
    prepare(content, Limits::default()).unwrap()
}

#[test]
fn a_photograph_is_kept_at_fixed_widths() {
    let prepared = made(&file(&photograph(1500, 100), ImageFormat::Jpeg));
    let sizes: Vec<(u32, u32)> = prepared.variants.iter().map(|v| (v.width, v.height)).collect();
    assert_eq!(sizes, [(320, 21), (640, 43), (1280, 85), (1500, 100)]);
    for variant in &prepared.variants {
        assert_eq!(variant.kind, Kind::Jpeg);
        assert_eq!(Kind::of(&variant.bytes), Kind::Jpeg);
        let read = image::load_from_memory(&variant.bytes).unwrap();
        assert_eq!((read.width(), read.height()), (variant.width, variant.height));
    }
}

#[test]
fn the_widths_never_exceed_the_picture() {
    assert_eq!(widths(1), [1]);
    assert_eq!(widths(320), [320]);
    assert_eq!(widths(321), [320, 321]);
    assert_eq!(widths(2560), [320, 640, 1280, 2560]);
    assert_eq!(widths(9000), [320, 640, 1280, 2560]);
}

#[test]
fn a_drawing_stays_sharp_and_transparency_stays() {
    let drawing: DynamicImage = ImageBuffer::from_fn(400, 300, |x, y| {
        if (x / 20 + y / 20) % 2 == 0 { Rgb([250_u8, 10, 10]) } else { Rgb([255, 255, 255]) }
    })
    .into();
    let prepared = made(&file(&drawing, ImageFormat::Png));
    let largest = prepared.largest().unwrap();
    assert!(matches!(largest.kind, Kind::Png | Kind::Webp));
    assert_eq!(image::load_from_memory(&largest.bytes).unwrap().to_rgb8(), drawing.to_rgb8());

    let glass: DynamicImage = ImageBuffer::from_pixel(50, 50, Rgba([0_u8, 0, 255, 100])).into();
    let prepared = made(&file(&glass, ImageFormat::Png));
    let read = image::load_from_memory(&prepared.largest().unwrap().bytes).unwrap();
    assert_eq!(read.to_rgba8().get_pixel(7, 7), &Rgba([0, 0, 255, 100]));
    assert_eq!(prepared.colour, "#000000", "what is transparent has no colour");
}

#[test]
fn every_orientation_is_turned_upright() {
    let mut image = ImageBuffer::from_pixel(64, 32, Rgb([0_u8, 0, 0]));
    for (x, y) in (0..16).flat_map(|x| (0..16).map(move |y| (x, y))) {
        image.put_pixel(x, y, Rgb([255, 255, 255]));
    }
    let jpeg = file(&image.into(), ImageFormat::Jpeg);
    let corner = [(4, 4), (59, 4), (59, 27), (4, 27), (4, 4), (27, 4), (27, 59), (4, 59)];
    for (orientation, (x, y)) in (1..=8).zip(corner) {
        let prepared = made(&with_exif(&jpeg, orientation));
        let read = image::load_from_memory(&prepared.largest().unwrap().bytes).unwrap().to_luma8();
        let upright = if orientation > 4 { (32, 64) } else { (64, 32) };
        assert_eq!(read.dimensions(), upright, "{orientation}");
        assert!(read.get_pixel(x, y).0[0] > 200, "{orientation}");
    }
}

#[test]
fn nothing_but_pixels_and_colours_survives() {
    let jpeg = file(&photograph(40, 40), ImageFormat::Jpeg);
    let mut with_comment = jpeg[..2].to_vec();
    with_comment.extend(b"\xff\xfe");
    with_comment.extend(u16::try_from(SECRET.len() + 2).unwrap().to_be_bytes());
    with_comment.extend(SECRET);
    with_comment.extend(&jpeg[2..]);
    let appended = |file: &[u8]| [file, b"PK\x03\x04", SECRET].concat();
    let png = file(&photograph(40, 40), ImageFormat::Png);
    let gif = file(&photograph(40, 40), ImageFormat::Gif);
    for polyglot in [
        with_exif(&jpeg, 1),
        with_comment,
        appended(&jpeg),
        appended(&png),
        appended(&gif),
        appended(&file(&photograph(40, 40), ImageFormat::WebP)),
    ] {
        assert!(contains(&polyglot, SECRET));
        for variant in made(&polyglot).variants {
            assert!(!contains(&variant.bytes, SECRET) && !contains(&variant.bytes, b"Exif"));
            assert!(!contains(&variant.bytes, b"PK\x03\x04"));
        }
    }
}

#[test]
fn bombs_are_refused_by_their_header() {
    let png = file(&photograph(2, 2), ImageFormat::Png);
    let mut gif = file(&photograph(2, 2), ImageFormat::Gif);
    gif[6..10].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    for (bomb, key) in [
        (with_size(&png, 50_000, 50_000), "media.too_many_pixels"),
        (with_size(&png, u32::MAX, u32::MAX), "media.not_a_picture"),
        (with_size(&png, 40_000, 1), "media.too_many_pixels"),
        (with_size(&png, 0, 9), "media.not_a_picture"),
        (gif, "media.too_many_pixels"),
        (vec![0xff; 26 * 1024 * 1024], "media.too_large"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>".to_vec(), "media.svg"),
        (b"GIF89a/*\0\0\0\0\0*/=alert(1)".to_vec(), "media.not_a_picture"),
        (b"%PDF-1.7".to_vec(), "media.not_a_picture"),
        (Vec::new(), "media.not_a_picture"),
    ] {
        let refused = prepare(&bomb, Limits::default());
        let shown = refused.as_ref().map(|_| "accepted").map_err(Fault::key);
        let also = [key, "media.not_a_picture", "media.too_many_pixels"];
        assert!(shown.is_err_and(|shown| also.contains(&shown)), "{key}: {shown:?}");
    }
}

#[test]
fn a_file_that_ends_early_is_refused_or_shown_as_far_as_it_goes() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
        let whole = file(&photograph(24, 24), format);
        for end in (0..whole.len()).step_by(7) {
            match prepare(&whole[..end], Limits::default()) {
                Ok(prepared) => assert_eq!(prepared.largest().unwrap().width, 24),
                Err(fault) => assert_eq!(fault.key(), "media.not_a_picture"),
            }
        }
    }
}

#[test]
fn the_colour_is_the_one_that_most_of_the_picture_has() {
    let image: DynamicImage = ImageBuffer::from_fn(90, 90, |x, _| {
        if x < 60 { Rgb([32_u8, 96, 160]) } else { Rgb([255, 255, 255]) }
    })
    .into();
    assert_eq!(made(&file(&image, ImageFormat::Png)).colour, "#2060a0");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_broken_file_breaks_the_decoder(
        format in proptest::sample::select(&[ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP][..]),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let mut content = file(&photograph(24, 24), format);
        for (place, byte) in changes {
            let place = place.index(content.len());
            content[place] = byte;
        }
        let limits = Limits { pixels: 1_000_000, ..Limits::default() };
        if let Err(fault) = prepare(&content, limits) {
            prop_assert!(fault.status() < 500, "{}", fault);
        }
    }
}

#[tokio::test]
async fn the_workshop_prepares_pictures_beside_everything_else() {
    let workshop = crate::Workshop::new(1, Limits::default());
    let content = bytes::Bytes::from(file(&photograph(400, 400), ImageFormat::Jpeg));
    let (a, b) = tokio::join!(workshop.prepare(content.clone()), workshop.prepare(content));
    assert_eq!(a.unwrap(), b.unwrap());
    let refused = workshop.prepare(bytes::Bytes::from_static(b"x")).await;
    assert_eq!(refused.unwrap_err().key(), "media.not_a_picture");
}
