use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let y = std::convert::identity(x);
    y + std::hint::black_box(x)
}

fn main() {}
