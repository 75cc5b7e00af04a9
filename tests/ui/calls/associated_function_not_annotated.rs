use ad_runtime::prelude::*;

struct Model;

impl Model {
    fn energy(x: f64) -> f64 {
        x * x
    }
}

#[differentiable]
fn f(x: f64) -> f64 {
    Model::energy(x) + x
}

fn main() {}
