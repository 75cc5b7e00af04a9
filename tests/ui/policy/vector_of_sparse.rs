use ad_runtime::prelude::*;
use sprs::CsMat;

#[differentiable]
fn first(a: &[CsMat<f64>]) -> f64 {
    a[0].sum()
}

#[differentiable]
fn second(a: Vec<CsMat<f64>>) -> f64 {
    a[1].sum()
}

fn main() {
    let a = vec![CsMat::eye(2), CsMat::eye(3)];
    let _ = first::gradient(&a);
    let _ = second::gradient(a);
}
