use ad_runtime::prelude::*;

#[differentiable]
fn f(n: usize) -> f64 {
    n as f64
}

fn main() {
    let _: NoTangent = f::gradient(2);
}
