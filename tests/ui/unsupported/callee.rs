use ad_runtime::prelude::*;

struct Model {
    energy: fn(f64) -> f64,
}

#[differentiable]
fn f(x: f64, #[no_derivative] model: &Model) -> f64 {
    (model.energy)(x)
}

fn main() {}
