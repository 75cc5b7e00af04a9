use ad_runtime::prelude::*;

#[differentiable(project = "none")]
fn f(x: &mut [f64], a: f64) -> f64 {
    x[0] *= a;
    x[0]
}

fn main() {}
