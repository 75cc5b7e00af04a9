use ad_runtime::prelude::*;

fn square(#[no_derivative] x: f64) -> f64 {
    x * x
}

fn main() {}
