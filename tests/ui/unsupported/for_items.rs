use ad_runtime::prelude::*;

#[differentiable]
fn f(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for v in x.iter().rev() {
        s += v;
    }
    for pair in x.windows(2) {
        s += pair[0] * pair[1];
    }
    for v in x.iter().map(|v| v * v) {
        s += v;
    }
    s
}

fn main() {}
