use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut y = 2.0 * x;
    let z = (y, y = x).0;
    y + z
}

fn main() {}
