//! The same mixture as others would write it: with helper functions, with iterators, with vectors of vectors.

use super::{Instance, Wishart, constant, log_sum_exp};
use ad_runtime::Tangent;
use ad_runtime::prelude::*;

#[differentiable]
fn square_norm(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum()
}

/// `L x`, for a factor of the inverse covariance whose diagonal is given beside it.
#[differentiable]
fn transform(diagonal: &[f64], lower: &[f64], x: &[f64], transformed: &mut [f64]) {
    let d = x.len();
    for i in 0..d {
        transformed[i] = diagonal[i] * x[i];
    }
    let mut start = 0;
    for i in 0..d {
        for j in i + 1..d {
            transformed[j] += lower[start + j - i - 1] * x[i];
        }
        start += d - i - 1;
    }
}

/// What a prior says about one factor.
#[differentiable]
fn penalty(diagonal: &[f64], lower: &[f64], sum: f64, #[no_derivative] prior: Wishart) -> f64 {
    0.5 * prior.gamma * prior.gamma * (square_norm(diagonal) + square_norm(lower)) - prior.m as f64 * sum
}

#[differentiable]
pub(crate) fn with_helpers(
    alphas: &[f64],
    means: &[f64],
    factors: &[f64],
    #[no_derivative] points: &[f64],
    d: usize,
    #[no_derivative] prior: Wishart,
) -> f64 {
    let (k, n, size) = (alphas.len(), points.len() / d, d * (d + 1) / 2);
    let diagonals: Vec<f64> = (0..k * d).map(|i| factors[i / d * size + i % d].exp()).collect();
    let sums: Vec<f64> = (0..k).map(|c| factors[c * size..c * size + d].iter().sum()).collect();
    let mut total = 0.0;
    for p in 0..n {
        let mut terms = vec![0.0; k];
        for c in 0..k {
            let mut centred = vec![0.0; d];
            for i in 0..d {
                centred[i] = points[p * d + i] - means[c * d + i];
            }
            let mut transformed = vec![0.0; d];
            transform(
                &diagonals[c * d..(c + 1) * d],
                &factors[c * size + d..(c + 1) * size],
                &centred,
                &mut transformed,
            );
            terms[c] = alphas[c] + sums[c] - 0.5 * square_norm(&transformed);
        }
        total += log_sum_exp(&terms);
    }
    for c in 0..k {
        let (diagonal, lower) = (&diagonals[c * d..(c + 1) * d], &factors[c * size + d..(c + 1) * size]);
        total += penalty(diagonal, lower, sums[c], prior);
    }
    total - n as f64 * log_sum_exp(alphas) - constant(n, d, k, prior)
}

/// One component: the mean, the logarithms of the diagonal, and the columns of the strictly lower triangle.
#[derive(Clone, Differentiable)]
pub(crate) struct Component {
    pub(crate) alpha: f64,
    pub(crate) mean: Vec<f64>,
    pub(crate) logarithms: Vec<f64>,
    pub(crate) columns: Vec<Vec<f64>>,
}

impl Component {
    /// The components of an instance.
    pub(crate) fn all_of(instance: &Instance) -> Vec<Self> {
        let Instance { d, alphas, means, factors, .. } = instance;
        let component = |(c, alpha): (usize, &f64)| {
            let size = d * (d + 1) / 2;
            let (logarithms, mut lower) = factors[c * size..(c + 1) * size].split_at(*d);
            let mut columns = Vec::new();
            for i in 0..d - 1 {
                let (column, others) = lower.split_at(d - 1 - i);
                columns.push(column.to_vec());
                lower = others;
            }
            let mean = means[c * d..(c + 1) * d].to_vec();
            Component { alpha: *alpha, mean, logarithms: logarithms.to_vec(), columns }
        };
        alphas.iter().enumerate().map(component).collect()
    }
}

/// The cotangents of components, in the order of an instance: alphas, means, factors.
pub(crate) fn in_order(cotangents: &[ComponentCotangent<Tangent>]) -> Vec<f64> {
    let alphas = cotangents.iter().map(|component| component.alpha);
    let means = cotangents.iter().flat_map(|component| component.mean.iter().copied());
    let factors = cotangents
        .iter()
        .flat_map(|component| component.logarithms.iter().chain(component.columns.iter().flatten()).copied());
    alphas.chain(means).chain(factors).collect()
}

#[differentiable]
impl Component {
    /// The logarithm of its density, up to a constant.
    fn term(&self, #[no_derivative] point: &[f64]) -> f64 {
        let centred: Vec<f64> = point.iter().zip(&self.mean).map(|(x, mean)| x - mean).collect();
        let mut transformed: Vec<f64> = self.logarithms.iter().zip(&centred).map(|(q, x)| q.exp() * x).collect();
        for (i, column) in self.columns.iter().enumerate() {
            for (j, l) in column.iter().enumerate() {
                transformed[i + 1 + j] += l * centred[i];
            }
        }
        self.alpha + self.logarithms.iter().sum::<f64>() - 0.5 * square_norm(&transformed)
    }

    fn penalty(&self, #[no_derivative] prior: Wishart) -> f64 {
        let diagonal: f64 = self.logarithms.iter().map(|q| (2.0 * q).exp()).sum();
        let lower: f64 = self.columns.iter().map(|column| square_norm(column)).sum();
        0.5 * prior.gamma * prior.gamma * (diagonal + lower) - prior.m as f64 * self.logarithms.iter().sum::<f64>()
    }
}

#[differentiable]
pub(crate) fn of_components(
    components: &[Component],
    #[no_derivative] points: &[f64],
    d: usize,
    #[no_derivative] prior: Wishart,
) -> f64 {
    let n = points.len() / d;
    let total: f64 = points
        .chunks_exact(d)
        .map(|point| {
            let terms: Vec<f64> = components.iter().map(|component| component.term(point)).collect();
            log_sum_exp(&terms)
        })
        .sum();
    let alphas: Vec<f64> = components.iter().map(|component| component.alpha).collect();
    let penalties: f64 = components.iter().map(|component| component.penalty(prior)).sum();
    total - n as f64 * log_sum_exp(&alphas) + penalties - constant(n, d, components.len(), prior)
}
