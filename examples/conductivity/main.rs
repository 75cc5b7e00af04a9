//! What is inside? The conductivity of a square plate, from voltages at its border: a gradient through a sparse solver.
//!
//! Currents are driven through the border of a plate in several patterns, and the voltages there are measured. Inside, the
//! voltages solve a Poisson equation with the unknown conductivity. The misfit between computed and measured voltages is an
//! annotated function; its gradient runs back through the assembly of the matrix and through the sparse solver, whose
//! factors are used again for the adjoint system. L-BFGS of `argmin` finds the field.
//!
//! ```sh
//! cargo run --release --example conductivity --features solvers -- [nodes on a side] [iterations]
//! ```
//!
//! The default is 317 nodes on a side, 100489 unknowns. A picture is written to `target/conductivity.svg`.

mod picture;
mod plate;

use ad_examples::descent::{self, Descent};
use ad_runtime::linalg::NotPositiveDefinite;
use plate::{Plate, misfit};
use std::time::Instant;

fn main() {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse().expect("arguments are numbers"));
    let side = arguments.next().unwrap_or(317);
    let iterations = arguments.next().unwrap_or(100) as u64;

    let plate = Plate::with_two_inclusions(side);
    println!("{} unknown voltages, {} patterns of current", side * side, plate.currents.ncols());

    let uniform = vec![0.0; plate.knots()];
    timings(&plate, &uniform);

    let value_and_gradient = |field: &[f64]| match misfit::value_and_gradient(field, &plate) {
        Ok((value, (gradient, _))) => (value, gradient),
        // Too far off for floating-point numbers: the line search turns back.
        Err(NotPositiveDefinite) => (f64::INFINITY, vec![0.0; field.len()]),
    };
    let start = Instant::now();
    let Descent { found, values } = descent::lbfgs(uniform, iterations, value_and_gradient);
    let error = |field: &[f64]| {
        let squares = field.iter().zip(&plate.truth).map(|(a, b)| (a - b).powi(2)).sum::<f64>();
        (squares / field.len() as f64).sqrt()
    };
    println!(
        "{} evaluations in {:.0} s: the misfit fell from {:.3e} to {:.3e},\n\
         the error of the logarithm of the conductivity from {:.3} to {:.3} (root of the mean square)",
        values.len(),
        start.elapsed().as_secs_f64(),
        values[0],
        values.iter().copied().fold(f64::INFINITY, f64::min),
        error(&vec![0.0; plate.knots()]),
        error(&found),
    );
    let path = "target/conductivity.svg";
    picture::of(&plate, &found, &values).save(path).expect("the folder `target` can be written to");
    println!("{path}");
}

/// What a gradient costs beside the function, and that it is right.
fn timings(plate: &Plate, field: &[f64]) {
    let value = |field: &[f64]| misfit(field, plate).expect("the matrix of a conductivity is positive definite");
    let start = Instant::now();
    value(field);
    let primal = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let (gradient, _) = misfit::gradient(field, plate).expect("the matrix of a conductivity is positive definite");
    let ratio = start.elapsed().as_secs_f64() / primal;
    println!(
        "the misfit takes {primal:.2} s; its gradient with respect to {} numbers {ratio:.2} times that",
        field.len()
    );

    let direction: Vec<f64> = (0..field.len()).map(|k| (1.0 + k as f64).sin()).collect();
    let moved = |h: f64| value(&field.iter().zip(&direction).map(|(x, d)| x + h * d).collect::<Vec<_>>());
    let difference = (moved(1e-4) - moved(-1e-4)) / 2e-4;
    let slope: f64 = gradient.iter().zip(&direction).map(|(g, d)| g * d).sum();
    println!("along one direction: gradient {slope:.8e}, difference {difference:.8e}");
    assert!((slope - difference).abs() < 1e-5 * slope.abs());
}
