use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    match x {
        small @ 0.0..1.0 => small * small,
        large => large,
    }
}

#[differentiable]
fn g(x: &Option<[f64; 2]>) -> f64 {
    match x {
        Some([a, b]) => a * b,
        None => 0.0,
    }
}

fn main() {}
