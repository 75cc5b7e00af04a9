use ad_runtime::prelude::*;

#[differentiable]
fn twice(x: f64) -> Vec<f64> {
    vec![x, x]
}

fn main() {
    let _ = twice::pullback(1.0);
    let _ = twice::gradient(1.0);
    let _ = twice::value_and_gradient(1.0);
}
