use ad_runtime::prelude::*;

#[derive(Differentiable)]
struct Spring {
    stiffness: f64,
}

impl Spring {
    fn energy(&self, x: f64) -> f64 {
        self.stiffness * x * x
    }
}

#[differentiable]
fn f(spring: &Spring, x: f64) -> f64 {
    spring.energy(x) + x
}

fn main() {}
