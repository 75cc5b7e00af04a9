use ad_runtime::prelude::*;

mod model {
    pub fn square(x: f64) -> f64 {
        x * x * x
    }
}

#[differentiable]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn f(x: f64) -> f64 {
    use model::square;
    square(x)
}

#[differentiable]
fn g(x: f64) -> f64 {
    use model::*;
    square(x)
}

fn main() {}
