use ad_runtime::prelude::*;

#[differentiable]
fn square(#[project("full")] x: f64) -> f64 {
    x * x
}

fn main() {}
