//! Numbers that do not move, among those that do.

use ad_runtime::prelude::*;
#[differentiable(forward, partials(|x, _y| x.cos(), _))]
fn own(x: f64, #[no_derivative] y: f64) -> f64 {
    x.sin() + y
}
#[differentiable(forward)]
fn scaled(x: f64, #[no_derivative] by: f64, #[no_derivative] plus: &f64) -> f64 {
    (x + 1.0).max(by) * [x, by][1] + plus.clamp(-x, 10.0 * x)
}
#[differentiable(forward)]
fn caller(x: f64, #[no_derivative] data: &[f64]) -> f64 {
    scaled(x, 2.0, &x) + scaled(x, x, &2.0) + scaled(x, data[0], &1.0) + own(x, data[1]) + own(x, x)
}

#[test]
fn numbers_that_do_not_move() {
    let (_, [along]) = caller::pushforward_n(3.0, &[1.5, 2.0], [1.0]);
    let expected = 2.0 + 3.0 + 1.5 + 2.0 * 3.0_f64.cos();
    assert!((along - expected).abs() < 1e-14, "{along}");
    assert!((along - caller::gradient(3.0, &[1.5, 2.0]).0).abs() < 1e-14);
}
