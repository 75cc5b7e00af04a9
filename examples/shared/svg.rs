//! Just enough SVG for the figures.

use std::fmt::{Display, Write};
use std::path::Path;

/// The colour of lines and titles.
pub const INK: &str = "#22222a";

/// The colour of everything that explains.
pub const GREY: &str = "#70707c";

/// A picture of a fixed size on white ground, drawn from back to front.
#[derive(Debug)]
pub struct Svg {
    body: String,
}

/// Which part of a text stands at its position.
#[derive(Debug, Clone, Copy)]
pub enum Anchor {
    /// The left end.
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}

impl Svg {
    /// An empty picture of `width` x `height` pixels.
    pub fn new(width: f64, height: f64) -> Self {
        let mut svg = Svg { body: String::new() };
        svg.put(format_args!(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' width='{width}' height='{height}' \
             font-family='Helvetica, Arial, sans-serif'>"
        ));
        svg.rect((0.0, 0.0), (width, height), "white");
        svg
    }

    /// A filled rectangle, from its upper left corner.
    pub fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), fill: &str) {
        self.put(format_args!("<rect x='{x:.1}' y='{y:.1}' width='{width:.1}' height='{height:.1}' fill='{fill}'/>"));
    }

    /// The outline of a rectangle.
    pub fn frame(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), stroke: &str, thickness: f64) {
        self.put(format_args!(
            "<rect x='{x:.1}' y='{y:.1}' width='{width:.1}' height='{height:.1}' fill='none' stroke='{stroke}' \
             stroke-width='{thickness}'/>"
        ));
    }

    /// A line through points; `dash` is a pattern of SVG, `""` for a solid line.
    pub fn line(&mut self, points: &[(f64, f64)], stroke: &str, thickness: f64, dash: &str) {
        let points: Vec<_> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        self.put(format_args!(
            "<polyline points='{}' fill='none' stroke='{stroke}' stroke-width='{thickness}' stroke-dasharray='{dash}' \
             stroke-linejoin='round'/>",
            points.join(" ")
        ));
    }

    /// A line of text, with its baseline at `y`.
    pub fn text(&mut self, (x, y): (f64, f64), anchor: Anchor, size: f64, fill: &str, text: impl Display) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let text = text.to_string().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        self.put(format_args!(
            "<text x='{x:.1}' y='{y:.1}' text-anchor='{anchor}' font-size='{size}' fill='{fill}'>{text}</text>"
        ));
    }

    /// Writes the picture to a file, and makes the folder it stands in.
    ///
    /// # Errors
    ///
    /// Those of the file system.
    pub fn save(&self, path: impl AsRef<Path>) -> std::io::Result<()> {
        if let Some(folder) = path.as_ref().parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, format!("{}</svg>\n", self.body))
    }

    fn put(&mut self, element: std::fmt::Arguments<'_>) {
        writeln!(self.body, "{element}").expect("writing to a string does not fail");
    }
}

/// A colour for a share between 0 and 1, from pale yellow to dark violet.
pub fn heat(share: f64) -> String {
    const STOPS: [[f64; 3]; 6] = [
        [255.0, 250.0, 225.0],
        [254.0, 217.0, 142.0],
        [250.0, 146.0, 80.0],
        [214.0, 68.0, 84.0],
        [129.0, 30.0, 112.0],
        [38.0, 12.0, 66.0],
    ];
    let at = share.clamp(0.0, 1.0) * (STOPS.len() - 1) as f64;
    let stop = (at as usize).min(STOPS.len() - 2);
    let [r, g, b] = std::array::from_fn(|c| {
        let (low, high) = (STOPS[stop][c], STOPS[stop + 1][c]);
        (low + (at - stop as f64) * (high - low)).round() as u8
    });
    format!("#{r:02x}{g:02x}{b:02x}")
}
