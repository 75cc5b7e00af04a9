use ad_runtime::prelude::*;

#[differentiable]
fn f(x: Option<f64>) -> f64 {
    match x {
        Some(y) => y * y,
        None => 0.0,
    }
}

#[differentiable]
fn g(x: f64) -> f64 {
    match x {
        0.0 => 0.0,
        y => y * y,
    }
}

fn main() {}
