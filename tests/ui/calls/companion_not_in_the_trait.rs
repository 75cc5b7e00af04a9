use ad_runtime::prelude::*;

#[differentiable]
trait Model {
    fn eval(&self, x: f64) -> f64;
}

#[derive(Differentiable)]
struct Linear {
    slope: f64,
}

#[differentiable]
impl Model for Linear {
    fn eval(&self, x: f64) -> f64 {
        self.slope * x
    }
}

fn main() {}
