use ad_runtime::prelude::*;

#[differentiable]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn f(x: f64) -> f64 {
    fn square(x: f64) -> f64 {
        x * x * x
    }
    square(x)
}

fn main() {
    square(f(1.0));
}
