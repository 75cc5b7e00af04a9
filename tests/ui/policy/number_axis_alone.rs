use ad_runtime::prelude::*;
use sprs::CsMat;

#[differentiable(project(number = "none"))]
fn total(a: &CsMat<f64>) -> f64 {
    a.sum()
}

fn main() {
    let _ = total::gradient(&CsMat::eye(2));
}
