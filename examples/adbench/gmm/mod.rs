//! A Gaussian mixture with a Wishart prior: the logarithm of its likelihood, from the formulas of ADBench.

pub(crate) mod by_hand;
pub(crate) mod variants;

use ad_runtime::prelude::*;
use std::f64::consts::{LN_2, PI};

/// A mixture of `k` Gaussians in `d` dimensions, and the points that it is to explain.
pub(crate) struct Instance {
    pub(crate) d: usize,
    /// Logarithms of the weights, up to a constant: `k`.
    pub(crate) alphas: Vec<f64>,
    /// `k` means of `d` numbers.
    pub(crate) means: Vec<f64>,
    /// `k` factors of inverse covariances of `d (d + 1) / 2` numbers: logarithms of the diagonal, then the strictly lower
    /// triangle, column by column.
    pub(crate) factors: Vec<f64>,
    /// `n` points of `d` numbers.
    pub(crate) points: Vec<f64>,
    pub(crate) prior: Wishart,
}

/// The prior of the inverse covariances.
#[derive(Clone, Copy, Differentiable)]
pub(crate) struct Wishart {
    pub(crate) gamma: f64,
    pub(crate) m: i32,
}

#[differentiable]
pub(crate) fn objective(
    alphas: &[f64],
    means: &[f64],
    factors: &[f64],
    #[no_derivative] points: &[f64],
    d: usize,
    #[no_derivative] prior: Wishart,
) -> f64 {
    let k = alphas.len();
    let n = points.len() / d;
    let size = d * (d + 1) / 2;
    let mut diagonals = vec![0.0; k * d];
    let mut sums = vec![0.0; k];
    for c in 0..k {
        for i in 0..d {
            let q = factors[c * size + i];
            diagonals[c * d + i] = q.exp();
            sums[c] += q;
        }
    }
    let mut total = 0.0;
    let mut terms = vec![0.0; k];
    let mut centred = vec![0.0; d];
    let mut transformed = vec![0.0; d];
    for point in points.chunks_exact(d) {
        for c in 0..k {
            let mean = &means[c * d..(c + 1) * d];
            let diagonal = &diagonals[c * d..(c + 1) * d];
            let lower = &factors[c * size + d..(c + 1) * size];
            for i in 0..d {
                centred[i] = point[i] - mean[i];
                transformed[i] = diagonal[i] * centred[i];
            }
            for i in 0..d {
                let x = centred[i];
                let column = &lower[i * (2 * d - i - 1) / 2..][..d - i - 1];
                for (y, l) in transformed[i + 1..].iter_mut().zip(column) {
                    *y += l * x;
                }
            }
            let square: f64 = transformed.iter().map(|y| y * y).sum();
            terms[c] = alphas[c] + sums[c] - 0.5 * square;
        }
        total += log_sum_exp(&terms);
    }
    let mut penalty = 0.0;
    for c in 0..k {
        let lower = &factors[c * size + d..(c + 1) * size];
        let squares: f64 = diagonals[c * d..(c + 1) * d].iter().map(|q| q * q).sum();
        let lower_squares: f64 = lower.iter().map(|l| l * l).sum();
        penalty += 0.5 * prior.gamma * prior.gamma * (squares + lower_squares) - prior.m as f64 * sums[c];
    }
    total - n as f64 * log_sum_exp(alphas) + penalty - constant(n, d, k, prior)
}

/// `ln Σ exp(xᵢ)`, without overflow.
#[differentiable]
pub(crate) fn log_sum_exp(x: &[f64]) -> f64 {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = x.iter().map(|x| (x - largest).exp()).sum();
    sum.ln() + largest
}

/// What does not depend on the mixture.
pub(crate) fn constant(n: usize, d: usize, k: usize, prior: Wishart) -> f64 {
    let free = (d as i32 + prior.m + 1) as f64;
    let d = d as f64;
    let wishart = free * d * (prior.gamma.ln() - 0.5 * LN_2) - ln_gamma_of_matrices(0.5 * free, d as usize);
    0.5 * n as f64 * d * (2.0 * PI).ln() + k as f64 * wishart
}

/// The logarithm of the gamma function of `p` by `p` matrices, at a half of an integer.
fn ln_gamma_of_matrices(a: f64, p: usize) -> f64 {
    let all: f64 = (1..=p).map(|j| ln_gamma_of_half(a + 0.5 * (1.0 - j as f64))).sum();
    0.25 * (p * (p - 1)) as f64 * PI.ln() + all
}

/// `ln Γ(x)` for x = 1/2, 1, 3/2, .., by `Γ(x + 1) = x Γ(x)`.
fn ln_gamma_of_half(x: f64) -> f64 {
    let mut left = x;
    let mut sum = 0.0;
    while left > 1.0 {
        left -= 1.0;
        sum += left.ln();
    }
    if left < 0.75 { sum + 0.5 * PI.ln() } else { sum }
}
