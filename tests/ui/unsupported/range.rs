use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let below = 0.0..x;
    if below.contains(&1.0) { x } else { 0.0 }
}

fn main() {}
