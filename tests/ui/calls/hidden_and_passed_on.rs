use ad_runtime::prelude::*;

#[differentiable]
fn helper(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn twice(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(f(x))
}

#[differentiable]
fn passes_its_own(x: f64) -> f64 {
    fn helper(x: f64) -> f64 {
        x * x * x
    }
    twice(helper, x)
}

fn main() {
    helper(1.0);
}
