use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> Result<f64, String> {
    Ok(x * x)
}

fn main() {}
