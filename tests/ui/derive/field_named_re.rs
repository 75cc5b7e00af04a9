use ad_runtime::prelude::*;

#[derive(Differentiable)]
struct Quaternion {
    re: f64,
    im: [f64; 3],
}

fn main() {}
