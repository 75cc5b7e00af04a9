//! A chart with a logarithmic vertical axis.

use crate::svg::{Anchor, GREY, INK, Svg};

/// A rectangle with axes in a picture.
#[derive(Debug, Clone, Copy)]
pub struct Chart<'a> {
    /// The upper left corner.
    pub corner: (f64, f64),
    /// Width and height.
    pub size: (f64, f64),
    /// What stands above it.
    pub title: &'a str,
    /// The ends of the horizontal axis.
    pub x: (f64, f64),
    /// The ends of the vertical axis, as powers of ten.
    pub y: (f64, f64),
}

impl Chart<'_> {
    /// The powers of ten around positive values.
    pub fn decades(values: &[f64]) -> (f64, f64) {
        let logarithms = || values.iter().filter(|value| **value > 0.0).map(|value| value.log10());
        let low = logarithms().fold(f64::INFINITY, f64::min).floor();
        let high = logarithms().fold(f64::NEG_INFINITY, f64::max).ceil();
        if low < high { (low, high) } else { (low - 1.0, low + 1.0) }
    }

    /// Draws the frame, the title and the labels.
    pub fn axes(&self, svg: &mut Svg, x_label: &str) {
        let ((left, top), (width, height)) = (self.corner, self.size);
        svg.text((left, top - 20.0), Anchor::Start, 17.0, INK, self.title);
        svg.frame(self.corner, self.size, GREY, 1.0);
        let step = ((self.y.1 - self.y.0) / 8.0).ceil().max(1.0);
        let mut decade = self.y.0;
        while decade <= self.y.1 {
            let (_, y) = self.at((self.x.0, decade));
            svg.line(&[(left, y), (left + 4.0, y)], GREY, 1.0, "");
            svg.text((left - 6.0, y + 4.0), Anchor::End, 11.0, GREY, format!("1e{decade}"));
            decade += step;
        }
        svg.text((left, top + height + 16.0), Anchor::Start, 11.0, GREY, self.x.0);
        svg.text((left + width, top + height + 16.0), Anchor::End, 11.0, GREY, self.x.1);
        svg.text((left + width / 2.0, top + height + 32.0), Anchor::Middle, 12.0, GREY, x_label);
    }

    /// Draws a line through points, of which the second coordinate is a logarithm.
    pub fn line(&self, svg: &mut Svg, points: &[(f64, f64)], stroke: &str, dash: &str) {
        let points: Vec<_> = points.iter().filter(|(_, y)| y.is_finite()).map(|&point| self.at(point)).collect();
        svg.line(&points, stroke, 2.0, dash);
    }

    /// Where a point stands in the picture.
    pub fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let share = |value: f64, (low, high): (f64, f64)| (value - low) / (high - low);
        let ((left, top), (width, height)) = (self.corner, self.size);
        (left + width * share(x, self.x), top + height * (1.0 - share(y, self.y)))
    }
}
