use ad_runtime::prelude::*;

#[differentiable(partials(|x| x))]
fn too_few(x: f64, y: f64) -> f64 {
    x * y
}

#[differentiable(partials(|x, y| y, _))]
fn without_one(x: f64, y: f64) -> f64 {
    x * y
}

#[differentiable(partials(|n, x| 1.0, |n, x| n as f64))]
fn of_an_integer(n: i32, x: f64) -> f64 {
    n as f64 * x
}

#[differentiable(partials(|x| 1.0), pullback = rule)]
fn two_rules(x: f64) -> f64 {
    x
}

#[differentiable(partials(|x| 1.0))]
use std::f64::consts::{E, PI};

#[differentiable]
use std::f64::consts::TAU;

fn main() {}
