use ad_runtime::prelude::*;

use ad_runtime::{Cotangent, Space};

fn rule<I: Space, A0: Space>(x: f64, seed: &Cotangent<f64, I>, x_bar: &mut Cotangent<f64, A0>) {
    let _ = (x, seed, x_bar);
}

#[differentiable(pullback = rule, pullback = rule)]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiable(crate = ad_runtime, crate = ad_runtime)]
fn cube(x: f64) -> f64 {
    x * x * x
}

fn main() {}
