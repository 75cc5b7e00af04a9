use ad_runtime::prelude::*;

#[differentiable]
fn twice(x: f64) -> Vec<f64> {
    vec![x, x]
}

fn main() {
    let (_, pullback) = twice::pullback(1.0);
    let _ = pullback(1.0);
}
