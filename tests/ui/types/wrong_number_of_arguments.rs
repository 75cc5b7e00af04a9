use ad_runtime::prelude::*;

#[differentiable]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {
    let _ = square::gradient(1.0, 2.0);
}
