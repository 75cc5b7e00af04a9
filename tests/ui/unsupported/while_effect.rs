use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut steps = vec![1, 2, 3];
    let mut y = x;
    while steps.pop().is_some() {
        y *= x;
    }
    y
}

fn main() {}
