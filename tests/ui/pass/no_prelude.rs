//! A crate without the prelude of the standard library.
#![no_implicit_prelude]

use ::ad_runtime::{Differentiable, differentiable};
use ::std::assert_eq;
use ::std::vec::Vec;

#[derive(Differentiable)]
struct Point {
    x: f64,
    y: Vec<f64>,
}

#[differentiable]
fn polynomial(x: f64, c: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..c.len() {
        sum = sum * x + c[c.len() - 1 - i];
    }
    sum
}

#[differentiable(project = "none")]
fn of_point(p: &Point) -> f64 {
    let mut sum = p.x;
    for v in &p.y {
        if *v > 100.0 {
            return sum;
        }
        sum += v * v;
    }
    polynomial(sum, &p.y)
}

#[::core::prelude::v1::test]
fn without_a_prelude() {
    assert_eq!(polynomial::gradient(2.0, &[1.0, 3.0]), (3.0, ::std::vec![1.0, 2.0]));
    let p_bar = of_point::gradient(&Point { x: 1.0, y: ::std::vec![2.0] });
    assert_eq!(p_bar.x.re(), 0.0);
}
