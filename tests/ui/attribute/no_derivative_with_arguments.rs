use ad_runtime::prelude::*;

#[differentiable]
fn scaled(x: f64, #[no_derivative(really)] y: f64) -> f64 {
    x * y
}

fn main() {}
