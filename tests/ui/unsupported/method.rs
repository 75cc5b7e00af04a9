use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64, y: &[f64]) -> f64 {
    x.round_ties_even() + *y.iter().max_by(|a, b| a.total_cmp(b)).unwrap()
}

fn main() {}
