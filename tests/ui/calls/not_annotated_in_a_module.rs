use ad_runtime::prelude::*;

mod model {
    pub fn square(x: f64) -> f64 {
        x * x
    }
}

#[differentiable]
fn f(x: f64) -> f64 {
    model::square(x) + 1.0
}

fn main() {}
