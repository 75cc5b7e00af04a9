use ad_runtime::prelude::*;

#[differentiable]
fn root(x: f64) -> Option<f64> {
    if x > 0.0 { Some(x.sqrt()) } else { None }
}

#[differentiable]
fn folded(x: &[f64]) -> f64 {
    let sum = x.iter().try_fold(0.0, |sum, x| root(sum + x));
    sum.unwrap_or(0.0)
}

fn main() {}
