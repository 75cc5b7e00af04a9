use ad_runtime::prelude::*;

trait Inverse {
    fn inv(self) -> f64;
}

impl Inverse for f64 {
    fn inv(self) -> f64 {
        -self
    }
}

#[differentiable]
fn f(x: f64) -> f64 {
    x.inv() * x
}

fn main() {}
