use ad_runtime::prelude::*;
use sprs::CsMat;

type Graph = CsMat<f64>;

#[differentiable]
fn total(a: &Graph) -> f64 {
    a.sum()
}

fn main() {
    let _ = total::gradient(&Graph::eye(2));
}
