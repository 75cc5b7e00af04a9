use ad_runtime::prelude::*;

#[differentiable]
fn square(#[project] x: f64) -> f64 {
    x * x
}

fn main() {}
