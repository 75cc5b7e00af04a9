use ad_runtime::prelude::*;

#[differentiable]
fn square(#[project(kind = "none")] x: f64) -> f64 {
    x * x
}

fn main() {}
