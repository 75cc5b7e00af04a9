use ad_runtime::prelude::*;

trait Area {
    fn area(&self) -> f64;
}

#[differentiable]
impl Area for f64 {
    fn area(&self) -> f64 {
        self * self
    }
}

fn main() {}
