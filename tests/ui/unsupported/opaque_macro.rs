use ad_runtime::prelude::*;

macro_rules! square {
    ($x:expr) => {
        $x * $x
    };
}

#[differentiable]
fn f(x: f64) -> f64 {
    square!(x) + 1.0
}

#[differentiable]
fn g(x: f64) -> f64 {
    square!(x);
    x
}

fn main() {}
