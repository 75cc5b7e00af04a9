use ad_runtime::prelude::*;

#[differentiable]
fn chosen(x: f64) -> f64 {
    let f = if x > 0.0 { |v: f64| v * 2.0 } else { |v: f64| v };
    f(x)
}

#[differentiable]
fn renamed(x: f64) -> f64 {
    let f = |v: f64| v * x;
    let g = f;
    g(x)
}

#[differentiable]
fn parameter_kept(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let g = f;
    g(x)
}

fn main() {}
