use ad_runtime::prelude::*;

fn bin(x: f64) -> usize {
    x as usize
}

#[differentiable]
fn f(x: &[f64], y: f64) -> f64 {
    x[bin(y)] * x[1 + bin(2.0 * y)]
}

fn main() {}
