use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64, count: &mut usize) -> f64 {
    *count += 1;
    x
}

fn main() {}
