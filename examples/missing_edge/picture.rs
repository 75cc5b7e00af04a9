//! Both runs, and the network that one of them found.

use crate::likelihood::Network;
use ad_examples::chart::Chart;
use ad_examples::svg::{Anchor, GREY, INK, Svg};

const SIDE: f64 = 300.0;
const TOP: f64 = 70.0;
const POSITIVE: &str = "#00a0a8";
const NEGATIVE: &str = "#d64454";

/// Draws how far the objective is above the best, and the network in a circle.
pub(crate) fn of(names: &[String], none: &Network, input: &Network) -> Svg {
    let mut svg = Svg::new(SIDE + 720.0, 620.0);
    let best = none.objectives.iter().copied().fold(f64::INFINITY, f64::min) - 1e-7;
    let gaps = |run: &Network| run.objectives.iter().map(|objective| objective - best).collect::<Vec<_>>();
    let chart = Chart {
        corner: (60.0, TOP),
        size: (SIDE, SIDE),
        title: "the objective above its minimum",
        x: (0.0, (none.objectives.len() - 1) as f64),
        y: Chart::decades(&[gaps(none), gaps(input)].concat()),
    };
    chart.axes(&mut svg, "steps");
    for (run, name, stroke, below) in
        [(input, "\"input\": no edge, for ever", GREY, 18.0), (none, "\"none\"", INK, -8.0)]
    {
        let points: Vec<_> = gaps(run).iter().enumerate().map(|(k, gap)| (k as f64, gap.log10())).collect();
        chart.line(&mut svg, &points, stroke, "");
        let (x, y) = chart.at(points[points.len() / 4]);
        svg.text((x + 6.0, y + below), Anchor::Start, 13.0, stroke, name);
    }
    let edges = format!("{} of {} pairs are edges", none.edges().len(), names.len() * (names.len() - 1) / 2);
    svg.text((60.0, TOP + SIDE + 70.0), Anchor::Start, 14.0, INK, edges);
    svg.line(&[(60.0, TOP + SIDE + 92.0), (90.0, TOP + SIDE + 92.0)], POSITIVE, 4.0, "");
    svg.text((98.0, TOP + SIDE + 96.0), Anchor::Start, 13.0, GREY, "positive partial correlation");
    svg.line(&[(60.0, TOP + SIDE + 114.0), (90.0, TOP + SIDE + 114.0)], NEGATIVE, 4.0, "");
    svg.text((98.0, TOP + SIDE + 118.0), Anchor::Start, 13.0, GREY, "negative");
    circle(&mut svg, (SIDE + 400.0, 310.0), names, none);
    svg
}

fn circle(svg: &mut Svg, (x, y): (f64, f64), names: &[String], network: &Network) {
    let radius = 190.0;
    let turn = |i: usize| std::f64::consts::TAU * (i as f64 + 0.5) / names.len() as f64;
    let at = |i: usize, radius: f64| (x + radius * turn(i).sin(), y - radius * turn(i).cos());
    for (i, j, correlation) in network.edges() {
        let stroke = if correlation > 0.0 { POSITIVE } else { NEGATIVE };
        svg.line(&[at(i, radius), at(j, radius)], stroke, 0.5 + 8.0 * correlation.abs(), "");
    }
    for (i, name) in names.iter().enumerate() {
        let (dot_x, dot_y) = at(i, radius);
        svg.rect((dot_x - 3.0, dot_y - 3.0), (6.0, 6.0), INK);
        let (text_x, text_y) = at(i, radius + 12.0);
        let anchor = if turn(i) < std::f64::consts::PI { Anchor::Start } else { Anchor::End };
        svg.text((text_x, text_y + 4.0), anchor, 11.0, INK, name);
    }
}
