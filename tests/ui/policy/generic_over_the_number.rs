use ad_runtime::prelude::*;
use num_traits::Float;
use sprs::CsMat;

#[differentiable]
fn total<T: Float>(a: &CsMat<T>) -> T {
    a.sum()
}

fn main() {
    let _ = total::gradient(&CsMat::<f32>::eye(2));
}
