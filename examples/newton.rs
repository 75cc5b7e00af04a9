//! Newton's method on a partial differential equation, with a sparse Jacobian that nobody wrote.
//!
//! `cargo run --release --features solvers --example newton -- [points on a side]`, 300 unless another number is given: Bratu's
//! equation `-Δu = λ eᵘ` on a square, zero at its edge. The residual is an ordinary function; its Jacobian is computed by
//! colours, and each step is a sparse system.

use ad_runtime::forward::Coloring;
use ad_runtime::linalg;
use ad_runtime::prelude::*;
use std::process::ExitCode;
use std::time::Instant;

/// Below the turning point of 6.81, beyond which there is no solution.
const LAMBDA: f64 = 6.0;

/// `h² (-Δu - λ eᵘ)` at the inner points of a square, by the five-point formula.
#[differentiable(forward)]
fn residual(u: &[f64], side: usize) -> Vec<f64> {
    let h = 1.0 / (side + 1) as f64;
    let mut r = vec![0.0; u.len()];
    for i in 0..side {
        for j in 0..side {
            let k = i * side + j;
            let mut around = 0.0;
            if i > 0 {
                around += u[k - side];
            }
            if i + 1 < side {
                around += u[k + side];
            }
            if j > 0 {
                around += u[k - 1];
            }
            if j + 1 < side {
                around += u[k + 1];
            }
            r[k] = 4.0 * u[k] - around - h * h * LAMBDA * u[k].exp();
        }
    }
    r
}

fn timed<R>(work: impl FnOnce() -> R) -> (R, f64) {
    let start = Instant::now();
    (work(), start.elapsed().as_secs_f64())
}

fn main() -> ExitCode {
    let side = match std::env::args().nth(1).map_or(Ok(300), |side| side.parse::<usize>()) {
        Ok(side) if side > 0 => side,
        _ => {
            eprintln!("usage: newton [points on a side]");
            return ExitCode::FAILURE;
        }
    };
    let mut u = vec![0.0; side * side];
    let (pattern, time) = timed(|| residual::jacobian_pattern(&u, side));
    println!("{} unknowns, {} entries, found in {time:.3} s", pattern.rows(), pattern.len());
    let (coloring, time) = timed(|| Coloring::new(pattern));
    println!("{} colours, found in {time:.3} s", coloring.count());

    println!("{:>4} {:>12} {:>12} {:>12}", "step", "residual", "filling", "solving");
    for step in 0..12 {
        let r = residual(&u, side);
        let norm = r.norm();
        if norm < 1e-12 {
            println!("{step:>4} {norm:>12.3e}\nthe largest value is {:.6}", u.iter().fold(0.0, |a: f64, b| a.max(*b)));
            return ExitCode::SUCCESS;
        }
        let (jacobian, filling) = timed(|| residual::sparse_jacobian(&u, side, &coloring));
        let (correction, solving) = timed(|| linalg::sparse::solve(&jacobian, &r));
        println!("{step:>4} {norm:>12.3e} {filling:>10.3} s {solving:>10.3} s");
        for (u, correction) in u.iter_mut().zip(&correction) {
            *u -= correction;
        }
    }
    eprintln!("Newton's method has not converged");
    ExitCode::FAILURE
}
