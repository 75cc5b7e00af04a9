use ad_runtime::prelude::*;

macro_rules! format {
    ($x:expr) => {
        $x * $x
    };
}

#[differentiable]
fn f(x: f64) -> f64 {
    format!(x) * x
}

fn main() {}
