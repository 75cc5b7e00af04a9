use ad_runtime::prelude::*;

#[derive(Differentiable)]
#[no_derivative]
struct Body {
    mass: f64,
}

fn main() {}
