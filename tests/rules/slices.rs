//! Slices, vectors and fixed arrays.

use ad_runtime::prelude::*;
use num_complex::{Complex64, c64};

rules! {
    element(x: &[f64], i: usize) -> f64 { x[i] } at (&[0.3, -1.2, 0.7], 1);
    sum(x: &[f64]) -> f64 { x.sum() } at (&[0.3, -1.2, 0.7]) at (&[]);
    product(x: &[f64]) -> f64 { x.product() } at (&[0.3, -1.2, 0.7]) at (&[0.3, 0.0, 0.7]);
    product_of_complex(x: &[Complex64]) -> Complex64 { x.product() } at (&[c64(0.3, -1.2), c64(0.7, 0.4)]);
    norm(x: &[f64]) -> f64 { x.norm() } at (&[0.3, -1.2, 0.7]);
    inner(x: &[f64], y: &[f64]) -> f64 { dot(x, y) } at (&[0.3, -1.2], &[0.7, 0.4]);
    inner_of_both(x: &[f64], y: &[Complex64]) -> Complex64 { dot(x, y) } at (&[0.3, -1.2], &[c64(0.1, 0.2), c64(-0.5, 0.6)]);
    part(x: &[f64]) -> f64 { x[1..].sum() * x[..2].product() } at (&[0.3, -1.2, 0.7]);
    mapped(x: &[f64]) -> Vec<f64> { x.iter().map(|v| v.sin()).collect() } at (&[0.3, -1.2]);
    folded(x: &[f64]) -> f64 { x.iter().fold(1.0, |y, v| y * v + 1.0) } at (&[0.3, -1.2, 0.7]);
    windows(x: &[f64]) -> f64 { x.windows(2).map(|w| (w[1] - w[0]).powi(2)).sum() } at (&[0.3, -1.2, 0.7]);
    grown(x: &[f64]) -> Vec<f64> { let mut y = x.to_vec(); y.push(x[0] * x[1]); y.extend_from_slice(x); y } at (&[0.3, -1.2]);
    sorted(x: &[f64]) -> Vec<f64> { let mut y = x.to_vec(); y.sort_by(|a, b| a.total_cmp(b)); y } at (&[0.3, -1.2, 0.7]);
}
