use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut a = 2.0 * x;
    let mut b = x;
    (a, b) = (b * a, a);
    a + b
}

fn main() {}
