use ad_runtime::prelude::*;
use sprs::CsMat;

#[differentiable]
fn both(#[project("input")] a: &CsMat<f64>, b: &CsMat<f64>) -> f64 {
    a.sum() * b.sum()
}

fn main() {
    let a = CsMat::eye(2);
    let _ = both::gradient(&a, &a);
}
