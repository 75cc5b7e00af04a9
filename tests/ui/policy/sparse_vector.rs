use ad_runtime::prelude::*;
use sprs::CsVec;

#[differentiable]
fn total(x: &CsVec<f64>) -> f64 {
    x.sum()
}

fn main() {
    let x = CsVec::new(3, vec![1], vec![2.0]);
    let _ = total::gradient(&x);
}
