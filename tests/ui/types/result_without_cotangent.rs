use ad_runtime::prelude::*;

struct Point {
    x: f64,
}

#[differentiable]
fn f(x: f64, #[no_derivative] p: Point) -> Point {
    if x > 0.0 { p } else { Point { x: 0.0 } }
}

fn main() {}
