use ad_runtime::prelude::*;

#[differentiable]
fn pair(x: f64) -> (f64, f64) {
    (x, x * x)
}

fn main() {
    let _ = pair::gradient(1.0);
}
