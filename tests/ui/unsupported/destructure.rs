use ad_runtime::prelude::*;

#[differentiable]
fn slice(x: [f64; 3]) -> f64 {
    let all @ [a, .., c] = x;
    a * c * all[1]
}

#[differentiable]
fn tuple(x: (f64, f64, f64)) -> f64 {
    let (a, .., c) = x;
    let whole @ (_, _, _) = x;
    a * c + whole.0
}

fn main() {}
