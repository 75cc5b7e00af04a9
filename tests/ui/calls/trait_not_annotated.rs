use ad_runtime::prelude::*;

trait Model {
    fn eval(&self, x: f64) -> f64;
}

#[derive(Differentiable)]
struct Linear {
    slope: f64,
}

#[differentiable(companion = trait)]
impl Model for Linear {
    fn eval(&self, x: f64) -> f64 {
        self.slope * x
    }
}

#[differentiable]
fn f<M: Model>(model: &M, x: f64) -> f64 {
    model.eval(x)
}

fn main() {}
