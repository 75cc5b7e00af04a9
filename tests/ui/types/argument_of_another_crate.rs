use ad_runtime::prelude::*;
use std::collections::HashMap;

#[differentiable]
fn f(x: f64, weights: &HashMap<String, f64>) -> f64 {
    x * weights["a"]
}

fn main() {}
