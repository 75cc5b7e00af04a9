//! Functions of one real number.

use crate::number::WithDerivative;
use crate::{Real, differentiable};
use num_traits::{Float, NumCast};
use std::f64::consts::PI;

/// A constant among the numbers of a type.
pub(super) fn of<T: Real>(x: f64) -> T {
    NumCast::from(x).unwrap_or_else(T::nan)
}

/// Functions with their derivatives, as [`WithDerivative`] has them.
macro_rules! with_derivatives {
    ($($Name:ident($($field:ident: $ty:ty)?): |$x:ident| $value:expr, $derivative:expr;)*) => {$(
        struct $Name$(($ty))?;
        impl WithDerivative for $Name {
            fn value<T: Real>(&self, $x: T) -> T {
                $(let $field = self.0;)?
                $value
            }
            fn derivative<T: Real>(&self, $x: T) -> T {
                $(let $field = self.0;)?
                $derivative
            }
        }
    )*};
}
#[cfg(feature = "special")]
pub(super) use with_derivatives;

with_derivatives! {
    Sinc(): |x| sinc_of_plain(x), sinc_derivative(x);
    SinPi(): |x| { let (quarter, rest) = quarters(x); turned(quarter, rest) }, of::<T>(PI) * cos_pi(x);
    CosPi(): |x| { let (quarter, rest) = quarters(x); turned(quarter + 1, rest) }, -of::<T>(PI) * sin_pi(x);
    Logistic(): |x| logistic_of_plain(x), logistic(x) * logistic(-x);
    Softplus(): |x| Float::max(x, of::<T>(0.0)) + Float::ln_1p(Float::exp(-Float::abs(x))), logistic(x);
}

/// `sin(π x) / (π x)`, 1 at 0. The derivative at 0 is 0.
///
/// ```
/// use ad_runtime::functions::sinc;
/// assert_eq!((sinc(0.0), sinc::gradient(0.0)), (1.0, 0.0));
/// assert!((sinc(0.5) - 2.0 / std::f64::consts::PI).abs() < 1e-15);
/// ```
#[differentiable(crate = crate, forward, partials(sinc_derivative))]
pub fn sinc<T: Real>(x: T) -> T {
    x.through(&Sinc)
}

fn sinc_of_plain<T: Real>(x: T) -> T {
    let angle = of::<T>(PI) * x;
    if angle.is_zero() { T::one() } else { sin_pi(x) / angle }
}

fn sinc_derivative<T: Real>(x: T) -> T {
    let pi = of::<T>(PI);
    let angle = pi * x;
    if Float::abs(angle) < of(1e-2) {
        // The difference below would cancel; the next term of the series is smaller than rounding.
        let square = angle * angle;
        return -pi * angle / of(3.0) * (T::one() - square / of(10.0) * (T::one() - square / of(28.0)));
    }
    (cos_pi(x) - sinc(x)) / x
}

/// `sin(π x)`, exact where `x` is an integer or a half.
///
/// ```
/// use ad_runtime::functions::sin_pi;
/// assert_eq!((sin_pi(3.0), sin_pi(0.5), sin_pi(1e9)), (0.0, 1.0, 0.0));
/// ```
#[differentiable(crate = crate, forward, partials(|x: T| of::<T>(PI) * cos_pi(x)))]
pub fn sin_pi<T: Real>(x: T) -> T {
    x.through(&SinPi)
}

/// `cos(π x)`, exact where `x` is an integer or a half.
///
/// ```
/// use ad_runtime::functions::cos_pi;
/// assert_eq!((cos_pi(3.0), cos_pi(0.5), cos_pi(1e9)), (-1.0, 0.0, 1.0));
/// ```
#[differentiable(crate = crate, forward, partials(|x: T| -of::<T>(PI) * sin_pi(x)))]
pub fn cos_pi<T: Real>(x: T) -> T {
    x.through(&CosPi)
}

/// `x = quarter / 2 + rest`, with the quarters of a turn modulo 4 and a rest of at most 1/4.
fn quarters<T: Real>(x: T) -> (u8, T) {
    let two = of::<T>(2.0);
    let within = x % two;
    let halves = Float::round(within * two);
    let quarter = NumCast::from(halves).map_or(0, |halves: i8| halves.rem_euclid(4).unsigned_abs());
    (quarter, within - halves / two)
}

/// `sin(π (quarter / 2 + rest))`
fn turned<T: Real>(quarter: u8, rest: T) -> T {
    let angle = of::<T>(PI) * rest;
    match quarter % 4 {
        0 => Float::sin(angle),
        1 => Float::cos(angle),
        2 => -Float::sin(angle),
        _ => -Float::cos(angle),
    }
}

/// The logistic function `1 / (1 + e⁻ˣ)`, without overflow.
///
/// ```
/// use ad_runtime::functions::logistic;
/// assert_eq!((logistic(0.0), logistic::gradient(0.0)), (0.5, 0.25));
/// assert_eq!((logistic(-1e3), logistic::gradient(-1e3)), (0.0, 0.0));
/// ```
#[differentiable(crate = crate, forward, partials(|x: T| logistic(x) * logistic(-x)))]
pub fn logistic<T: Real>(x: T) -> T {
    x.through(&Logistic)
}

fn logistic_of_plain<T: Real>(x: T) -> T {
    let small = Float::exp(-Float::abs(x));
    let low = small / (T::one() + small);
    if x < of::<T>(0.0) { low } else { T::one() - low }
}

/// `ln(1 + eˣ)`, without overflow.
///
/// ```
/// use ad_runtime::functions::softplus;
/// assert_eq!((softplus(0.0), softplus::gradient(0.0)), (2.0_f64.ln(), 0.5));
/// assert_eq!((softplus(1e3), softplus::gradient(1e3)), (1e3, 1.0));
/// ```
#[differentiable(crate = crate, forward, partials(|x: T| logistic(x)))]
pub fn softplus<T: Real>(x: T) -> T {
    x.through(&Softplus)
}

/// `ln(x / (1 - x))`, the inverse of [`logistic`](logistic()).
///
/// ```
/// use ad_runtime::functions::logit;
/// assert_eq!((logit(0.5), logit::gradient(0.5)), (0.0, 4.0));
/// ```
#[differentiable(crate = crate, forward, partials(|x: T| Float::recip(x * (T::one() - x))))]
pub fn logit<T: Real>(x: T) -> T {
    Float::ln(x / (T::one() - x))
}

/// The polynomial `c₀ + c₁ x + c₂ x² + ..` by Horner's scheme; 0 without coefficients.
///
/// ```
/// use ad_runtime::functions::polynomial;
/// assert_eq!(polynomial(&[1.0, 2.0, 3.0], 10.0), 321.0);
/// assert_eq!(polynomial::gradient(&[1.0, 2.0, 3.0], 10.0), (vec![1.0, 10.0, 100.0], 62.0));
/// ```
#[differentiable(crate = crate, forward)]
pub fn polynomial<T: Real>(coefficients: &[T], x: T) -> T {
    let mut y = of::<T>(0.0);
    for i in (0..coefficients.len()).rev() {
        y = y * x + coefficients[i];
    }
    y
}
