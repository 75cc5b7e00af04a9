use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    const SCALE: f64 = 2.0;
    let y = {
        const SCALE: f64 = 3.0;
        x * SCALE
    };
    y * SCALE
}

fn main() {}
