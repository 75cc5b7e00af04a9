use ad_runtime::prelude::*;

use num_traits::Float;

#[differentiable]
fn f(x: impl Float) -> f64 {
    x.to_f64().unwrap()
}

fn main() {}
