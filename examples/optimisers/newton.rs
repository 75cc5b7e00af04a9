//! Newton's method, whose steps are solved for by conjugate gradients to the end.

use ad_runtime::prelude::*;

/// The costs from a start on, and where they are least, of a convex function.
pub(crate) fn newton(
    mut x: Vec<f64>,
    value_and_gradient: impl Fn(&[f64]) -> (f64, Vec<f64>),
    hvp: impl Fn(&[f64], &[f64]) -> Vec<f64>,
) -> (Vec<f64>, Vec<f64>) {
    let (value, mut gradient) = value_and_gradient(&x);
    let mut costs = vec![value];
    while gradient.norm() > 1e-10 && costs.len() < 50 {
        let step = solution(|direction| hvp(&x, direction), &gradient);
        x.iter_mut().zip(&step).for_each(|(x, step)| *x -= step);
        let (value, at_new) = value_and_gradient(&x);
        costs.push(value);
        gradient = at_new;
    }
    (costs, x)
}

/// `H⁻¹ b` for a positive definite matrix that is known by its products.
fn solution(product: impl Fn(&[f64]) -> Vec<f64>, b: &[f64]) -> Vec<f64> {
    let (mut x, mut residual) = (vec![0.0; b.len()], b.to_vec());
    let mut direction = residual.clone();
    let mut square = dot(&residual, &residual);
    let enough = 1e-24 * square;
    for _ in 0..2 * b.len() {
        if square <= enough {
            break;
        }
        let along = product(&direction);
        let length = square / dot(&direction, &along);
        for i in 0..b.len() {
            x[i] += length * direction[i];
            residual[i] -= length * along[i];
        }
        let before = std::mem::replace(&mut square, dot(&residual, &residual));
        for i in 0..b.len() {
            direction[i] = residual[i] + square / before * direction[i];
        }
    }
    x
}
