use ad_runtime::prelude::*;

#[differentiable]
fn f(x: &[f64], y: f64) -> f64 {
    x[y as usize] * x[1 + (y * 2.0) as usize]
}

fn main() {}
