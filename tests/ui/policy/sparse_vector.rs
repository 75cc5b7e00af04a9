use ad_runtime::prelude::*;
use sprs::CsVec;

#[differentiable]
fn square(y: f64, x: &CsVec<f64>) -> f64 {
    if x.nnz() > 0 { y * y } else { y }
}

fn main() {
    let x = CsVec::new(3, vec![1], vec![2.0]);
    let _ = square::gradient(1.0, &x);
}
