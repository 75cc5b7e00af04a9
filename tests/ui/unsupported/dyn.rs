use ad_runtime::prelude::*;

trait Model {
    fn eval(&self, x: f64) -> f64;
}

#[differentiable]
fn of_an_object(model: &dyn Model, x: f64) -> f64 {
    model.eval(x)
}

#[differentiable]
fn of_objects(#[no_derivative] models: &[Box<dyn Model>], x: f64) -> f64 {
    models[0].eval(x)
}

fn main() {}
