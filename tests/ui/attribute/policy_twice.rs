use ad_runtime::prelude::*;

#[differentiable(project = "input", project = "none")]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiable(project(number = "input", number = "none"))]
fn cube(x: f64) -> f64 {
    x * x * x
}

fn main() {}
