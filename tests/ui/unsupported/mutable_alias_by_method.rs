use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut buffer = [0.0; 2];
    let (mut first, second) = buffer.split_at_mut(1);
    first[0] = x * x;
    first = second;
    first[0] = x;
    buffer[0]
}

fn main() {}
