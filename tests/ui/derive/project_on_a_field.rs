use ad_runtime::prelude::*;

#[derive(Differentiable)]
struct Body {
    #[project("none")]
    mass: f64,
}

fn main() {}
