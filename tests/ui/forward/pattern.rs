use ad_runtime::prelude::*;

#[differentiable(forward)]
fn f(x: f64) -> f64 {
    match x {
        0.0 => 1.0,
        x => x.sin() / x,
    }
}

fn main() {}
