use ad_runtime::prelude::*;

#[differentiable]
fn doubled(x: &[f64]) -> impl Iterator<Item = f64> {
    x.iter().map(|x| 2.0 * x)
}

fn main() {}
