use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut y = vec![x; 1];
    y.push(x);
    y[0] * y[1]
}

fn main() {}
