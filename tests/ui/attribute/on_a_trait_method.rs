use ad_runtime::prelude::*;

trait Shape {
    #[differentiable]
    fn area(x: f64) -> f64;
}

fn main() {}
