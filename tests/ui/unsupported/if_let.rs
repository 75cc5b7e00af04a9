use ad_runtime::prelude::*;

#[differentiable]
fn f(x: Option<f64>) -> f64 {
    if let Some(y) = x { y * y } else { 0.0 }
}

fn main() {}
