use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64, n: i32) -> f64 {
    let mut m = x;
    m <<= n;
    (x & x) + (x << n) * m
}

fn main() {}
