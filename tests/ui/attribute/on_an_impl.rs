use ad_runtime::prelude::*;

struct Square;

#[differentiable]
impl Square {
    fn area(x: f64) -> f64 {
        x * x
    }
}

fn main() {}
