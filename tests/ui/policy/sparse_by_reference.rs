use ad_runtime::prelude::*;
use sprs::CsMat;

#[differentiable]
fn total(a: &CsMat<f64>) -> f64 {
    a.sum()
}

fn main() {
    let a = CsMat::eye(2);
    let _ = total::gradient(&a);
    let _ = total::value_and_gradient(&a);
    let _ = total::pullback(&a);
}
