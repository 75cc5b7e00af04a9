use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    match x {
        small @ 0.0..1.0 => small * small,
        large => large,
    }
}

#[differentiable]
fn g(x: &[f64]) -> f64 {
    match x {
        [a, b] => a * b,
        _ => 0.0,
    }
}

fn main() {}
