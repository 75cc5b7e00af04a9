//! Which edge is missing? The sparse inverse covariance of a table of measurements, by the graphical lasso.
//!
//! Minimised is `tr(S Θ) - ln det Θ + λ sum |Θ_ij|` (off the diagonal), where `S` are the correlations of 30 measurements and
//! `Θ` is a sparse matrix. Its entries are the edges of a network: what depends on what, everything else being held fixed.
//! Both runs begin with no edge and take the same steps; they differ in one word. Under `"none"` the gradient has an entry
//! for every pair, and a step stores those that it moves off 0: the network grows. Under `"input"` the gradient lives where
//! the matrix stores something, and there is no edge for ever.
//!
//! ```sh
//! cargo run --release --example missing_edge --features solvers
//! ```
//!
//! A picture is written to `target/missing-edge.svg`.

mod likelihood;
mod picture;
mod table;

use likelihood::{Network, at_stored_entries, everywhere};
use table::Table;

/// The price of an edge.
const LAMBDA: f64 = 0.35;

const STEPS: usize = 600;

fn main() {
    let table = Table::read(include_str!("data/cells.csv"));
    let s = &table.correlations;
    println!("{} samples of {} measurements", table.samples, table.names.len());

    let none = Network::without_edges(s).descend(LAMBDA, STEPS, |theta| {
        everywhere::value_and_gradient(theta, s).map(|(value, (gradient, _))| (value, gradient.to_dense()))
    });
    let input = Network::without_edges(s).descend(LAMBDA, STEPS, |theta| {
        at_stored_entries::value_and_gradient(theta, s).map(|(value, (gradient, _))| (value, gradient.to_dense()))
    });
    for (name, run) in [("\"none\"", &none), ("\"input\"", &input)] {
        let last = run.objectives.last().expect("there is an objective before the first step");
        println!("{name}: from {:.4} to {last:.6} with {} edges", run.objectives[0], run.edges().len());
    }

    let violation = none.violation(LAMBDA, s);
    println!("at the end of the first, the conditions of optimality are violated by {violation:.1e}");
    assert!(violation < 1e-4);
    assert!(input.edges().is_empty() && !none.edges().is_empty());

    println!("the strongest edges (partial correlations):");
    let mut edges = none.edges();
    edges.sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()));
    for (i, j, correlation) in edges.iter().take(8) {
        println!("  {correlation:+.2}  {} - {}", table.names[*i], table.names[*j]);
    }
    let path = "target/missing-edge.svg";
    picture::of(&table.names, &none, &input).save(path).expect("the folder `target` can be written to");
    println!("{path}");
}
