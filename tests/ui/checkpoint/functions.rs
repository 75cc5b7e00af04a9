use ad_runtime::prelude::*;

#[differentiable(checkpoint)]
fn changes(x: &mut [f64], a: f64) -> f64 {
    x[0] *= a;
    x[0]
}

#[differentiable(checkpoint)]
fn takes_a_function(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x)
}

#[differentiable(checkpoint, partials(|x| 2.0 * x))]
fn has_a_rule(x: f64) -> f64 {
    x * x
}

fn main() {}
