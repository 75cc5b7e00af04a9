use ad_runtime::prelude::*;

#[differentiable]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn f(x: f64, z: &[f64]) -> f64 {
    square(z) + square(x, x)
}

fn main() {}
