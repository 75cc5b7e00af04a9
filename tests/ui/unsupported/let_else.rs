use ad_runtime::prelude::*;

#[differentiable]
fn f(x: Option<f64>) -> f64 {
    let Some(y @ 0.0..=1.0) = x else { return 0.0 };
    y * y
}

fn main() {}
