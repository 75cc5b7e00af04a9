use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let scaled = |v: f64, s: f64| v * s * x;
    scaled(x)
}

fn main() {}
