use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut y = vec![x, x * x];
    y.insert(0, x);
    y[0] * y[1]
}

#[differentiable]
fn g(x: f64) -> f64 {
    let mut y = [x, x * x];
    y.rotate_left(1);
    y[0]
}

fn main() {}
