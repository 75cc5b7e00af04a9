//! Operators of types of the user's: what they do is what they say, however they are named.

use ad_runtime::prelude::*;
use std::ops::{Add, AddAssign, Sub, SubAssign};

/// A number that is kept as its logarithm: `+` is no sum of what is stored.
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

#[differentiable]
fn total(x: &[Logarithm]) -> f64 {
    let mut sum = x[0];
    for i in 1..x.len() {
        sum = sum + x[i];
    }
    sum.of
}

#[differentiable]
fn log_sum_exp(x: &[f64]) -> f64 {
    let x: Vec<Logarithm> = x.iter().map(|x| Logarithm { of: *x }).collect();
    total(&x)
}

/// Elements that are overwritten by sums of themselves.
#[differentiable]
fn running(x: &[f64]) -> f64 {
    let mut sums: Vec<Logarithm> = x.iter().map(|x| Logarithm { of: x * 0.5 }).collect();
    for i in 1..sums.len() {
        sums[i] = sums[i] + sums[i - 1];
    }
    sums[sums.len() - 1].of * sums[0].of
}

/// A vector, whose `+` adds to each field: `+=` passes its cotangent on.
#[derive(Clone, Copy, Differentiable)]
struct Vector {
    x: f64,
    y: f64,
}

#[differentiable]
impl Add for Vector {
    type Output = Vector;
    fn add(self, other: Vector) -> Vector {
        Vector { x: self.x + other.x, y: other.y + self.y }
    }
}

#[differentiable]
impl Sub for Vector {
    type Output = Self;
    fn sub(self, other: Vector) -> Self {
        Self { x: self.x - other.x, y: self.y - other.y }
    }
}

impl AddAssign for Vector {
    fn add_assign(&mut self, other: Vector) {
        *self = *self + other;
    }
}

impl SubAssign for Vector {
    fn sub_assign(&mut self, other: Vector) {
        *self = *self - other;
    }
}

#[differentiable]
fn walk(steps: &[f64], angle: f64) -> f64 {
    let mut place = Vector { x: angle, y: 1.0 };
    for step in steps {
        let (sin, cos) = (angle * step).sin_cos();
        place += Vector { x: step * cos, y: step * sin };
        place -= Vector { x: place.x * place.y, y: *step };
    }
    place.x * place.y
}

gradients! {
    log_sum_exp: (&[0.3, 0.5, -0.2]), (&[0.3]);
    running: (&[0.3, 0.5, -0.2]);
    walk: (&[0.3, -0.4, 0.8], 0.7);
}
