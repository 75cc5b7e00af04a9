use ad_runtime::prelude::*;

use num_traits::Float;

#[differentiable]
fn square<T: Float>(x: T) -> T {
    x * x
}

fn main() {
    let _ = square::gradient(2);
}
