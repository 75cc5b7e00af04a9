//! How time and memory grow with the size of the data: `docs/src/figures/growth.svg`.

use crate::data::{self, Instance};
use crate::{DATA, ba, ba_case, gmm_case, in_turn, lstm_case, peak_of};
use ad_examples::svg::{Anchor, GREY, INK, Svg};
use sprs::CsMat;
use std::cell::RefCell;
use std::path::Path;

const PICTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/src/figures/growth.svg");

/// The function, the gradient by hand and ours.
const LINES: [(&str, &str); 3] = [("function", "#9a9aa6"), ("gradient by hand", "#3b76c4"), ("ours", "#d64454")];

/// One size of an objective: how many of its items, the times, and the memory of a gradient by hand and of ours.
struct Point {
    items: usize,
    seconds: [f64; 3],
    bytes: [f64; 2],
}

/// An objective at growing sizes.
struct Growth {
    title: &'static str,
    item: &'static str,
    points: Vec<Point>,
}

/// Measures and draws.
pub(crate) fn draw() -> Result<(), String> {
    let growths = [gmm()?, lstm()?, bundle_adjustment()?];
    for growth in &growths {
        for Point { items, seconds: [primal, hand, ours], bytes } in &growth.points {
            println!(
                "{:<18} {items:>8} {:<13} {:>9.3} ms {:>6.2} {:>6.2}   {:>9.0} kB {:>9.0} kB",
                growth.title,
                growth.item,
                primal * 1e3,
                hand / primal,
                ours / primal,
                bytes[0] / 1e3,
                bytes[1] / 1e3
            );
        }
    }
    picture(&growths).save(PICTURE).map_err(|error| format!("{PICTURE}: {error}"))
}

fn read(file: &str) -> Result<Instance, String> {
    data::read(&Path::new(DATA).join(file))
}

fn measured(items: usize, case: &crate::Case<'_>) -> Point {
    let seconds = in_turn([&case.primal, &case.by_hand, &case.ours]);
    Point { items, seconds, bytes: [peak_of(&case.by_hand), peak_of(&case.ours)].map(|bytes| bytes as f64) }
}

/// More and more points, the same ones over again.
fn gmm() -> Result<Growth, String> {
    let Instance::Gmm(mut instance) = read("gmm/gmm_d10_K25.txt")? else { return Err("no mixture".to_string()) };
    let all = instance.points.clone();
    let points = [100, 300, 1000, 3000, 10_000].map(|items| {
        instance.points = all.iter().copied().cycle().take(items * instance.d).collect();
        measured(items, &gmm_case(&instance))
    });
    Ok(Growth { title: "Gaussian mixture", item: "points", points: points.into() })
}

/// Longer and longer beginnings of a text.
fn lstm() -> Result<Growth, String> {
    let Instance::Lstm(mut instance) = read("lstm/lstm_l2_c4096.txt")? else { return Err("no LSTM".to_string()) };
    let all = instance.text.clone();
    let points = [64, 256, 1024, 4096, 16_384].map(|items| {
        instance.text = all.iter().copied().cycle().take(items * instance.bits).collect();
        measured(items, &lstm_case(&instance))
    });
    Ok(Growth { title: "LSTM", item: "characters", points: points.into() })
}

/// More and more of the observations.
fn bundle_adjustment() -> Result<Growth, String> {
    let Instance::Ba(mut instance) = read("ba/ba10_n1197_m126327_p563734.txt")? else {
        return Err("no bundle adjustment".to_string());
    };
    let all = instance.observations.clone();
    let weights = instance.weights.clone();
    let points = [1000, 10_000, 100_000, all.len()].map(|items| {
        instance.observations = all[..items].to_vec();
        instance.weights = weights[..items].to_vec();
        let storage = [(); 2].map(|()| RefCell::new(CsMat::zero((0, 0))));
        let residuals = RefCell::new(Vec::new());
        let mut point = measured(items, &ba_case(&instance, &residuals, &storage));
        // The storage of the Jacobian is there before; it counts here.
        let jacobian = (items * 2 * (ba::COLUMNS + 1)) as f64 * 16.0;
        point.bytes = point.bytes.map(|bytes| bytes + jacobian);
        point
    });
    Ok(Growth { title: "Bundle adjustment", item: "observations", points: points.into() })
}

const PANEL: (f64, f64) = (230.0, 170.0);

fn picture(growths: &[Growth]) -> Svg {
    let mut svg = Svg::new(900.0, 520.0);
    for (column, growth) in growths.iter().enumerate() {
        let left = 70.0 + 285.0 * column as f64;
        svg.text((left + PANEL.0 / 2.0, 28.0), Anchor::Middle, 15.0, INK, growth.title);
        let times = |line: usize| growth.points.iter().map(move |it| (it.items as f64, it.seconds[line] * 1e3));
        let times: Vec<_> = (0..3).map(|line| (times(line).collect(), LINES[line].1)).collect();
        panel(&mut svg, (left, 45.0), &times, "ms");
        let memory = |line: usize| growth.points.iter().map(move |it| (it.items as f64, it.bytes[line].max(1.0) / 1e3));
        let memory: Vec<_> = (0..2).map(|line| (memory(line).collect(), LINES[line + 1].1)).collect();
        panel(&mut svg, (left, 265.0), &memory, "kB");
        svg.text((left + PANEL.0 / 2.0, 470.0), Anchor::Middle, 12.0, GREY, growth.item);
    }
    for (index, (name, colour)) in LINES.iter().enumerate() {
        let x = 260.0 + 150.0 * index as f64;
        svg.line(&[(x, 498.0), (x + 26.0, 498.0)], colour, 2.5, "");
        svg.text((x + 32.0, 502.0), Anchor::Start, 12.0, INK, name);
    }
    svg
}

/// Lines on logarithmic axes.
fn panel(svg: &mut Svg, (left, top): (f64, f64), lines: &[(Vec<(f64, f64)>, &str)], unit: &str) {
    let all = || lines.iter().flat_map(|(points, _)| points.iter().copied());
    let range = |values: &mut dyn Iterator<Item = f64>| {
        let (low, high) = values.fold((f64::INFINITY, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
        (low.log10().floor(), high.log10().ceil())
    };
    let (x_range, y_range) = (range(&mut all().map(|(x, _)| x)), range(&mut all().map(|(_, y)| y)));
    let at = |value: f64, (low, high): (f64, f64)| (value.log10() - low) / (high - low).max(1.0);
    let x_of = |x: f64| left + PANEL.0 * at(x, x_range);
    let y_of = |y: f64| top + PANEL.1 * (1.0 - at(y, y_range));
    svg.frame((left, top), PANEL, GREY, 0.8);
    let powers = |(low, high): (f64, f64)| (low as i32..=high as i32).map(|power| (power, 10_f64.powi(power)));
    for (power, y) in powers(y_range) {
        svg.line(&[(left, y_of(y)), (left + PANEL.0, y_of(y))], "#e4e4ea", 0.8, "");
        let label = if power < 0 { format!("{y} {unit}") } else { format!("{y:.0} {unit}") };
        svg.text((left - 6.0, y_of(y) + 4.0), Anchor::End, 10.0, GREY, label);
    }
    for (power, x) in powers(x_range) {
        svg.text((x_of(x), top + PANEL.1 + 15.0), Anchor::Middle, 10.0, GREY, format!("1e{power}"));
    }
    for (points, colour) in lines {
        let points: Vec<_> = points.iter().map(|(x, y)| (x_of(*x), y_of(*y))).collect();
        svg.line(&points, colour, 2.0, "");
    }
}
