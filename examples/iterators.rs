//! What iterators and closures cost: gradients of functions written with them, divided by those of the same functions
//! written as loops over indices.
//!
//! `cargo run --release --example iterators`. All are timed in one process, in turn; each figure is the median of 51 rounds.

#![allow(clippy::needless_range_loop, reason = "loops over indices are one side of the comparison")]

use ad_examples::timing::{median, seconds};
use ad_runtime::prelude::*;
use std::hint::black_box;

const ROUNDS: usize = 51;

#[differentiable]
fn dot_of_iterators(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
}

#[differentiable]
fn dot_of_indices(x: &[f64], y: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len().min(y.len()) {
        sum += x[i] * y[i];
    }
    sum
}

#[differentiable]
fn variance_of_iterators(x: &[f64], y: &[f64]) -> f64 {
    let mean = x.iter().sum::<f64>() / y.len() as f64;
    x.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / y.len() as f64
}

#[differentiable]
fn variance_of_indices(x: &[f64], y: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i];
    }
    let mean = sum / y.len() as f64;
    let mut squares = 0.0;
    for i in 0..x.len() {
        squares += (x[i] - mean) * (x[i] - mean);
    }
    squares / y.len() as f64
}

#[differentiable]
fn energy_of_iterators(x: &[f64], y: &[f64]) -> f64 {
    let spring = |a: f64, b: f64, k: f64| k * (b - a) * (b - a);
    x.windows(2).zip(y).filter(|(pair, _)| pair[1] > pair[0]).map(|(pair, &k)| spring(pair[0], pair[1], k)).sum()
}

#[differentiable]
fn energy_of_indices(x: &[f64], y: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        if x[i + 1] > x[i] {
            sum += y[i] * (x[i + 1] - x[i]) * (x[i + 1] - x[i]);
        }
    }
    sum
}

#[differentiable]
fn polynomial_of_iterators(x: &[f64], y: &[f64]) -> f64 {
    x.iter().rev().fold(0.0, |value, c| value * y[0] + c)
}

#[differentiable]
fn polynomial_of_indices(x: &[f64], y: &[f64]) -> f64 {
    let mut value = 0.0;
    for i in (0..x.len()).rev() {
        value = value * y[0] + x[i];
    }
    value
}

#[differentiable]
fn collected_of_iterators(x: &[f64], y: &[f64]) -> f64 {
    let squares: Vec<f64> = x.iter().zip(y.iter()).map(|(x, y)| x * x * y).collect();
    squares.iter().map(|s| s * s).sum()
}

#[differentiable]
fn collected_of_indices(x: &[f64], y: &[f64]) -> f64 {
    let mut squares = vec![0.0; x.len()];
    for i in 0..x.len() {
        squares[i] = x[i] * x[i] * y[i];
    }
    let mut sum = 0.0;
    for i in 0..squares.len() {
        sum += squares[i] * squares[i];
    }
    sum
}

type Gradient = fn(&[f64], &[f64]) -> (Vec<f64>, Vec<f64>);

fn main() {
    println!("{:<12} {:>7} {:>14} {:>14} {:>7}", "function", "n", "indices", "iterators", "ratio");
    let cases: [(&str, Gradient, Gradient); 5] = [
        ("dot", dot_of_indices::gradient, dot_of_iterators::gradient),
        ("variance", variance_of_indices::gradient, variance_of_iterators::gradient),
        ("energy", energy_of_indices::gradient, energy_of_iterators::gradient),
        ("polynomial", polynomial_of_indices::gradient, polynomial_of_iterators::gradient),
        ("collected", collected_of_indices::gradient, collected_of_iterators::gradient),
    ];
    for n in [1000, 10_000] {
        let x: Vec<f64> = (0..n).map(|i| (i as f64).sin()).collect();
        let y: Vec<f64> = (0..n).map(|i| 0.9 + 0.1 * (i as f64).cos()).collect();
        for (name, indices, iterators) in cases {
            let (by_index, by_iterator) = (indices(&x, &y), iterators(&x, &y));
            let close = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-9 * a.abs().max(1.0);
            assert!(by_index.0.iter().zip(&by_iterator.0).all(close), "{name}: both are gradients of one function");
            let (mut indices_took, mut iterators_took) = (Vec::new(), Vec::new());
            for _ in 0..ROUNDS {
                let calls = (100_000 / n).max(10);
                let time = |gradient: Gradient| seconds(calls, || gradient(black_box(&x), black_box(&y)));
                indices_took.push(time(indices));
                iterators_took.push(time(iterators));
            }
            let (a, b) = (median(indices_took), median(iterators_took));
            println!("{name:<12} {n:>7} {:>11.0} ns {:>11.0} ns {:>7.2}", a * 1e9, b * 1e9, b / a);
        }
    }
}
