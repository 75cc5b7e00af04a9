use ad_runtime::prelude::*;

fn rule() {}

#[differentiable(pullback = rule, pullback = rule)]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiable(crate = ad_runtime, crate = ad_runtime)]
fn cube(x: f64) -> f64 {
    x * x * x
}

fn main() {}
