//! The likelihood, its gradient under two policies, and the steps that both take.

use ad_runtime::linalg::{NotPositiveDefinite, sparse};
use ad_runtime::prelude::*;
use ndarray::Array2;
use sprs::{CsMat, TriMat};

/// `tr(S Θ) - ln det Θ`: twice the negative logarithm of the likelihood, up to constants.
#[differentiable]
fn smooth(theta: &CsMat<f64>, #[no_derivative] s: &CsMat<f64>) -> Result<f64, NotPositiveDefinite> {
    Ok(dot(theta, s) - sparse::log_determinant_positive_definite(theta)?)
}

/// The same, with a gradient at every pair.
#[differentiable(project(structure = "none"))]
pub(crate) fn everywhere(theta: &CsMat<f64>, #[no_derivative] s: &CsMat<f64>) -> Result<f64, NotPositiveDefinite> {
    smooth(theta, s)
}

/// The same, with a gradient at the stored entries.
#[differentiable(project = "input")]
pub(crate) fn at_stored_entries(
    theta: &CsMat<f64>,
    #[no_derivative] s: &CsMat<f64>,
) -> Result<f64, NotPositiveDefinite> {
    smooth(theta, s)
}

/// A sparse inverse covariance, and how it was found.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    pub(crate) theta: CsMat<f64>,
    /// The objective before each step.
    pub(crate) objectives: Vec<f64>,
}

impl Network {
    /// The best one without edges.
    pub(crate) fn without_edges(s: &CsMat<f64>) -> Self {
        let n = s.rows();
        let diagonal = s.diagonal().into_iter().map(f64::recip).collect();
        let theta = CsMat::new((n, n), (0..=n).collect(), (0..n).collect(), diagonal);
        Network { theta, objectives: Vec::new() }
    }

    /// Takes steps along the gradient, each of which pulls the entries off the diagonal towards 0 by the price of an edge
    /// (Beck and Teboulle, 2009): an entry is stored if it does not end there.
    pub(crate) fn descend(
        mut self,
        lambda: f64,
        steps: usize,
        value_and_gradient: impl Fn(&CsMat<f64>) -> Result<(f64, Array2<f64>), NotPositiveDefinite>,
    ) -> Self {
        let mut length = 1.0;
        let start = value_and_gradient(&self.theta);
        let (mut value, mut gradient) = start.expect("a positive diagonal is positive definite");
        for _ in 0..=steps {
            self.objectives.push(value + lambda * off_diagonal(&self.theta));
            // A step is short enough if the parabola over it is an upper bound.
            (self.theta, value, gradient) = loop {
                let next = moved(&self.theta, &gradient, length, lambda);
                if let Ok((found, there)) = value_and_gradient(&next)
                    && found <= value + bound(&next, &self.theta, &gradient, length)
                {
                    break (next, found, there);
                }
                length *= 0.5;
            };
            length *= 1.5;
        }
        self
    }

    /// The pairs that are joined, with their partial correlations.
    pub(crate) fn edges(&self) -> Vec<(usize, usize, f64)> {
        let diagonal = self.theta.diagonal();
        let above = self.theta.iter().filter(|(value, (i, j))| i < j && **value != 0.0);
        above.map(|(value, (i, j))| (i, j, -value / (diagonal[i] * diagonal[j]).sqrt())).collect()
    }

    /// How far the gradient is from what it is at the minimum: of each pair within `λ`, and `λ` against the sign of an edge.
    pub(crate) fn violation(&self, lambda: f64, s: &CsMat<f64>) -> f64 {
        let (gradient, _) = everywhere::gradient(&self.theta, s).expect("the matrix is positive definite");
        let n = self.theta.rows();
        let pairs = (0..n).flat_map(|i| (0..n).map(move |j| (i, j)));
        let violations = pairs.map(|(i, j)| {
            let (value, slope) = (self.theta.entry(i, j), gradient.entry(i, j));
            match (i == j, value == 0.0) {
                (true, _) => slope.abs(),
                (false, true) => (slope.abs() - lambda).max(0.0),
                (false, false) => (slope + lambda * value.signum()).abs(),
            }
        });
        violations.fold(0.0, f64::max)
    }
}

/// The sum of the absolute values off the diagonal.
fn off_diagonal(theta: &CsMat<f64>) -> f64 {
    theta.iter().filter(|(_, (i, j))| i != j).map(|(value, _)| value.abs()).sum()
}

/// A step against the gradient, and towards 0.
fn moved(theta: &CsMat<f64>, gradient: &Array2<f64>, length: f64, lambda: f64) -> CsMat<f64> {
    let mut entries = TriMat::new(theta.shape());
    for ((i, j), &slope) in gradient.indexed_iter() {
        let there = theta.entry(i, j) - length * slope;
        let shrunk = if i == j { there } else { there.signum() * (there.abs() - length * lambda).max(0.0) };
        if shrunk != 0.0 {
            entries.add_triplet(i, j, shrunk);
        }
    }
    entries.to_csr()
}

/// `<G, next - theta> + |next - theta|² / (2 length)`
fn bound(next: &CsMat<f64>, theta: &CsMat<f64>, gradient: &Array2<f64>, length: f64) -> f64 {
    let change = next.to_dense() - theta.to_dense();
    (gradient * &change).sum() + change.iter().map(|x| x * x).sum::<f64>() / (2.0 * length)
}
