//! How fast the voltages are found, and what a line between each pair of buses would save.

use crate::network::Network;
use crate::solution::{Solution, saving};
use ad_examples::chart::Chart;
use ad_examples::svg::{Anchor, GREY, INK, Svg, heat};

const SIDE: f64 = 266.0;
const TOP: f64 = 70.0;

/// Draws both networks' convergence, and the savings of the first.
pub(crate) fn of(solved: &[(&str, Network, Solution)]) -> Svg {
    let mut svg = Svg::new(2.0 * SIDE + 290.0, TOP + SIDE + 60.0);
    let all: Vec<_> = solved.iter().flat_map(|(_, _, solution)| &solution.largest).copied().collect();
    let steps = solved.iter().map(|(_, _, solution)| solution.largest.len()).max().unwrap_or(1);
    let chart = Chart {
        corner: (60.0, TOP),
        size: (SIDE, SIDE),
        title: "the largest residual",
        x: (0.0, (steps - 1) as f64),
        y: Chart::decades(&all),
    };
    chart.axes(&mut svg, "steps of Newton's method");
    for ((name, _, solution), (stroke, dash)) in solved.iter().zip([(INK, "6 4"), (INK, "")]) {
        let points: Vec<_> = solution.largest.iter().enumerate().map(|(k, r)| (k as f64, r.log10())).collect();
        chart.line(&mut svg, &points, stroke, dash);
        let (x, y) = chart.at(points[2]);
        let anchor = if dash.is_empty() { Anchor::Start } else { Anchor::End };
        svg.text((if dash.is_empty() { x + 8.0 } else { x - 8.0 }, y), anchor, 12.0, INK, name);
    }
    savings(&mut svg, 140.0 + SIDE, &solved[0].1, &solved[0].2);
    svg
}

/// A matrix of what a line between two buses saves; pairs that have one are framed.
fn savings(svg: &mut Svg, left: f64, network: &Network, solution: &Solution) {
    let n = network.names.len();
    let cell = SIDE / n as f64;
    let saving = saving(&solution.voltages, network);
    let saved = |i: usize, j: usize| -100.0 * saving((i.min(j), i.max(j)), crate::new_line());
    let largest = (0..n).flat_map(|i| (0..n).map(move |j| (i, j))).map(|(i, j)| saved(i, j)).fold(0.0, f64::max);
    svg.text((left, TOP - 40.0), Anchor::Start, 17.0, INK, "MW that a line would save, to first order");
    for i in 0..n {
        svg.text((left - 5.0, TOP + cell * i as f64 + 13.0), Anchor::End, 10.0, GREY, network.names[i]);
        svg.text((left + cell * (i as f64 + 0.5), TOP - 6.0), Anchor::Middle, 10.0, GREY, network.names[i]);
        for j in (0..n).filter(|&j| j != i) {
            let corner = (left + cell * j as f64, TOP + cell * i as f64);
            svg.rect(corner, (cell - 1.0, cell - 1.0), &heat(saved(i, j).max(0.0) / largest));
            if network.lines.binary_search(&(i.min(j), i.max(j))).is_ok() {
                svg.frame((corner.0 + 2.0, corner.1 + 2.0), (cell - 5.0, cell - 5.0), "#00a0a8", 2.0);
            }
        }
    }
    let scale = left + SIDE + 16.0;
    for step in 0..60 {
        let share = f64::from(step) / 60.0;
        svg.rect((scale, TOP + SIDE * (1.0 - share) - SIDE / 60.0), (12.0, SIDE / 60.0 + 0.3), &heat(share));
    }
    svg.text((scale + 18.0, TOP + 10.0), Anchor::Start, 12.0, INK, format!("{largest:.2}"));
    svg.text((scale + 18.0, TOP + SIDE), Anchor::Start, 12.0, INK, 0);
    svg.text(
        (left, TOP + SIDE + 24.0),
        Anchor::Start,
        12.0,
        GREY,
        "14 buses; framed: there is a line. All pairs, by one gradient.",
    );
}
