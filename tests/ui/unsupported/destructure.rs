use ad_runtime::prelude::*;

#[differentiable]
fn f(x: [f64; 3]) -> f64 {
    let [a, .., c] = x;
    a * c
}

#[differentiable]
fn g(x: (f64, f64, f64)) -> f64 {
    let (a, ..) = x;
    let whole @ (b, _, _) = x;
    a * b * whole.2
}

fn main() {}
