use ad_runtime::prelude::*;
use sprs::CsMat;

#[differentiable]
fn scaled_sum(pair: (CsMat<f64>, f64)) -> f64 {
    pair.0.sum() * pair.1
}

#[differentiable]
fn zero(a: Option<CsMat<f64>>, x: f64) -> f64 {
    if a.is_some() { x } else { 0.0 }
}

fn main() {
    let _ = scaled_sum::gradient((CsMat::eye(2), 2.0));
    let _ = zero::gradient(Some(CsMat::eye(2)), 2.0);
}
