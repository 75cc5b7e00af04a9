use ad_runtime::prelude::*;

fn rule(x: f64, seed: f64) -> f64 {
    2.0 * x * seed
}

#[differentiable(pullback = rule)]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
