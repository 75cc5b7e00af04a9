//! What a gradient costs: ours and one written by hand, each divided by the function itself.
//!
//! `cargo run --release --example cost`. Everything is timed in one process, in turn, so that a machine whose speed
//! drifts drifts for all of them; each figure is the median of 31 rounds.

use ad_examples::timing::{median, seconds};
use ad_runtime::prelude::*;
use sprs::CsMat;
use std::hint::black_box;

const ROUNDS: usize = 31;

#[differentiable]
fn rosenbrock(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        let a = x[i + 1] - x[i] * x[i];
        let b = 1.0 - x[i];
        sum += 100.0 * a * a + b * b;
    }
    sum
}

fn rosenbrock_by_hand(x: &[f64]) -> Vec<f64> {
    let mut gradient = vec![0.0; x.len()];
    let mut carried = 0.0; // what the pair before contributes to its second element
    for ((x, next), gradient) in x.iter().zip(&x[1..]).zip(&mut gradient) {
        let a = next - x * x;
        *gradient = carried - 400.0 * a * x - 2.0 * (1.0 - x);
        carried = 200.0 * a;
    }
    gradient[x.len() - 1] = carried;
    gradient
}

/// Speelpenning's product.
#[differentiable]
fn product(x: &[f64]) -> f64 {
    let mut product = 1.0;
    for factor in x {
        product *= factor;
    }
    product
}

fn product_by_hand(x: &[f64]) -> Vec<f64> {
    let mut gradient = vec![0.0; x.len()];
    let mut before = 1.0;
    for (partial, factor) in gradient.iter_mut().zip(x) {
        *partial = before;
        before *= factor;
    }
    let mut after = 1.0;
    for (partial, factor) in gradient.iter_mut().zip(x).rev() {
        *partial *= after;
        after *= factor;
    }
    gradient
}

const ROWS: usize = 32;

/// log sum exp(A x), with A of 32 rows, row by row.
#[differentiable]
fn log_sum_exp(a: &[f64], x: &[f64]) -> f64 {
    let n = x.len();
    let mut largest = f64::NEG_INFINITY;
    let mut y = [0.0; ROWS];
    for i in 0..ROWS {
        let row = &a[i * n..(i + 1) * n];
        let mut dot = 0.0;
        for j in 0..n {
            dot += row[j] * x[j];
        }
        y[i] = dot;
        largest = largest.max(stop_gradient(dot));
    }
    let mut sum = 0.0;
    for y in &y {
        sum += (y - largest).exp();
    }
    sum.ln() + largest
}

fn log_sum_exp_by_hand(a: &[f64], x: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let n = x.len();
    let mut y = [0.0; ROWS];
    for (y, row) in y.iter_mut().zip(a.chunks_exact(n)) {
        *y = row.iter().zip(x).map(|(a, x)| a * x).sum();
    }
    let largest = y.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for y in &mut y {
        *y = (*y - largest).exp();
        sum += *y;
    }
    let mut a_bar = vec![0.0; a.len()];
    let mut x_bar = vec![0.0; n];
    for (i, y) in y.iter().enumerate() {
        let weight = y / sum;
        let (row, row_bar) = (&a[i * n..][..n], &mut a_bar[i * n..][..n]);
        for j in 0..n {
            row_bar[j] = weight * x[j];
            x_bar[j] += weight * row[j];
        }
    }
    (a_bar, x_bar)
}

#[differentiable(project = "none")]
fn sum_of_sparse(a: &CsMat<f64>) -> f64 {
    a.sum()
}

fn main() {
    println!("{:<12} {:>7} {:>12} {:>9} {:>9}", "function", "n", "primal", "by hand", "ours");
    for n in [10, 100, 1000, 10_000] {
        let x: Vec<f64> = (0..n).map(|i| 1.0 + 0.5 * (i as f64).sin() / n as f64).collect();
        let a: Vec<f64> = (0..ROWS * n).map(|i| (i as f64).cos() / n as f64).collect();
        report(
            "rosenbrock",
            n,
            || rosenbrock(black_box(&x)),
            || rosenbrock_by_hand(black_box(&x)),
            || rosenbrock::gradient(black_box(&x)),
        );
        report(
            "product",
            n,
            || product(black_box(&x)),
            || product_by_hand(black_box(&x)),
            || product::gradient(black_box(&x)),
        );
        report(
            "log-sum-exp",
            n,
            || log_sum_exp(black_box(&a), black_box(&x)),
            || log_sum_exp_by_hand(black_box(&a), black_box(&x)),
            || log_sum_exp::gradient(black_box(&a), black_box(&x)),
        );
    }
    let empty = CsMat::<f64>::zero((1_000_000, 1_000_000));
    let time = median((0..ROUNDS).map(|_| seconds(1, || sum_of_sparse::gradient(black_box(&empty)))).collect());
    println!("gradient of `sum` at an empty sparse 10⁶ x 10⁶ matrix, under \"none\": {:.0} ns", time * 1e9);
}

/// Prints the time of the primal, and of both gradients divided by it. The two gradients are checked to be equal.
fn report<P, G: std::fmt::Debug + Close>(
    name: &str,
    n: usize,
    primal: impl Fn() -> P,
    by_hand: impl Fn() -> G,
    ours: impl Fn() -> G,
) {
    assert!(by_hand().is_close(&ours()), "{name}: the gradients differ");
    let repeat = (200e-6 / seconds(10, &primal)).clamp(1.0, 1e4) as usize;
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        times[0].push(seconds(repeat, &primal));
        times[1].push(seconds(repeat, &by_hand));
        times[2].push(seconds(repeat, &ours));
    }
    let [primal, by_hand, ours] = times.map(median);
    println!("{name:<12} {n:>7} {:>9.0} ns {:>9.2} {:>9.2}", primal * 1e9, by_hand / primal, ours / primal);
}

/// Equal up to rounding.
trait Close {
    fn is_close(&self, other: &Self) -> bool;
}

impl Close for Vec<f64> {
    fn is_close(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(a, b)| (a - b).abs() <= 1e-9 * (1.0 + a.abs()))
    }
}

impl Close for (Vec<f64>, Vec<f64>) {
    fn is_close(&self, other: &Self) -> bool {
        self.0.is_close(&other.0) && self.1.is_close(&other.1)
    }
}
