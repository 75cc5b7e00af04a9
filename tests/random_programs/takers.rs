//! Functions that take functions, for the programs to call: with the attribute here, and on dual numbers in `dual.rs`.

use ad_runtime::prelude::*;

#[differentiable(forward)]
pub fn passed(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let once = f(0.5 * x);
    if once > x { 0.5 * once + 0.25 * f(0.3) } else { once - f(x).sin() }
}

#[differentiable(forward)]
pub fn passed_often<F: Fn(f64, f64) -> f64>(f: &F, x: f64, count: usize) -> f64 {
    let mut sum: f64 = 0.0;
    for i in 0..count {
        sum = 0.5 * sum + f(sum.cos(), x * (i as f64 + 1.0));
        if sum > 3.0 {
            break;
        }
    }
    passed(|t| f(t, sum.sin()), x) + sum
}
