use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut buffer = [0.0; 2];
    let mut other = [0.0; 2];
    let mut first = &mut buffer;
    first[0] = x * x;
    first = &mut other;
    first[0] = x;
    buffer[0] + other[0]
}

fn main() {}
