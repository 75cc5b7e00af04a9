use ad_runtime::prelude::*;

use std::collections::VecDeque;

#[differentiable]
fn f(x: &[f64]) -> f64 {
    let y: VecDeque<f64> = x.iter().map(|v| v * v).collect();
    y[0] * x.iter().map(|v| v + 1.0).collect::<Box<[f64]>>()[0]
}

fn main() {}
