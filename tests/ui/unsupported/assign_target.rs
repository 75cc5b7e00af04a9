use ad_runtime::prelude::*;

#[differentiable]
fn pair(x: f64) -> (f64, f64) {
    (x, x * x)
}

#[differentiable]
fn f(x: f64) -> f64 {
    let (mut a, mut b) = (x, x);
    let before = a * b;
    (a, b) = pair(x);
    before + a + b
}

#[differentiable]
fn g(x: f64) -> f64 {
    let mut y = [x, 2.0];
    *y.last_mut().unwrap() = x * x;
    y[1]
}

fn main() {}
