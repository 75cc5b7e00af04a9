use ad_runtime::prelude::*;

#[differentiable]
fn f(x: Option<f64>) -> f64 {
    let mut y = 1.0;
    while let Some(z) = x {
        y *= z;
    }
    y
}

fn main() {}
