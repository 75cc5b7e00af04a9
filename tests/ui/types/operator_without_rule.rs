use ad_runtime::prelude::*;

use std::ops::Mul;

#[derive(Differentiable, Clone, Copy)]
struct Metres {
    value: f64,
}

impl Mul for Metres {
    type Output = f64;
    fn mul(self, other: Metres) -> f64 {
        self.value * other.value
    }
}

#[differentiable]
fn area(a: Metres, b: Metres) -> f64 {
    a * b
}

fn main() {}
