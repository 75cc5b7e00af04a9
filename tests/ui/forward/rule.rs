use ad_runtime::prelude::*;

#[differentiable(forward, partials(|x: f64| x.cos()))]
fn f(x: f64) -> f64 {
    x.sin()
}

fn main() {}
