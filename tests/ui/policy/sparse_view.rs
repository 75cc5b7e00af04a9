use ad_runtime::prelude::*;
use sprs::{CsMat, CsMatView};

#[differentiable]
fn total(a: CsMatView<'_, f64>) -> f64 {
    a.sum()
}

fn main() {
    let a = CsMat::eye(2);
    let _ = total::gradient(a.view());
}
