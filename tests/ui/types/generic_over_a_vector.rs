use ad_runtime::prelude::*;

#[differentiable]
fn same<T: Clone>(x: T) -> T {
    x
}

fn main() {
    let _ = same::pullback(vec![1.0]);
}
