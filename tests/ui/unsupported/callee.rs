use ad_runtime::prelude::*;

const TABLE: [fn(f64) -> f64; 2] = [f64::sin, f64::cos];

#[differentiable]
fn f(x: f64) -> f64 {
    TABLE[0](x)
}

fn main() {}
