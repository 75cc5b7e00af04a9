use ad_runtime::prelude::*;

#[differentiable(policy = "input")]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiable("input")]
fn cube(x: f64) -> f64 {
    x * x * x
}

fn main() {}
