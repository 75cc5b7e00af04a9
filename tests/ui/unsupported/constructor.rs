use ad_runtime::prelude::*;

#[derive(Differentiable)]
struct Celsius(f64);

#[differentiable]
fn f(x: f64) -> f64 {
    let warm = Celsius(x);
    warm.0 * 2.0
}

fn main() {}
