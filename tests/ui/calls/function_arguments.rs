use ad_runtime::prelude::*;

fn plain(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x)
}

#[differentiable]
fn twice(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(f(x))
}

#[differentiable]
fn callee_without_the_attribute(x: f64, y: f64) -> f64 {
    plain(|v| v * x, y)
}

#[differentiable]
fn taken_for_an_index(x: f64, y: &[f64]) -> f64 {
    twice(|v| y[0..v as usize].len() as f64 + v, x)
}

fn main() {
    twice::gradient(|v: f64| v, 1.0);
}
