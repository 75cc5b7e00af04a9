use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut y = vec![x, x * x];
    y.drain(..1);
    y[0] * y[1]
}

#[differentiable]
fn g(x: f64) -> f64 {
    let mut y = [x, x * x];
    y.select_nth_unstable_by(0, |a, b| a.total_cmp(b));
    y[0]
}

fn main() {}
