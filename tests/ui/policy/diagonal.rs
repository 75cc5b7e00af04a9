use ad_runtime::Diagonal;
use ad_runtime::prelude::*;

#[differentiable]
fn total(d: &Diagonal<f64>) -> f64 {
    d.sum()
}

fn main() {
    let d = Diagonal::new(vec![1.0, 2.0]);
    let _ = total::gradient(&d);
}
