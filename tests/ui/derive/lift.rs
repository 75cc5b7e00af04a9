use ad_runtime::forward::Lift;
use ad_runtime::prelude::*;
use num_traits::Float;

#[derive(Differentiable, Lift)]
struct Pair<T: Float> {
    left: T,
    right: T,
}

#[derive(Differentiable, Lift)]
struct View<'a> {
    values: &'a [f64],
}

fn main() {}
