use ad_runtime::prelude::*;

#[differentiable(forward)]
fn step(x: &mut [f64], rate: f64) -> f64 {
    x[0] *= rate;
    x[0]
}

#[differentiable(forward)]
fn apply(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x)
}

fn main() {}
