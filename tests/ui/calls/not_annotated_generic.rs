use ad_runtime::prelude::*;

use num_traits::Float;

fn square<T: Float>(x: T) -> T {
    x * x
}

#[differentiable]
fn f<T: Float>(x: T) -> T {
    square(x) + square::<T>(x)
}

fn main() {}
