use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let (mut y, mut z) = (x, x * x);
    std::mem::swap(&mut y, &mut z);
    y
}

#[differentiable]
fn g(x: f64) -> f64 {
    let mut y = [x, x];
    let first = if x > 0.0 { &mut y[0] } else { &mut y[1] };
    *first *= x;
    y[0]
}

fn main() {}
