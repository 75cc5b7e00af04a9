use ad_runtime::prelude::*;

#[differentiable]
fn square(#[project("none")] #[project("input")] x: f64) -> f64 {
    x * x
}

fn main() {}
