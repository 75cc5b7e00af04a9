use ad_runtime::prelude::*;

struct Point {
    x: f64,
}

#[differentiable]
fn f(p: &Point) -> f64 {
    p.x * p.x
}

fn main() {}
