use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let n = x as i32;
    let y = x.midpoint(1.0);
    let z = unsafe { *std::ptr::from_ref(&y) };
    square(z) * f64::from(n)
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
