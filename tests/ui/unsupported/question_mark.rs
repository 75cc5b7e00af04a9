use ad_runtime::prelude::*;

#[differentiable]
fn f(x: Option<f64>) -> Option<f64> {
    let y = x?;
    Some(y * y)
}

fn main() {}
