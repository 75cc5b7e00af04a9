use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let y = &raw const x;
    if y.is_null() { 0.0 } else { x }
}

fn main() {}
