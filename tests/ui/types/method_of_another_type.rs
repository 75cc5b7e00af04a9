use ad_runtime::prelude::*;

#[differentiable]
fn f(x: &[f64]) -> f64 {
    x.sin()
}

fn main() {}
