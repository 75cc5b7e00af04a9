use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut y = x;
    'outer: loop {
        y *= x;
        if y > 100.0 {
            break 'outside;
        }
        if y > 10.0 {
            break 'outer;
        }
    }
    y
}

fn main() {}
