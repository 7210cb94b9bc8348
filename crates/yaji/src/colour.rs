//! A brand colour that can be read: hue and chroma stay, the lightness is searched.
//!
//! White text needs 4.6 : 1 on the light fill, near-black text 6.5 : 1 on the dark one (WCAG 2
//! contrast); OKLCH after Björn Ottosson, "A perceptual color space for image processing" (2020).

/// Least contrast of white text on the fill of the light theme.
const LIGHT_CONTRAST: f64 = 4.6;
/// Least contrast of near-black text on the fill of the dark theme.
const DARK_CONTRAST: f64 = 6.5;
/// The near-black of the dark theme's text on fills, `#0b1015`.
const NEAR_BLACK: [f64; 3] = [11.0 / 255.0, 16.0 / 255.0, 21.0 / 255.0];

/// A colour as lightness, chroma and hue in radians.
#[derive(Debug, Clone, Copy)]
struct Oklch {
    lightness: f64,
    chroma: f64,
    hue: f64,
}

/// The sheet that puts a brand colour, `0xrrggbb`, in place of the accent.
pub(crate) fn sheet(colour: u32) -> String {
    let brand = to_oklch(split(colour));
    let light = darkest_needed(brand);
    let dark = lightest_needed(brand);
    let shade = |base: Oklch, by: f64| Oklch { lightness: base.lightness + by, ..base };
    let soft_light = Oklch { lightness: 0.95, chroma: brand.chroma.min(0.03), ..brand };
    let soft_dark = Oklch { lightness: 0.27, chroma: brand.chroma.min(0.05), ..brand };
    let both = |light: Oklch, dark: Oklch| format!("light-dark({}, {})", hex(light), hex(dark));
    format!(
        "@layer overrides{{:root{{--accent:{};--accent-hover:{};--accent-ink:{};--accent-soft:{}}}}}\n",
        both(light, dark),
        both(shade(light, -0.06), shade(dark, 0.07)),
        both(shade(light, -0.06), shade(dark, 0.07)),
        both(soft_light, soft_dark),
    )
}

/// The lightest fill on which white text can be read.
fn darkest_needed(brand: Oklch) -> Oklch {
    let steps = (0..=120).map(|step| Oklch { lightness: 0.75 - f64::from(step) * 0.005, ..brand });
    let fits = |c: &Oklch| contrast(to_rgb(*c), [1.0, 1.0, 1.0]) >= LIGHT_CONTRAST;
    steps.into_iter().find(fits).unwrap_or(Oklch { lightness: 0.3, ..brand })
}

/// The darkest fill on which near-black text can be read.
fn lightest_needed(brand: Oklch) -> Oklch {
    let steps = (0..=100).map(|step| Oklch { lightness: 0.5 + f64::from(step) * 0.005, ..brand });
    let fits = |c: &Oklch| contrast(to_rgb(*c), NEAR_BLACK) >= DARK_CONTRAST;
    steps.into_iter().find(fits).unwrap_or(Oklch { lightness: 0.9, ..brand })
}

fn split(colour: u32) -> [f64; 3] {
    let [_, red, green, blue] = colour.to_be_bytes();
    [red, green, blue].map(|part| f64::from(part) / 255.0)
}

fn linear(part: f64) -> f64 {
    if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

fn curved(part: f64) -> f64 {
    if part <= 0.003_130_8 { part * 12.92 } else { 1.055 * part.powf(1.0 / 2.4) - 0.055 }
}

fn to_oklch(rgb: [f64; 3]) -> Oklch {
    let [r, g, b] = rgb.map(linear);
    let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
    let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
    let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
    let lightness = 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s;
    let a = 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s;
    let bb = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s;
    Oklch { lightness, chroma: a.hypot(bb), hue: bb.atan2(a) }
}

/// The nearest colour of sRGB: chroma gives way until the colour exists.
fn to_rgb(colour: Oklch) -> [f64; 3] {
    let mut chroma = colour.chroma;
    loop {
        let rgb = try_rgb(Oklch { chroma, ..colour });
        let exists = rgb.iter().all(|part| (-0.000_1..=1.000_1).contains(part));
        if exists || chroma < 0.002 {
            return rgb.map(|part| part.clamp(0.0, 1.0));
        }
        chroma *= 0.97;
    }
}

fn try_rgb(colour: Oklch) -> [f64; 3] {
    let (a, b) = (colour.chroma * colour.hue.cos(), colour.chroma * colour.hue.sin());
    let l = (colour.lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (colour.lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (colour.lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ]
    .map(curved)
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let luminance = |rgb: [f64; 3]| {
        let [r, g, b] = rgb.map(linear);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
    a.max(b) / a.min(b)
}

fn hex(colour: Oklch) -> String {
    let part = |value: f64| format!("{:02x}", byte(value));
    let [r, g, b] = to_rgb(colour);
    format!("#{}{}{}", part(r), part(g), part(b))
}

/// A share of one as one of 256 steps.
fn byte(value: f64) -> u8 {
    let step = (value.clamp(0.0, 1.0) * 255.0).round();
    (0..=u8::MAX).find(|candidate| f64::from(*candidate) >= step).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hue_becomes_a_fill_that_text_can_be_read_on() {
        for degrees in 0..360 {
            for (lightness, chroma) in [(0.2, 0.05), (0.6, 0.15), (0.95, 0.2)] {
                let hue = f64::from(degrees).to_radians();
                let brand = Oklch { lightness, chroma, hue };
                let (light, dark) = (darkest_needed(brand), lightest_needed(brand));
                assert!(contrast(to_rgb(light), [1.0; 3]) >= LIGHT_CONTRAST - 0.02, "{degrees}");
                assert!(contrast(to_rgb(dark), NEAR_BLACK) >= DARK_CONTRAST - 0.02, "{degrees}");
            }
        }
    }

    #[test]
    fn a_colour_survives_the_way_there_and_back() {
        for colour in [0x06_6f_82_u32, 0xff_00_00, 0x00_ff_00, 0x12_34_56, 0xff_ff_ff] {
            assert_eq!(hex(to_oklch(split(colour))), format!("#{colour:06x}"));
        }
    }
}
