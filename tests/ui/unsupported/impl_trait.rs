use ad_runtime::prelude::*;

use num_traits::Float;

#[differentiable]
fn f(x: impl Float, y: f64) -> f64 {
    if x.is_nan() { y } else { y * y }
}

fn main() {}
