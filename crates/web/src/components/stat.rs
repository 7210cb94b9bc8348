//! One number with its line.

use std::fmt::Write as _;

use askama::Template;
use askama::filters::HtmlSafe;

use crate::Texts;

/// Width and height of the sparkline's own coordinates.
const WIDTH: f64 = 160.0;
const HEIGHT: f64 = 32.0;
/// Room for half the stroke above and below.
const MARGIN: f64 = 3.0;

/// How a number moved; an arrow and words, never green or red alone.
#[derive(Debug, Clone)]
pub enum Delta {
    /// Grew by so much: "3 %, since last week".
    Up(String),
    /// Fell by so much.
    Down(String),
    /// Stayed.
    Flat,
}

/// A change as it is drawn.
#[derive(Debug, Clone, Template)]
#[template(path = "ui/stat.html")]
pub struct Stat {
    /// The words.
    pub t: Texts,
    /// What is counted.
    pub label: String,
    /// The number, formatted; `None` while there is no data.
    pub value: Option<String>,
    /// A unit or sample size in small type.
    pub unit: Option<String>,
    /// How it moved.
    pub delta: Option<Delta>,
    /// Its definition, window and rows.
    pub href: Option<String>,
    /// The last values, oldest first; fewer than two draw no line.
    pub points: Vec<f64>,
    /// What limits it: "so far today".
    pub note: Option<String>,
}

impl Stat {
    const fn delta_icon(delta: &Delta) -> &'static str {
        match delta {
            Delta::Up(_) => "arrow-up",
            Delta::Down(_) => "arrow-down",
            Delta::Flat => "minus",
        }
    }

    fn delta_text(&self, delta: &Delta) -> String {
        match delta {
            Delta::Up(change) => self.t.stat_up(change),
            Delta::Down(change) => self.t.stat_down(change),
            Delta::Flat => self.t.stat_flat().to_owned(),
        }
    }

    /// The line as path data, scaled between the least and the greatest value.
    fn line(&self) -> String {
        let finite = |v: &&f64| v.is_finite();
        let least = self.points.iter().filter(finite).copied().fold(f64::INFINITY, f64::min);
        let greatest = self.points.iter().filter(finite).copied().fold(f64::NEG_INFINITY, f64::max);
        let range = greatest - least;
        let gaps = u32::try_from(self.points.len().saturating_sub(1)).unwrap_or(u32::MAX).max(1);
        let step = WIDTH / f64::from(gaps);
        let mut path = String::with_capacity(self.points.len() * 12);
        let mut x = 0.0;
        for value in &self.points {
            let share =
                if range > 0.0 && value.is_finite() { (value - least) / range } else { 0.5 };
            let y = HEIGHT - MARGIN - share * (HEIGHT - 2.0 * MARGIN);
            let letter = if path.is_empty() { 'M' } else { ' ' };
            // Writing to a String cannot fail.
            let _ = write!(path, "{letter}{x:.1} {y:.1}");
            x += step;
        }
        path
    }

    /// The same line closed along the lower edge.
    fn area(&self) -> String {
        format!("{} {WIDTH} {HEIGHT} 0 {HEIGHT}Z", self.line())
    }
}

impl HtmlSafe for Stat {}

#[cfg(test)]
mod tests {
    use kernel::Locale;

    use super::*;

    fn stat(points: Vec<f64>) -> Stat {
        Stat {
            t: Texts::new(Locale::En),
            label: "Active".into(),
            value: Some("386".into()),
            unit: None,
            delta: Some(Delta::Up("3 %".into())),
            href: None,
            points,
            note: None,
        }
    }

    #[test]
    fn the_line_runs_from_the_left_edge_to_the_right_one_between_least_and_greatest() {
        assert_eq!(stat(vec![1.0, 3.0, 2.0]).line(), "M0.0 29.0 80.0 3.0 160.0 16.0");
    }

    #[test]
    fn a_number_that_never_moved_is_a_line_in_the_middle() {
        assert_eq!(stat(vec![5.0, 5.0]).line(), "M0.0 16.0 160.0 16.0");
    }

    #[test]
    fn one_value_alone_draws_no_line() {
        let html = stat(vec![5.0]).render().unwrap_or_default();
        assert!(html.contains("Up 3 %") && !html.contains("<path"), "{html}");
    }
}
