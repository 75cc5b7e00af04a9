use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    squaer(x)
}

fn main() {}
