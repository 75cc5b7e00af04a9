use ad_runtime::prelude::*;

#[differentiable]
fn count(x: &[f64]) -> usize {
    x.len()
}

fn main() {
    let _ = count::gradient(&[1.0]);
}
