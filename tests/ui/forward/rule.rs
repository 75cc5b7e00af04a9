use ad_runtime::prelude::*;
use ad_runtime::{Cotangent, Number, Space};

#[differentiable(forward, pullback = f_pullback)]
fn f(x: f64) -> f64 {
    x.sin()
}

fn f_pullback<I: Space, A0: Space>(x: f64, seed: &Cotangent<f64, I>, x_bar: &mut Cotangent<f64, A0>) {
    x_bar.accumulate(seed.scale(x.cos()));
}

fn g_pushforward(x: f64, x_dot: f64) -> (f64, f64) {
    (x.sin(), x.cos() * x_dot)
}

#[differentiable(pullback = f_pullback, pushforward = g_pushforward)]
fn g(x: f64) -> f64 {
    x.sin()
}

#[differentiable(forward, pullback = f_pullback, pushforward = g_pushforward)]
fn h(x: f64) -> f64 {
    x.sin()
}

fn main() {}
