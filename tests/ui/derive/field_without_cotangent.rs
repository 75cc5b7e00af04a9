use ad_runtime::prelude::*;

struct Id;

#[derive(Differentiable)]
struct Body {
    mass: f64,
    id: Id,
}

fn main() {}
