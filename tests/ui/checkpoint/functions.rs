use ad_runtime::prelude::*;

#[differentiable(checkpoint)]
fn changes(x: &mut [f64], a: f64) -> f64 {
    x[0] *= a;
    x[0]
}

#[differentiable(checkpoint)]
fn takes_a_function(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x)
}

#[differentiable(checkpoint, partials(|x| 2.0 * x))]
fn has_a_rule(x: f64) -> f64 {
    x * x
}

#[differentiable]
trait Model {
    fn loss(&self, x: f64) -> f64;
}

#[derive(Differentiable)]
struct Scaled {
    by: f64,
}

#[differentiable(companion = trait)]
impl Model for Scaled {
    #[differentiable(checkpoint)]
    fn loss(&self, x: f64) -> f64 {
        (self.by * x).exp()
    }
}

fn main() {}
