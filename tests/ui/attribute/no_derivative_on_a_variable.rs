use ad_runtime::prelude::*;

#[differentiable]
fn square(x: f64) -> f64 {
    #[no_derivative]
    let y = x;
    x * y
}

fn main() {}
