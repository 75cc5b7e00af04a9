use ad_runtime::prelude::*;

#[differentiable(project)]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
