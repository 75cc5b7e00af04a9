use ad_runtime::prelude::*;

#[differentiable]
fn f(x: &[f64], y: &[f64], first: bool) -> f64 {
    let z = if first { x } else { y };
    z[0] * z[0]
}

fn main() {}
