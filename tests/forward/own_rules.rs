//! Rules of the user's own in forward mode.

use ad_runtime::prelude::*;
use ad_runtime::{Cotangent, Number, Space};
use ndarray::{Array2, array};

/// Stands for another crate.
mod special {
    pub(super) fn ln_cosh(x: f64) -> f64 {
        x.cosh().ln()
    }
}

#[differentiable(forward, partials(f64::tanh))]
use special::ln_cosh;

/// Its body has another derivative than its rule: so it is seen which one is taken.
#[differentiable(forward, partials(|x, n, y| n as f64 * x.powi(n - 1) * y.sin(), _, |x, n, y| x.powi(n) * y.cos()))]
fn power(x: f64, n: i32, y: f64) -> f64 {
    (x.powi(n) * y.sin()).round()
}

#[differentiable(forward)]
fn of_partials(x: f64, y: f64) -> f64 {
    power(x * y, 3, y) * ln_cosh(x)
}

#[test]
fn partial_derivatives_have_their_own() {
    let (x, y) = (1.5_f64, 2.0_f64);
    assert_eq!(ln_cosh::pushforward(x, 2.0), (x.cosh().ln(), 2.0 * x.tanh()));
    assert!((ln_cosh::hessian(x)[[0, 0]] - (1.0 - x.tanh().powi(2))).abs() < 1e-15);
    let hessian = power::hessian(x, 3, y);
    let expected = array![[6.0 * x * y.sin(), 3.0 * x * x * y.cos()], [3.0 * x * x * y.cos(), -x.powi(3) * y.sin()]];
    assert!((&hessian - &expected).iter().all(|difference| difference.abs() < 1e-14), "{hessian}");
    let (_, along) = power::pushforward_n(x, 3, y, [1.0, 0.0], [0.0, 1.0]);
    let gradient = power::gradient(x, 3, y);
    assert_eq!(along, [gradient.0, gradient.2]);
}

#[test]
fn a_function_that_calls_them_has_a_hessian() {
    let (x, y, h) = (1.5, 2.0, 1e-5);
    // With the rounded value in the place of the exact one, where the product rule takes it.
    let hessian = of_partials::hessian(x, y);
    let gradient = |x: f64, y: f64| of_partials::gradient(x, y);
    let by_x = {
        let (after, before) = (gradient(x + h, y), gradient(x - h, y));
        [(after.0 - before.0) / (2.0 * h), (after.1 - before.1) / (2.0 * h)]
    };
    // The value of `power` does not move in the differences, and its rule says that it does: that term is added.
    let slope = power::gradient(x * y, 3, y).0 * y;
    let missing = slope * x.tanh();
    assert!((hessian[[0, 0]] - by_x[0] - missing).abs() < 1e-5 * hessian[[0, 0]].abs(), "{hessian} {by_x:?} {missing}");
    assert!((hessian[[0, 1]] - hessian[[1, 0]]).abs() < 1e-12 * hessian[[0, 1]].abs());
}

/// The root of `y³ + y = x`, by Newton's method.
#[differentiable(forward, pullback = root_pullback, pushforward = root_pushforward)]
fn root(x: f64) -> f64 {
    let mut y = x;
    while (y * y * y + y - x).abs() > 1e-14 * x.abs() {
        y -= (y * y * y + y - x) / (3.0 * y * y + 1.0);
    }
    y
}

fn root_pullback<I: Space, A0: Space>(x: f64, seed: &Cotangent<f64, I>, x_bar: &mut Cotangent<f64, A0>) {
    let y = root(x);
    x_bar.accumulate(seed.scale(1.0 / (3.0 * y * y + 1.0)));
}

#[differentiable]
fn root_pushforward(x: f64, x_dot: f64) -> (f64, f64) {
    let y = root(x);
    (y, x_dot / (3.0 * y * y + 1.0))
}

#[differentiable(forward)]
fn of_roots(x: &[f64]) -> f64 {
    x.iter().map(|x| root(*x) * root(*x)).sum()
}

