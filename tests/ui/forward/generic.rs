use ad_runtime::prelude::*;

#[differentiable(forward)]
fn f<T: num_traits::Float>(x: T) -> T {
    x * stop_gradient(x)
}

fn main() {}
