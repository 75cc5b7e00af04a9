use ad_runtime::prelude::*;

#[derive(Differentiable)]
struct Lens {
    index: f64,
}

impl Lens {
    fn n(&self) -> f64 {
        self.index
    }
}

#[differentiable]
fn f(lens: &Lens) -> f64 {
    lens.n() * 2.0
}

fn main() {}
