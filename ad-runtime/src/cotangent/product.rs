//! Products and quotients of numbers of any two kinds.

use super::ScalarCotangent;
use crate::number::{Number, Real};
use num_complex::Complex;

/// `a * b`: real where both are real, complex where one of them is.
#[inline(always)]
pub(crate) fn product<A: Number, B: Number<Real = A::Real>>(a: A, b: B) -> ScalarCotangent<A::Real> {
    let (a, b) = (a.to_scalar(), b.to_scalar());
    // No complex arithmetic on reals: infinity times an imaginary part of zero would be NaN.
    match (a.is_real(), b.is_real()) {
        (true, _) => b.scale(a.re()),
        (_, true) => a.scale(b.re()),
        _ => ScalarCotangent::from(a.to_complex() * b.to_complex()),
    }
}

/// `a / b` for a real `b`, in one rounding: the reciprocal of a small `b` may be infinite.
#[inline(always)]
pub(crate) fn quotient<A: Number>(a: A, b: A::Real) -> ScalarCotangent<A::Real> {
    let a = a.to_scalar();
    if a.is_real() {
        ScalarCotangent::from(a.re() / b)
    } else {
        ScalarCotangent::from(Complex::new(a.re() / b, a.im() / b))
    }
}

/// The complex conjugate; a real is its own.
#[inline(always)]
pub(crate) fn conj<A: Number>(a: A) -> ScalarCotangent<A::Real> {
    let a = a.to_scalar();
    if a.is_real() { a } else { ScalarCotangent::from(a.to_complex().conj()) }
}

/// Whether accumulating into a `V` loses the imaginary part.
#[inline(always)]
pub(crate) fn is_real_line<V: Number>() -> bool {
    let unit = Complex::new(<V::Real as Number>::zero(), one::<V::Real>());
    V::from_scalar(ScalarCotangent::from(unit)).to_scalar().is_real()
}

/// The real 1.
#[inline(always)]
pub(crate) fn one<T: Real>() -> T {
    num_traits::One::one()
}

/// The modulus.
pub(crate) fn modulus<A: Number>(a: A) -> A::Real {
    let a = a.to_scalar();
    if a.is_real() { num_traits::Float::abs(a.re()) } else { num_traits::Float::hypot(a.re(), a.im()) }
}
