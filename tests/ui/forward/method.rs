use ad_runtime::prelude::*;

#[derive(Differentiable)]
struct Spring {
    stiffness: f64,
}

impl Spring {
    #[differentiable(forward)]
    fn energy(&self, x: f64) -> f64 {
        self.stiffness * x * x
    }
}

#[differentiable]
impl Spring {
    #[differentiable(forward)]
    fn work(&self, x: f64) -> f64 {
        self.stiffness * x
    }
}

#[differentiable(forward)]
impl Spring {
    fn force(&self, x: f64) -> f64 {
        self.stiffness * x
    }
}

fn main() {}
