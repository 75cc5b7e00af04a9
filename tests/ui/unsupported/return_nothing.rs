use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> () {
    if x > 0.0 {
        return;
    }
}

fn main() {}
