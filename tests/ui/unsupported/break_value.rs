use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut y = x;
    loop {
        y *= x;
        if y > 100.0 {
            break y;
        }
    }
}

fn main() {}
