use ad_runtime::prelude::*;

#[derive(Differentiable)]
struct Spring {
    stiffness: f64,
}

#[differentiable(companion = type)]
impl Spring {
    fn energy(&self, x: f64) -> f64 {
        self.stiffness * x * x
    }
}

fn main() {}
