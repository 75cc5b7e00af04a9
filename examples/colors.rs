//! How many colours the patterns of derivatives take that programs of optimisation and simulation have.
//!
//! `cargo run --release --example colors -- [size] [directory]`: about `size` columns, 10 000 unless another number is given.
//! Into the directory, if there is one, the patterns are written in the format of Matrix Market, for other programs to
//! colour.

use ad_examples::timing::{median, seconds};
use ad_runtime::Pattern;
use ad_runtime::forward::Coloring;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

const ROUNDS: usize = 5;

/// Cameras and points of a bundle adjustment have so many parameters.
const CAMERA: usize = 11;
const POINT: usize = 3;

/// Each row depends on its own column and `half` ones on either side.
fn banded(n: usize, half: usize) -> Pattern {
    let near = move |i: usize| (i.saturating_sub(half)..n.min(i + half + 1)).map(move |j| (i, j));
    Pattern::new(n, n, (0..n).flat_map(near))
}

/// The diagonal, the first row and the first column.
fn arrow(n: usize) -> Pattern {
    Pattern::new(n, n, (0..n).flat_map(|i| [(0, i), (i, 0), (i, i)]))
}

/// The five-point Laplacian of a square.
fn five_points(side: usize) -> Pattern {
    let neighbours = move |k: usize| {
        let (i, j) = (k / side, k % side);
        let steps = [
            (i > 0).then(|| k - side),
            (j > 0).then(|| k - 1),
            Some(k),
            (j + 1 < side).then_some(k + 1),
            (i + 1 < side).then_some(k + side),
        ];
        steps.into_iter().flatten().map(move |other| (k, other))
    };
    Pattern::new(side * side, side * side, (0..side * side).flat_map(neighbours))
}

/// The Jacobian of a bundle adjustment in which each point is seen by four cameras: two rows for each observation, which
/// depend on its camera, its point and its weight.
fn bundle_adjustment(points: usize) -> Pattern {
    let cameras = points.div_ceil(100).max(4);
    let observations: Vec<(usize, usize)> = (0..points)
        .flat_map(|point| (0..4).map(move |k| ((point * 7 + k * (point % 3 + 1)) % cameras, point)))
        .collect();
    let (first_point, first_weight) = (CAMERA * cameras, CAMERA * cameras + POINT * points);
    let entries = observations.iter().enumerate().flat_map(|(at, &(camera, point))| {
        let of_camera = (0..CAMERA).map(move |k| CAMERA * camera + k);
        let of_point = (0..POINT).map(move |k| first_point + POINT * point + k);
        let columns = of_camera.chain(of_point).chain([first_weight + at]);
        columns.flat_map(move |column| [(2 * at, column), (2 * at + 1, column)])
    });
    Pattern::new(2 * observations.len(), first_weight + observations.len(), entries)
}

/// Writes positions, numbered from 1; of a symmetric pattern those on and below the diagonal.
fn write(pattern: &Pattern, is_symmetric: bool, path: &Path) -> std::io::Result<()> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    let kind = if is_symmetric { "symmetric" } else { "general" };
    let written = || pattern.iter().filter(|(i, j)| !is_symmetric || i >= j);
    writeln!(file, "%%MatrixMarket matrix coordinate pattern {kind}")?;
    writeln!(file, "{} {} {}", pattern.rows(), pattern.cols(), written().count())?;
    written().try_for_each(|(i, j)| writeln!(file, "{} {}", i + 1, j + 1))?;
    file.flush()
}

/// The number of colours, and the time in milliseconds that finding them takes.
fn colors(pattern: &Pattern, find: impl Fn(Pattern) -> Coloring) -> String {
    let times = (0..ROUNDS).map(|_| seconds(1, || find(pattern.clone()))).collect();
    format!("{:>7} {:>8.1} ms", find(pattern.clone()).count(), median(times) * 1e3)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let size = match arguments.first().map_or(Ok(10_000), |size| size.parse::<usize>()) {
        Ok(size) if size > 0 => size,
        _ => {
            eprintln!("usage: colors [size] [directory]");
            return ExitCode::FAILURE;
        }
    };
    let patterns = [
        ("tridiagonal", banded(size, 1), true),
        ("banded-5", banded(size, 5), true),
        ("arrow", arrow(size.min(10_000)), true),
        ("five-points", five_points(size.isqrt()), true),
        ("bundle-adjustment", bundle_adjustment(size / 7), false),
    ];
    println!(
        "{:<18} {:>8} {:>9} {:>19} {:>19} {:>19}",
        "pattern", "columns", "entries", "columns", "rows", "symmetric"
    );
    for (name, pattern, is_symmetric) in &patterns {
        if let Some(directory) = arguments.get(1)
            && let Err(error) = write(pattern, *is_symmetric, &Path::new(directory).join(format!("{name}.mtx")))
        {
            eprintln!("{name}: {error}");
            return ExitCode::FAILURE;
        }
        let symmetric = if *is_symmetric { colors(pattern, Coloring::symmetric) } else { String::new() };
        let (columns, rows) = (colors(pattern, Coloring::of_columns), colors(pattern, Coloring::of_rows));
        println!("{name:<18} {:>8} {:>9} {columns} {rows} {symmetric}", pattern.cols(), pattern.len());
    }
    ExitCode::SUCCESS
}
