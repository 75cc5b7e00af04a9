use ad_runtime::prelude::*;

use std::ops::{BitAnd, Shl};

#[derive(Differentiable, Clone, Copy)]
struct Mask {
    weight: f64,
}

impl BitAnd for Mask {
    type Output = f64;
    fn bitand(self, other: Mask) -> f64 {
        self.weight * other.weight
    }
}

impl Shl<i32> for Mask {
    type Output = f64;
    fn shl(self, n: i32) -> f64 {
        self.weight * f64::from(n)
    }
}

#[differentiable]
fn f(a: Mask, b: Mask, n: i32) -> f64 {
    (a & b) + (a << n)
}

fn main() {}
