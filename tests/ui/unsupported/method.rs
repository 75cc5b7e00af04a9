use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64, y: &[f64]) -> f64 {
    x.midpoint(1.0) + y.first().copied().unwrap_or(x)
}

fn main() {}
