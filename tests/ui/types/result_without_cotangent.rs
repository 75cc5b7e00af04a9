use ad_runtime::prelude::*;

struct Point {
    x: f64,
}

#[differentiable]
fn f(x: f64) -> Point {
    let zero = 0.0 * x;
    assert!(zero == 0.0);
    Point { x: 0.0 }
}

fn main() {}
