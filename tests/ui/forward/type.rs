use ad_runtime::forward::Lift;
use ad_runtime::prelude::*;

trait Model {
    fn eval(&self, x: f64) -> f64;
}

#[differentiable(forward)]
fn energy<M: Model>(model: &M, x: f64) -> f64 {
    model.eval(x)
}

#[derive(Differentiable, Lift)]
struct Triple(f64, f64, f64);

#[differentiable(forward)]
fn last(triple: Triple) -> f64 {
    let Triple(.., last) = triple;
    last
}

fn main() {}
