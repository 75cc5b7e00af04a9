use ad_runtime::prelude::*;

#[derive(Differentiable)]
struct Body {
    #[no_derivative = "yes"]
    mass: f64,
}

fn main() {}
