//! What content is, by its bytes: neither its name nor what its sender says of it is believed.

/// How many bytes are looked at.
const LOOKED_AT: usize = 1024;

/// A kind of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A JPEG picture.
    Jpeg,
    /// A PNG picture.
    Png,
    /// A GIF picture.
    Gif,
    /// A WebP picture.
    Webp,
    /// A vector picture, which can hold scripts: never accepted.
    Svg,
    /// An MPEG-4 video.
    Mp4,
    /// A WebM video.
    Webm,
    /// An MP3 sound.
    Mp3,
    /// An MPEG-4 sound.
    M4a,
    /// An Ogg sound.
    Ogg,
    /// A WAVE sound.
    Wav,
    /// A FLAC sound.
    Flac,
    /// A PDF document.
    Pdf,
    /// A ZIP archive, and everything that is one underneath.
    Zip,
    /// Anything else.
    Other,
}

impl Kind {
    /// Recognises content by how it begins.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        let start = content.get(..LOOKED_AT).unwrap_or(content);
        let at =
            |from: usize, mark: &[u8]| start.get(from..).is_some_and(|rest| rest.starts_with(mark));
        match () {
            () if at(0, b"\xff\xd8\xff") => Self::Jpeg,
            () if at(0, b"\x89PNG\r\n\x1a\n") => Self::Png,
            () if at(0, b"GIF87a") || at(0, b"GIF89a") => Self::Gif,
            () if at(0, b"RIFF") && at(8, b"WEBP") => Self::Webp,
            () if at(0, b"RIFF") && at(8, b"WAVE") => Self::Wav,
            () if at(4, b"ftypM4A") => Self::M4a,
            () if at(4, b"ftyp") => Self::of_brand(start.get(8..12).unwrap_or_default()),
            () if at(0, b"\x1a\x45\xdf\xa3") && contains(start, b"webm") => Self::Webm,
            () if at(0, b"ID3") || is_mpeg_frame(start) => Self::Mp3,
            () if at(0, b"OggS") => Self::Ogg,
            () if at(0, b"fLaC") => Self::Flac,
            () if at(0, b"%PDF-") => Self::Pdf,
            () if at(0, b"PK\x03\x04") => Self::Zip,
            () if is_svg(start) => Self::Svg,
            () => Self::Other,
        }
    }

    fn of_brand(brand: &[u8]) -> Self {
        match brand {
            b"isom" | b"iso2" | b"iso4" | b"iso5" | b"iso6" | b"mp41" | b"mp42" | b"avc1"
            | b"M4V " | b"dash" | b"MSNV" => Self::Mp4,
            _ => Self::Other,
        }
    }

    /// The media type that it is served as.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Mp4 => "video/mp4",
            Self::Webm => "video/webm",
            Self::Mp3 => "audio/mpeg",
            Self::M4a => "audio/mp4",
            Self::Ogg => "audio/ogg",
            Self::Wav => "audio/wav",
            Self::Flac => "audio/flac",
            Self::Pdf => "application/pdf",
            Self::Zip => "application/zip",
            Self::Svg | Self::Other => "application/octet-stream",
        }
    }

    /// The ending of a file of this kind.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Svg => "svg",
            Self::Mp4 => "mp4",
            Self::Webm => "webm",
            Self::Mp3 => "mp3",
            Self::M4a => "m4a",
            Self::Ogg => "ogg",
            Self::Wav => "wav",
            Self::Flac => "flac",
            Self::Pdf => "pdf",
            Self::Zip => "zip",
            Self::Other => "bin",
        }
    }

    /// Whether it is a picture that can be prepared.
    #[must_use]
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Gif | Self::Webp)
    }

    /// Whether a browser may show it in a page; everything else is an attachment.
    #[must_use]
    pub const fn is_inline(self) -> bool {
        !matches!(self, Self::Svg | Self::Pdf | Self::Zip | Self::Other)
    }

    /// The kind that a media type in a column names.
    #[must_use]
    pub fn of_media_type(name: &str) -> Self {
        const NAMED: [Kind; 13] = [
            Kind::Jpeg,
            Kind::Png,
            Kind::Gif,
            Kind::Webp,
            Kind::Mp4,
            Kind::Webm,
            Kind::Mp3,
            Kind::M4a,
            Kind::Ogg,
            Kind::Wav,
            Kind::Flac,
            Kind::Pdf,
            Kind::Zip,
        ];
        NAMED.into_iter().find(|kind| kind.media_type() == name).unwrap_or(Self::Other)
    }
}

/// Whether a frame of MPEG audio layer III begins here: eleven set bits, a version and a layer
/// that exist, a bit rate and a sampling rate that exist.
fn is_mpeg_frame(start: &[u8]) -> bool {
    let [0xff, second, third, ..] = start else { return false };
    let (version, layer) = (second >> 3 & 3, second >> 1 & 3);
    let (rate, sampling) = (third >> 4, third >> 2 & 3);
    second >> 5 == 7 && version != 1 && layer == 1 && (1..15).contains(&rate) && sampling != 3
}

fn is_svg(start: &[u8]) -> bool {
    let text: Vec<u8> = start.iter().filter(|b| **b != 0).map(u8::to_ascii_lowercase).collect();
    contains(&text, b"<svg") || contains(&text, b"<!doctype svg")
}

fn contains(content: &[u8], part: &[u8]) -> bool {
    content.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn content_is_known_by_its_bytes() {
        for (content, kind) in [
            (&b"\xff\xd8\xff\xe0"[..], Kind::Jpeg),
            (b"GIF89a/*<script>*/", Kind::Gif),
            (b"RIFF\0\0\0\0WEBPVP8 ", Kind::Webp),
            (b"RIFF\0\0\0\0WAVEfmt ", Kind::Wav),
            (b"\0\0\0\x20ftypisom", Kind::Mp4),
            (b"\0\0\0\x20ftypM4A ", Kind::M4a),
            (b"\0\0\0\x20ftypheic", Kind::Other),
            (b"\x1a\x45\xdf\xa3\x01webm", Kind::Webm),
            (b"\xff\xfb\x90\x00", Kind::Mp3),
            (b"\xff\xff\xff\xff", Kind::Other),
            (b"%PDF-1.7", Kind::Pdf),
            (b"<?xml version='1.0'?>\n<SVG onload=x>", Kind::Svg),
            (b"\xff\xfe<\0s\0v\0g\0", Kind::Svg),
            (b"<!DOCTYPE html><script>", Kind::Other),
            (b"", Kind::Other),
        ] {
            assert_eq!(Kind::of(content), kind, "{content:?}");
        }
    }

    #[test]
    fn what_can_act_is_never_shown_in_a_page() {
        for content in [&b"<svg/>"[..], b"<html>", b"%PDF-", b"PK\x03\x04", b"MZ", b"#!/bin/sh"] {
            assert!(!Kind::of(content).is_inline());
        }
        assert_eq!(Kind::of(b"<svg/>").media_type(), "application/octet-stream");
        assert_eq!(Kind::of_media_type("text/html"), Kind::Other);
        assert_eq!(Kind::of_media_type("video/mp4"), Kind::Mp4);
    }

    proptest! {
        #[test]
        fn any_bytes_are_of_some_kind(content in proptest::collection::vec(any::<u8>(), 0..64)) {
            let kind = Kind::of(&content);
            prop_assert!(!kind.is_picture() || kind.is_inline());
        }
    }
}
