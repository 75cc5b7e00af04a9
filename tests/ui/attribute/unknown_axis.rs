use ad_runtime::prelude::*;

#[differentiable(project(shape = "input"))]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
