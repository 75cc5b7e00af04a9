//! Functions of slices of real numbers. Each is written as anybody would write it, and annotated.

use super::scalars::of;
use crate::rules::reductions::Norm;
use crate::rules::slices::SliceMethods;
use crate::{Cotangent, Real, Space, differentiable};

/// `ln sum exp(x_i)`, without overflow; negative infinity of nothing.
///
/// ```
/// use ad_runtime::functions::log_sum_exp;
/// assert_eq!(log_sum_exp(&[1e3, 1e3]), 1e3 + 2.0_f64.ln());
/// assert_eq!(log_sum_exp::gradient(&[1e3, 1e3]), [0.5, 0.5]);
/// ```
#[differentiable(crate = crate, forward)]
pub fn log_sum_exp<T: Real>(x: &[T]) -> T {
    let largest = largest(x);
    if largest.is_infinite() {
        return largest;
    }
    let mut sum = of::<T>(0.0);
    for &number in x {
        sum += (number - largest).exp();
    }
    largest + sum.ln()
}

/// The largest number, which is taken from every exponent: the result does not depend on it.
#[differentiable(crate = crate, pullback = nothing)]
fn largest<T: Real>(x: &[T]) -> T {
    x.iter().copied().fold(T::neg_infinity(), num_traits::Float::max)
}

/// The rule of what has no effect.
fn nothing<I: Space, A: Space, T: Real>(_: &[T], _: &Cotangent<T, I>, _: &mut [Cotangent<T, A>]) {}

/// `exp(x_i) / sum exp(x_j)`, without overflow.
///
/// ```
/// use ad_runtime::functions::softmax;
/// assert_eq!(softmax(&[0.0, 1e3]), [0.0, 1.0]);
/// ```
#[differentiable(crate = crate, forward)]
pub fn softmax<T: Real>(x: &[T]) -> Vec<T> {
    let logarithm = log_sum_exp(x);
    let mut y = x.to_vec();
    for i in 0..x.len() {
        y[i] = (x[i] - logarithm).exp();
    }
    y
}

/// `x_i - ln sum exp(x_j)`, the logarithms of [`softmax`](softmax()).
///
/// ```
/// use ad_runtime::functions::log_softmax;
/// assert_eq!(log_softmax(&[0.0, 0.0]), [-2.0_f64.ln(), -2.0_f64.ln()]);
/// ```
#[differentiable(crate = crate, forward)]
pub fn log_softmax<T: Real>(x: &[T]) -> Vec<T> {
    let logarithm = log_sum_exp(x);
    let mut y = x.to_vec();
    for i in 0..x.len() {
        y[i] = x[i] - logarithm;
    }
    y
}

/// `-sum p_i ln q_i`, where a `p_i` of 0 counts nothing.
///
/// ```
/// use ad_runtime::functions::cross_entropy;
/// assert_eq!(cross_entropy(&[1.0, 0.0], &[0.5, 0.0]), 2.0_f64.ln());
/// assert_eq!(cross_entropy::gradient(&[1.0, 0.0], &[0.5, 0.0_f64]).1, [-2.0, 0.0]);
/// ```
///
/// # Panics
///
/// If the lengths differ.
#[differentiable(crate = crate, forward)]
pub fn cross_entropy<T: Real>(p: &[T], q: &[T]) -> T {
    assert_eq!(p.len(), q.len(), "the cross entropy of {} and {} numbers", p.len(), q.len());
    let mut sum = of::<T>(0.0);
    for i in 0..p.len() {
        if p[i] != of::<T>(0.0) {
            sum += -p[i] * q[i].ln();
        }
    }
    sum
}

/// The variance of a sample, `sum (x_i - mean)² / (n - 1)`; NaN of fewer than two numbers.
///
/// ```
/// use ad_runtime::functions::variance;
/// assert_eq!(variance(&[1.0, 2.0, 6.0]), 7.0);
/// assert_eq!(variance::gradient(&[1.0, 2.0, 6.0]), [-2.0, -1.0, 3.0]);
/// ```
#[differentiable(crate = crate, forward)]
pub fn variance<T: Real>(x: &[T]) -> T {
    let n = of::<T>(x.len() as f64);
    let mean = x.mean();
    let mut sum = of::<T>(0.0);
    for &number in x {
        let deviation = number - mean;
        sum += deviation * deviation;
    }
    sum / (n - of::<T>(1.0))
}

