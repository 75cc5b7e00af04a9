use ad_runtime::prelude::*;

#[differentiable]
fn f(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for v in x.iter().cycle().take(7) {
        s += v;
    }
    for i in 0.. {
        if i == x.len() {
            break;
        }
        s += x[i];
    }
    s
}

fn main() {}
