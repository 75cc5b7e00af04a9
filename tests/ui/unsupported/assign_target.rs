use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut a = x;
    let mut b = 0.0;
    (a, b) = (x * x, x);
    a + b
}

fn main() {}
