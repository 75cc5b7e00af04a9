use ad_runtime::prelude::*;

#[differentiable]
fn first<T>(x: T, y: T) -> T {
    x
}

fn main() {}
