use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    #[cfg_attr(debug_assertions, allow(unused))]
    let x = x * x;
    x
}

fn main() {}
