use ad_runtime::prelude::*;

#[differentiable]
fn exchange(x: &mut f64, y: &mut f64) {
    (*x, *y) = (*y, *x);
}

#[differentiable]
fn f(x: f64) -> f64 {
    let mut y = [x, x * x];
    let (left, right) = y.split_at_mut(1);
    exchange(&mut left[0], &mut right[0]);
    y[0]
}

fn main() {}
