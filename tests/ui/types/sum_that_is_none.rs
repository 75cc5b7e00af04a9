use ad_runtime::prelude::*;
use std::ops::{Add, AddAssign};

#[derive(Clone, Copy, Differentiable)]
struct Logarithm {
    of: f64,
}

#[differentiable]
impl Add for Logarithm {
    type Output = Logarithm;
    fn add(self, other: Logarithm) -> Logarithm {
        Logarithm { of: (self.of.exp() + other.of.exp()).ln() }
    }
}

impl AddAssign for Logarithm {
    fn add_assign(&mut self, other: Logarithm) {
        *self = *self + other;
    }
}

#[differentiable]
fn total(x: &[Logarithm]) -> f64 {
    let mut sum = x[0];
    for i in 1..x.len() {
        sum += x[i];
    }
    sum.of
}

fn main() {}
