use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut y = x;
    let z = &mut y;
    *z *= x;
    y
}

fn main() {}
