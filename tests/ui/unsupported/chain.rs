use ad_runtime::prelude::*;

#[differentiable]
fn f(x: &[Vec<f64>]) -> f64 {
    x.iter().flatten().take_while(|v| **v > 0.0).sum()
}

#[differentiable]
fn g(x: &[f64]) -> f64 {
    x.iter().chain(x).take(3).map(|v| v * v).sum()
}

fn main() {}
