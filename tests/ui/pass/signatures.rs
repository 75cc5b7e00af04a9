//! Lifetimes, generics, patterns and where clauses of every shape.

use ad_runtime::prelude::*;
use num_traits::Float;

#[differentiable]
fn lifetimes<'a, 'b: 'a>(x: &'a [f64], y: &'b f64, _name: &'static str) -> f64 {
    x[0] * y
}

#[differentiable]
fn constant<const N: usize>(x: &[f64; N], y: [[f64; N]; 2]) -> f64 {
    let mut sum = 0.0;
    for i in 0..N {
        sum += x[i] * y[1][i];
    }
    sum
}

#[differentiable]
fn generic<T, U>(x: T, y: &[T], n: U) -> T
where
    T: Float,
    U: Into<f64> + Copy,
{
    let _ = n;
    x * y[0]
}

#[differentiable]
fn patterns((x, y): (f64, f64), &z: &f64, mut w: f64, _: u8) -> f64 {
    w *= x;
    w * y * z
}

#[differentiable]
fn optional(x: Option<f64>, y: f64) -> Option<f64> {
    if y > 0.0 { Some(y * y) } else { x }
}

#[differentiable]
extern "C" fn foreign_interface(x: f64) -> f64 {
    x * x
}

#[differentiable]
#[must_use]
#[inline]
#[track_caller]
#[doc(hidden)]
pub(crate) fn attributes(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn nothing() -> f64 {
    1.0
}

#[test]
fn of_every_shape() {
    assert_eq!(lifetimes::gradient(&[2.0, 1.0], &3.0, "name"), (vec![3.0, 0.0], 2.0, NoTangent));
    assert_eq!(constant::gradient(&[2.0], [[1.0], [3.0]]), ([3.0], [[0.0], [2.0]]));
    assert_eq!(generic::gradient(2.0_f32, &[3.0], 1.0_f64).0, 3.0);
    assert_eq!(patterns::gradient((2.0, 3.0), &5.0, 7.0, 1), ((105.0, 70.0), 42.0, 30.0, NoTangent));
    assert_eq!(optional::gradient(Some(1.0), 2.0), Some((Some(0.0), 4.0)));
    assert_eq!(foreign_interface::gradient(3.0), 6.0);
    assert_eq!(attributes::gradient(3.0), 6.0);
    nothing::gradient();
}
