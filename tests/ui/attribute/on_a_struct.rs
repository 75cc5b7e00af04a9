use ad_runtime::prelude::*;

#[differentiable]
struct Point {
    x: f64,
}

fn main() {}
