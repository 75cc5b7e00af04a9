use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64, n: usize) -> f64 {
    let y: f32 = x * 2.0;
    x * n
}

fn main() {}