/// The square root of the [`variance`](variance()). Where all numbers are equal its derivative is 0.
///
/// ```
/// use ad_runtime::functions::standard_deviation;
/// assert_eq!(standard_deviation(&[1.0, 2.0, 3.0]), 1.0);
/// assert_eq!(standard_deviation::gradient(&[2.0, 2.0]), [0.0, 0.0]);
/// ```
#[differentiable(crate = crate, forward)]
pub fn standard_deviation<T: Real>(x: &[T]) -> T {
    let variance = variance(x);
    if variance == of::<T>(0.0) {
        return of::<T>(0.0);
    }
    variance.sqrt()
}

/// The sum of the absolute values.
///
/// ```
/// use ad_runtime::functions::norm_1;
/// assert_eq!(norm_1::value_and_gradient(&[3.0, 0.0, -4.0]), (7.0, vec![1.0, 0.0, -1.0]));
/// ```
#[differentiable(crate = crate, forward)]
pub fn norm_1<T: Real>(x: &[T]) -> T {
    let mut sum = of::<T>(0.0);
    for &number in x {
        sum += number.abs();
    }
    sum
}

/// The largest absolute value, 0 of nothing. Equal ones share the derivative.
///
/// ```
/// use ad_runtime::functions::norm_max;
/// assert_eq!(norm_max::value_and_gradient(&[3.0, -4.0]), (4.0, vec![0.0, -1.0]));
/// ```
#[differentiable(crate = crate, forward)]
pub fn norm_max<T: Real>(x: &[T]) -> T {
    let mut largest = of::<T>(0.0);
    for &number in x {
        largest = largest.max(number.abs());
    }
    largest
}

/// `(sum |x_i|^p)^(1/p)` for a `p` of at least 1. At 0 its derivative is 0.
///
/// ```
/// use ad_runtime::functions::norm_p;
/// assert_eq!(norm_p(&[3.0, -4.0], 2.0), 5.0);
/// assert_eq!(norm_p::gradient(&[0.0, 0.0], 2.0), (vec![0.0, 0.0], 0.0));
/// ```
#[differentiable(crate = crate, forward)]
pub fn norm_p<T: Real>(x: &[T], p: T) -> T {
    let mut sum = of::<T>(0.0);
    for &number in x {
        sum += number.abs().powf(p);
    }
    if sum == of::<T>(0.0) {
        return of::<T>(0.0);
    }
    sum.powf(p.recip())
}

/// The vector divided by its Euclidean norm; not finite if that is 0.
///
/// ```
/// use ad_runtime::functions::normalized;
/// assert_eq!(normalized(&[3.0, 4.0]), [0.6, 0.8]);
/// ```
#[differentiable(crate = crate, forward)]
pub fn normalized<T: Real>(x: &[T]) -> Vec<T> {
    let norm = x.norm();
    let mut y = x.to_vec();
    for i in 0..x.len() {
        y[i] = x[i] / norm;
    }
    y
}

/// The sums of the first numbers: `x_0, x_0 + x_1, ..`
///
/// ```
/// use ad_runtime::functions::cumulative_sum;
/// assert_eq!(cumulative_sum(&[1.0, 2.0, 3.0]), [1.0, 3.0, 6.0]);
/// ```
#[differentiable(crate = crate, forward)]
pub fn cumulative_sum<T: Real>(x: &[T]) -> Vec<T> {
    let mut y = x.to_vec();
    for i in 1..x.len() {
        y[i] = y[i - 1] + x[i];
    }
    y
}

/// The products of the first numbers: `x_0, x_0 x_1, ..`
///
/// ```
/// use ad_runtime::functions::cumulative_product;
/// assert_eq!(cumulative_product(&[2.0, 3.0, 4.0]), [2.0, 6.0, 24.0]);
/// ```
#[differentiable(crate = crate, forward)]
pub fn cumulative_product<T: Real>(x: &[T]) -> Vec<T> {
    let mut y = x.to_vec();
    for i in 1..x.len() {
        y[i] = y[i - 1] * x[i];
    }
    y
}
