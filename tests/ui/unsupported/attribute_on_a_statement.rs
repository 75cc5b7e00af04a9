use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    #[cfg(debug_assertions)]
    let x = x * x;
    x
}

fn main() {}
