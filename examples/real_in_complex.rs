//! One real function, spelled with and without complex numbers, and its gradient under each policy.
//!
//! `cargo run --release --example real_in_complex [FILE.svg]` draws the figure of the book's page on projection.

use ad_examples::svg::{Anchor, GREY, INK, Svg};
use ad_runtime::prelude::*;
use num_complex::Complex;

/// `Re exp(x(1+i))`
#[differentiable]
fn f1(x: f64) -> f64 {
    (x * Complex::new(1.0, 1.0)).exp().re
}

/// `exp(x) cos(x)`, the same number for every real `x`
#[differentiable]
fn f2(x: f64) -> f64 {
    x.exp() * x.cos()
}

/// `f1` and `f2` under one policy, and their gradients as ambient cotangents, so that all can be drawn alike.
macro_rules! under {
    ($policy:literal, $module:ident) => {
        mod $module {
            use ad_runtime::prelude::*;

            #[differentiable(project = $policy)]
            fn f1(x: f64) -> f64 {
                super::f1(x)
            }

            #[differentiable(project = $policy)]
            fn f2(x: f64) -> f64 {
                super::f2(x)
            }

            pub(super) fn gradients(x: f64) -> [ScalarCotangent<f64>; 2] {
                [f1::gradient(x).into(), f2::gradient(x).into()]
            }
        }
    };
}
under!("input", input);
under!("output", output);
under!("final", last);
under!("none", none);

type Function = fn(f64) -> f64;
type Gradients = fn(f64) -> [ScalarCotangent<f64>; 2];
const POLICIES: [(&str, Gradients); 4] =
    [("input", input::gradients), ("output", output::gradients), ("final", last::gradients), ("none", none::gradients)];
const SPELLINGS: [(&str, Function); 2] = [("f1(x) = Re exp(x(1+i))", f1), ("f2(x) = exp(x) cos(x)", f2)];

const REAL: &str = "#1f5fa8";
const IMAGINARY: &str = "#d0542c";

fn main() -> std::io::Result<()> {
    println!("Gradients at x = 1 of two spellings of one real function:\n");
    println!("  {:<11}{:>26}{:>26}", "project =", SPELLINGS[0].0, SPELLINGS[1].0);
    for (policy, gradients) in POLICIES {
        let [first, second] = gradients(1.0);
        let policy = format!("{policy:?}");
        println!("  {policy:<11}{first:>26.4}{second:>26.4}");
    }
    let path = std::env::args().nth(1).unwrap_or("docs/src/figures/real-in-complex.svg".into());
    figure().save(&path)?;
    println!("\nOn [-2, 2] as a picture: {path}");
    Ok(())
}

/// A row per spelling: the function, then its gradient under each policy.
fn figure() -> Svg {
    let xs: Vec<f64> = (0..=160).map(|k| -2.0 + f64::from(k) / 40.0).collect();
    let mut svg = Svg::new(1080.0, 480.0);
    for (row, (spelling, f)) in SPELLINGS.into_iter().enumerate() {
        let plot = Plot { left: 50.0, top: 62.0 + 226.0 * row as f64, low: -4.0, high: 4.0 };
        plot.axes(&mut svg, spelling);
        plot.curve(&mut svg, xs.iter().map(|&x| (x, f(x))), INK, "");
        for (column, (policy, gradients)) in POLICIES.into_iter().enumerate() {
            let plot = Plot { left: 262.0 + 206.0 * column as f64, low: -12.0, high: 4.0, ..plot };
            plot.axes(&mut svg, &format!("gradient under {policy:?}"));
            let gradient = |x| gradients(x)[row];
            if xs.iter().all(|&x| gradient(x).is_real()) {
                plot.note(&mut svg, "real");
            } else {
                plot.note(&mut svg, "complex");
                plot.curve(&mut svg, xs.iter().map(|&x| (x, gradient(x).im())), IMAGINARY, "6 3");
            }
            plot.curve(&mut svg, xs.iter().map(|&x| (x, gradient(x).re())), REAL, "");
        }
    }
    svg.text(
        (50.0, 26.0),
        Anchor::Start,
        17.0,
        INK,
        "f1 = f2 on the real line; their gradients differ where a real may be complex",
    );
    for (x, colour, dash, label) in [(760.0, REAL, "", "real part"), (880.0, IMAGINARY, "6 3", "imaginary part")] {
        svg.line(&[(x, 21.0), (x + 28.0, 21.0)], colour, 2.2, dash);
        svg.text((x + 35.0, 25.0), Anchor::Start, 13.0, INK, label);
    }
    svg
}

/// A panel with `x` from -2 to 2.
#[derive(Clone, Copy)]
struct Plot {
    left: f64,
    top: f64,
    low: f64,
    high: f64,
}

impl Plot {
    const WIDTH: f64 = 168.0;
    const HEIGHT: f64 = 168.0;

    fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let share = (y - self.low) / (self.high - self.low);
        (self.left + (x + 2.0) / 4.0 * Self::WIDTH, self.top + (1.0 - share) * Self::HEIGHT)
    }

    fn axes(&self, svg: &mut Svg, title: &str) {
        svg.rect((self.left, self.top), (Self::WIDTH, Self::HEIGHT), "#f6f6f9");
        svg.text((self.left, self.top - 9.0), Anchor::Start, 13.0, INK, title);
        for x in [-2.0, -1.0, 0.0, 1.0, 2.0] {
            let ends = [self.at((x, self.low)), self.at((x, self.high))];
            svg.line(&ends, "white", 1.2, "");
            svg.text((ends[0].0, ends[0].1 + 14.0), Anchor::Middle, 10.0, GREY, x);
        }
        for k in 0..=4 {
            let y = self.low + (self.high - self.low) * f64::from(k) / 4.0;
            let ends = [self.at((-2.0, y)), self.at((2.0, y))];
            svg.line(&ends, if y == 0.0 { GREY } else { "white" }, 1.0, "");
            svg.text((ends[0].0 - 5.0, ends[0].1 + 3.5), Anchor::End, 10.0, GREY, y);
        }
    }

    fn note(&self, svg: &mut Svg, text: &str) {
        svg.text((self.left + 8.0, self.top + Self::HEIGHT - 9.0), Anchor::Start, 12.0, GREY, text);
    }

    fn curve(&self, svg: &mut Svg, points: impl Iterator<Item = (f64, f64)>, colour: &str, dash: &str) {
        let points: Vec<_> = points.map(|point| self.at(point)).collect();
        svg.line(&points, colour, 2.2, dash);
    }
}