#[test]
fn a_pushforward_given_beside_a_pullback() {
    // y' = 1 / (3 y² + 1), y'' = -6 y y'³
    assert_eq!(root::pushforward(10.0, 13.0), (2.0, 1.0));
    assert!((root::hessian(10.0)[[0, 0]] + 12.0 / 13.0_f64.powi(3)).abs() < 1e-15);
    // (y²)'' = 2 y'² + 2 y y''
    let expected = 2.0 / 169.0 - 4.0 * 12.0 / 13.0_f64.powi(3);
    let hessian = of_roots::hessian(&[10.0, 2.0]);
    assert!((hessian[[0, 0]] - expected).abs() < 1e-15);
    assert_eq!(hessian[[0, 1]], 0.0);
}

/// `x_i² n sum(x)`, with parameters of every kind.
#[differentiable(forward, pullback = mixed_pullback, pushforward = mixed_pushforward)]
fn mixed(x: &[f64], n: usize, #[no_derivative] offsets: &[f64], by: f64) -> Vec<f64> {
    let sum: f64 = x.iter().sum();
    x.iter().zip(offsets).map(|(x, offset)| x * x * sum * by * n as f64 + offset).collect()
}

#[allow(
    clippy::too_many_arguments,
    clippy::ptr_arg,
    clippy::extra_unused_type_parameters,
    reason = "what a rule takes"
)]
fn mixed_pullback<I: Space, A0: Space, A1: Space, A2: Space, A3: Space>(
    x: &[f64],
    n: usize,
    _: &[f64],
    by: f64,
    seed: &Vec<Cotangent<f64, I>>,
    x_bar: &mut [Cotangent<f64, A0>],
    _: &mut NoTangent,
    _: &mut [Cotangent<f64, A2>],
    by_bar: &mut Cotangent<f64, A3>,
) {
    let (sum, n) = (x.iter().sum::<f64>(), n as f64);
    for i in 0..x.len() {
        x_bar[i].accumulate(seed[i].scale(2.0 * x[i] * sum * by * n));
        by_bar.accumulate(seed[i].scale(x[i] * x[i] * sum * n));
        for bar in x_bar.iter_mut() {
            bar.accumulate(seed[i].scale(x[i] * x[i] * by * n));
        }
    }
}

#[differentiable]
fn mixed_pushforward(
    x: &[f64],
    n: usize,
    #[no_derivative] offsets: &[f64],
    by: f64,
    x_dot: &[f64],
    by_dot: f64,
) -> (Vec<f64>, Vec<f64>) {
    let (sum, sum_dot) = (x.iter().sum::<f64>(), x_dot.iter().sum::<f64>());
    let n_f = n as f64;
    let value = x.iter().zip(offsets).map(|(x, offset)| x * x * sum * by * n_f + offset).collect();
    let mut dots = vec![0.0; x.len()];
    for i in 0..x.len() {
        dots[i] = (2.0 * x[i] * x_dot[i] * sum * by + x[i] * x[i] * (sum_dot * by + sum * by_dot)) * n_f;
    }
    (value, dots)
}

#[differentiable(forward)]
fn of_mixed(x: &[f64], by: f64, #[no_derivative] offsets: &[f64]) -> f64 {
    let y = mixed(x, 2, offsets, by);
    y[0] * y[1] + y[2]
}

#[differentiable(forward)]
fn of_mixed_by_body(x: &[f64], by: f64) -> f64 {
    let sum: f64 = x.iter().sum();
    let y =
        [x[0] * x[0] * sum * by * 2.0 + 1.0, x[1] * x[1] * sum * by * 2.0 + 2.0, x[2] * x[2] * sum * by * 2.0 + 3.0];
    y[0] * y[1] + y[2]
}

#[test]
fn a_rule_of_slices() {
    let (x, by) = ([0.5, -1.5, 2.0], 0.75);
    let close = |a: Array2<f64>, b: Array2<f64>| {
        let largest = b.iter().fold(0.0_f64, |largest, b| largest.max(b.abs()));
        assert!((&a - &b).iter().all(|difference| difference.abs() < 1e-13 * largest), "{a}\n{b}");
    };
    close(of_mixed::hessian(&x, by, &[1.0, 2.0, 3.0]), of_mixed_by_body::hessian(&x, by));
    close(mixed::jacobian_forward(&x, 2, &[0.0; 3], by), mixed::jacobian_reverse(&x, 2, &[0.0; 3], by));
}
