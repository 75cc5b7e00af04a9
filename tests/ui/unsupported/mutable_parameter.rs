use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64, y: &mut [f64]) -> f64 {
    y[0] = x;
    x
}

fn main() {}
