use ad_runtime::prelude::*;

#[differentiable]
fn apply(#[no_derivative] g: &dyn Fn(f64) -> f64, x: f64) -> f64 {
    g(x)
}

fn main() {}
