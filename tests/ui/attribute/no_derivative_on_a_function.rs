use ad_runtime::prelude::*;

#[differentiable]
#[no_derivative]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
