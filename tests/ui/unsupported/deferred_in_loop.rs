use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let y;
    loop {
        y = x * x;
        break;
    }
    y
}

fn main() {}
