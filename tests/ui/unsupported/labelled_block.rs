use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64) -> f64 {
    let y = 'a: {
        if x > 1.0 {
            break 'a x;
        }
        x * x
    };
    'b: {
        if y > x {
            break 'b;
        }
    }
    y
}

fn main() {}
