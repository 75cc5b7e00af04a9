use ad_runtime::prelude::*;

#[differentiable]
fn f(x: &[f64], y: &[f64]) -> f64 {
    let mut z = x;
    if y.len() > x.len() {
        z = y;
    }
    z[0] * z[0]
}

fn main() {}
