use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut y = x;
    let z = {
        y = x * x;
    };
    (y = x, z);
    y + if { y *= x; true } { x } else { y }
}

fn main() {}
