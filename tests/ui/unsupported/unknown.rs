use ad_runtime::prelude::*;

static mut COUNT: f64 = 0.0;

#[differentiable]
fn f(x: f64) -> f64 {
    let y = const { 1.0 };
    let z = &raw const x;
    x * y
}

fn main() {}
