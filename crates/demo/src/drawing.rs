//! A few figures for posts, drawn here: bars, curves, points, a heat map.

use std::collections::HashMap;
use std::io::Cursor;

use blob::{Blobs, Limits};
use db::Origin;
use image::{ImageFormat, Rgb, RgbImage};
use kernel::{Fault, Locale, MemberId, Outcome};
use media::picture::Picture;
use media::picture::upload::{Made, keep};
use web::App;

use crate::start;

const WIDTH: u32 = 960;
const HEIGHT: u32 = 540;
/// Pixels between the edge and the figure.
const EDGE: u32 = 48;

/// Paper, ink, and two colours for what is told apart.
const PAPER: Rgb<u8> = Rgb([250, 249, 245]);
const LINE: Rgb<u8> = Rgb([208, 204, 194]);
const BLUE: Rgb<u8> = Rgb([63, 96, 146]);
const RUST: Rgb<u8> = Rgb([184, 92, 56]);

/// What a figure shows, in words.
type Words = (&'static str, &'static str);
/// What draws a figure.
type Draw = fn(&mut RgbImage);

const FIGURES: [(Words, Draw); 4] = [
    (
        (
            "柱状图：六种做法的召回率，第五种最高",
            "Bars: the recall of six methods; the fifth is best",
        ),
        bars,
    ),
    (("曲线图：换数据之后误差降得更快", "Curves: with new data the error falls sooner"), curves),
    (
        ("散点图：成本越高，质量并不总是越好", "Points: what costs more is not always better"),
        points,
    ),
    (("热力图：最常混淆的是相邻的两类", "Heat map: neighbouring classes are mixed up most"), heat),
];

/// The figures as pictures of the site.
pub(crate) struct Figures(Vec<Picture>);

impl Figures {
    /// Draws them and brings them in for a member of the team.
    pub(crate) async fn bring_in(app: &App, owner: MemberId) -> Outcome<Self> {
        let blobs = app.part::<Blobs>();
        let mut pictures = Vec::with_capacity(FIGURES.len());
        for ((zh, _), draw) in FIGURES {
            let prepared = blob::prepare(&file(draw)?, Limits::default())?;
            let permit = media::policy::load(owner);
            let made =
                Made { permit, prepared, alt: zh.to_owned(), at: start(), origin: Origin::Seed };
            pictures.push(keep(app.db(), &blobs, made).await?);
        }
        Ok(Self(pictures))
    }

    /// A text with a figure in it, behind its divider where it has one.
    pub(crate) fn put_into(&self, body: &str, number: usize, locale: Locale) -> String {
        let at = number % FIGURES.len();
        let (Some(picture), Some(((zh, en), _))) = (self.0.get(at), FIGURES.get(at)) else {
            return body.to_owned();
        };
        let alt = if locale == Locale::En { en } else { zh };
        let line = format!("![{alt}]({})", picture.address(picture.width));
        let divider = body.find("[[").and_then(|at| body.get(at..)?.find("\n\n").map(|n| at + n));
        let place = divider.or_else(|| body.find("\n\n")).unwrap_or(body.len());
        let (before, after) = body.split_at(place);
        format!("{before}\n\n{line}{}", if after.is_empty() { "\n" } else { after })
    }

    /// Their sizes, by the id in their address.
    pub(crate) fn shapes(&self) -> HashMap<String, community::bulk::PictureShape> {
        self.0.iter().map(|picture| (picture.id.to_string(), picture.shape())).collect()
    }
}

fn file(draw: fn(&mut RgbImage)) -> Outcome<Vec<u8>> {
    let mut paper = RgbImage::from_pixel(WIDTH, HEIGHT, PAPER);
    for step in 1..=4 {
        let y = HEIGHT - EDGE - step * (HEIGHT - 2 * EDGE) / 4;
        block(&mut paper, (EDGE, y), (WIDTH - 2 * EDGE, 2), LINE);
    }
    draw(&mut paper);
    block(&mut paper, (EDGE, HEIGHT - EDGE), (WIDTH - 2 * EDGE, 3), LINE);
    let mut file = Cursor::new(Vec::new());
    paper
        .write_to(&mut file, ImageFormat::Png)
        .map_err(|error| Fault::broken("drawing a figure", error))?;
    Ok(file.into_inner())
}

/// Fills a block; what lies beyond the paper is left out.
fn block(paper: &mut RgbImage, (x, y): (u32, u32), (wide, high): (u32, u32), colour: Rgb<u8>) {
    for row in y..(y + high).min(HEIGHT) {
        for column in x..(x + wide).min(WIDTH) {
            paper.put_pixel(column, row, colour);
        }
    }
}

fn bars(paper: &mut RgbImage) {
    for (at, share) in (0_u32..).zip([46, 58, 61, 70, 88, 74_u32]) {
        let high = (HEIGHT - 2 * EDGE) * share / 100;
        let colour = if share == 88 { RUST } else { BLUE };
        let x = EDGE + 40 + at * 140;
        block(paper, (x, HEIGHT - EDGE - high), (84, high), colour);
    }
}

/// Two errors that fall, the second one twice as fast.
fn curves(paper: &mut RgbImage) {
    let high = HEIGHT - 2 * EDGE;
    for x in 0..WIDTH - 2 * EDGE {
        for (pace, colour) in [(90, BLUE), (45, RUST)] {
            let left = high * pace / (pace + x / 2);
            block(paper, (EDGE + x, HEIGHT - EDGE - left), (3, 5), colour);
        }
    }
}

fn points(paper: &mut RgbImage) {
    let mut seed: u32 = 7;
    for at in 0..70 {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let (x, spread) = (at * 12, (seed >> 24) % 160);
        let y = (x / 3 + spread).min(HEIGHT - 2 * EDGE - 12);
        let colour = if spread > 110 { RUST } else { BLUE };
        block(paper, (EDGE + x, HEIGHT - EDGE - 12 - y), (10, 10), colour);
    }
}

fn heat(paper: &mut RgbImage) {
    for row in 0..6_u32 {
        for column in 0..6_u32 {
            let near = 6 - row.abs_diff(column);
            let shade = |full: u8| {
                let faded = 250 - (250 - u32::from(full)) * near * near / 36;
                u8::try_from(faded).unwrap_or(u8::MAX)
            };
            let Rgb([red, green, blue]) = if row == column { BLUE } else { RUST };
            let colour = Rgb([shade(red), shade(green), shade(blue)]);
            block(paper, (EDGE + 120 + column * 108, EDGE + row * 74), (102, 68), colour);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_can_be_brought_in_and_is_small() {
        for (_, draw) in FIGURES {
            let prepared = blob::prepare(&file(draw).unwrap(), Limits::default()).unwrap();
            let widths: Vec<u32> = prepared.variants.iter().map(|one| one.width).collect();
            assert_eq!(widths, [320, 640, 960]);
            assert!(prepared.variants.iter().all(|one| one.bytes.len() < 40_000));
        }
    }
}
