use ad_runtime::prelude::*;

#[differentiable(project(structure = "all"))]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
