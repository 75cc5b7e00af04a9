use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let n = x as i32;
    let y = x.gamma();
    let z = if let 0.0 = x { x } else { y };
    square(z) * n as f64 * unsafe { y }
}

#[differentiable]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn caller(x: f64) -> f64 {
    square(x) + f(x)
}

fn main() {
    // The function itself and its companion stay usable: nothing is reported here.
    let _ = f(1.0);
    let _: f64 = f::gradient(1.0);
    let _: f64 = caller::gradient(1.0);
}
