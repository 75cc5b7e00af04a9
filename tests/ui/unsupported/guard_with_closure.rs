use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64, n: usize) -> f64 {
    let above = |k: f64| k > x;
    match n {
        k if above(k as f64) => x * x,
        _ => x,
    }
}

fn main() {}
