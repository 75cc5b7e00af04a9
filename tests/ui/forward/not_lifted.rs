use ad_runtime::prelude::*;

#[derive(Differentiable)]
struct Spring {
    stiffness: f64,
}

#[differentiable(forward)]
fn energy(spring: &Spring, x: f64) -> f64 {
    spring.stiffness * x * x
}

fn main() {}
