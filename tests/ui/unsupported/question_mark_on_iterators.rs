use ad_runtime::prelude::*;

#[differentiable]
fn f(x: &[f64]) -> Option<f64> {
    let logs: Option<Vec<f64>> = x.iter().map(|v| if *v > 0.0 { Some(v.ln()) } else { None }).collect();
    Some(logs?.sum())
}

fn main() {}
