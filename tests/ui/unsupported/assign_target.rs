use ad_runtime::prelude::*;

#[differentiable]
fn g(x: f64) -> f64 {
    let mut y = [x, 2.0];
    *y.last_mut().unwrap() = x * x;
    y[1]
}

fn main() {}
