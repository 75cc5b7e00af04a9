use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64, y: &[f64]) -> f64 {
    x.round_ties_even() + *y.to_vec().select_nth_unstable_by(1, f64::total_cmp).1
}

fn main() {}
