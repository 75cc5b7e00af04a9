//! The true field, the one that was found, and the way there.

use crate::plate::Plate;
use ad_examples::chart::Chart;
use ad_examples::svg::{Anchor, GREY, INK, Svg, heat};

const SIDE: f64 = 240.0;
const TOP: f64 = 70.0;

/// Draws both fields, and the misfit of each evaluation.
pub(crate) fn of(plate: &Plate, found: &[f64], misfits: &[f64]) -> Svg {
    let mut svg = Svg::new(3.0 * SIDE + 230.0, TOP + SIDE + 60.0);
    field(&mut svg, 30.0, "the conductivity", &plate.truth);
    field(&mut svg, 60.0 + SIDE, "found from the border", found);
    scale(&mut svg, 74.0 + 2.0 * SIDE);
    let chart = Chart {
        corner: (180.0 + 2.0 * SIDE, TOP),
        size: (SIDE, SIDE),
        title: "misfit",
        x: (0.0, misfits.len() as f64),
        y: Chart::decades(misfits),
    };
    chart.axes(&mut svg, "evaluations of value and gradient");
    let points: Vec<_> = misfits.iter().enumerate().map(|(k, misfit)| (k as f64, misfit.log10())).collect();
    chart.line(&mut svg, &points, INK, "");
    let caption = format!("{0} x {0} nodes, {1} patterns of current", plate.side, plate.currents.ncols());
    svg.text((30.0, TOP + SIDE + 34.0), Anchor::Start, 13.0, GREY, caption);
    svg
}

/// The share of the scale that a logarithm of conductivity has: from a fifth to five.
fn share(logarithm: f64) -> f64 {
    0.5 + logarithm / (2.0 * 5.0_f64.ln())
}

fn field(svg: &mut Svg, left: f64, title: &str, values: &[f64]) {
    svg.text((left, TOP - 20.0), Anchor::Start, 17.0, INK, title);
    let knots = (values.len() as f64).sqrt() as usize;
    let cell = SIDE / knots as f64;
    for (k, &value) in values.iter().enumerate() {
        let corner = (left + cell * (k % knots) as f64, TOP + cell * (k / knots) as f64);
        svg.rect(corner, (cell + 0.3, cell + 0.3), &heat(share(value)));
    }
}

fn scale(svg: &mut Svg, left: f64) {
    for step in 0..60 {
        let share = f64::from(step) / 60.0;
        svg.rect((left, TOP + SIDE * (1.0 - share) - SIDE / 60.0), (12.0, SIDE / 60.0 + 0.3), &heat(share));
    }
    for (label, value) in [("1/3", 1.0 / 3.0), ("1", 1.0), ("3", 3.0_f64)] {
        svg.text((left + 18.0, TOP + SIDE * (1.0 - share(value.ln())) + 4.0), Anchor::Start, 12.0, INK, label);
    }
}
