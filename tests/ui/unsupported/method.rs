use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64, y: &[f64]) -> f64 {
    x.gamma() + y.first().copied().unwrap_or(x)
}

fn main() {}
