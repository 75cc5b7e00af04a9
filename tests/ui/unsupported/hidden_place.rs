use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut c = [x, 4.0];
    let r = &mut c;
    if {
        let c = [7.0, 1.0];
        r[0] * c[1]
    } > 5.0
    {
        x
    } else {
        x * x
    }
}

#[differentiable]
fn g(x: f64) -> f64 {
    let mut c = [3.0, 4.0];
    let r = &mut c;
    let k = stop_gradient({
        let c = [7.0, 1.0];
        r[0] * c[1]
    });
    x * k
}

fn main() {}
