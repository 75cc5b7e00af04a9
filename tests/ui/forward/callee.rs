use ad_runtime::prelude::*;

#[differentiable]
fn g(x: f64) -> f64 {
    x * x
}

#[differentiable(forward)]
fn f(x: f64) -> f64 {
    g(x)
}

fn main() {}
