use ad_runtime::prelude::*;

#[derive(Differentiable)]
union Either {
    real: f64,
    integer: u64,
}

fn main() {}
