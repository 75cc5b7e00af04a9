use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let n = x as usize;
    x * (x as i32) as f64 + n as f64
}

fn main() {}
