use ad_runtime::prelude::*;

#[differentiable(pullback = my_rule)]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
