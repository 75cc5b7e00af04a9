use ad_runtime::prelude::*;

#[derive(Differentiable)]
struct Body {
    mass: f64,
}

struct BodyCotangent;

fn main() {}
