use crate::number::{Number, Real};
use num_complex::Complex;
use std::fmt;

/// The ambient cotangent of a real number: real until something complex arrives, complex from then on.
///
/// In the ambient space a real number is a point of the complex plane that happens to lie on the real axis. Its
/// cotangent `x_bar = dL/dx + i dL/dy` then says, in its imaginary part, how the result would change if the number were
/// allowed to leave the axis. [`is_real`](Self::is_real) tells whether that question ever came up: it is a property of
/// the computation, not of the value, so a complex cotangent with imaginary part zero is not real.
///
/// ```
/// use ad_runtime::{Number, ScalarCotangent};
/// use num_complex::Complex;
///
/// let mut x_bar = ScalarCotangent::from(1.0);
/// assert!(x_bar.is_real());
/// x_bar.accumulate(Complex::new(0.5, 0.0));
/// assert!(!x_bar.is_real());
/// assert_eq!(x_bar.re(), 1.5);
/// ```
#[derive(Clone, Copy)]
pub struct ScalarCotangent<T> {
    re: T,
    // Negative zero as long as this is real, and never where it is complex. A sum is negative zero where both numbers are,
    // so adding takes care of that, without a branch and without a third field.
    im: T,
}

impl<T: Real> ScalarCotangent<T> {
    #[inline(always)]
    fn complex(re: T, im: T) -> Self {
        ScalarCotangent { re, im: im + <T as Number>::zero() } // of negative zero, zero
    }

    /// Whether nothing complex has arrived.
    #[inline(always)]
    pub fn is_real(&self) -> bool {
        Number::is_zero(self.im) && self.im.is_sign_negative()
    }

    /// The real part, which is the cotangent in the tangent space.
    #[inline(always)]
    pub fn re(&self) -> T {
        self.re
    }

    /// The imaginary part: zero as long as this is real.
    #[inline(always)]
    pub fn im(&self) -> T {
        self.im + <T as Number>::zero()
    }

    /// The same number as a complex one.
    #[inline(always)]
    pub fn to_complex(self) -> Complex<T> {
        Complex::new(self.re, self.im())
    }
}

impl<T: Real> Default for ScalarCotangent<T> {
    fn default() -> Self {
        Number::zero()
    }
}

impl<T: Real> From<T> for ScalarCotangent<T> {
    #[inline(always)]
    fn from(re: T) -> Self {
        ScalarCotangent { re, im: -<T as Number>::zero() }
    }
}

impl<T: Real> From<Complex<T>> for ScalarCotangent<T> {
    #[inline(always)]
    fn from(z: Complex<T>) -> Self {
        ScalarCotangent::complex(z.re, z.im)
    }
}

/// Equal when both are real or both complex, and their parts are equal.
impl<T: Real> PartialEq for ScalarCotangent<T> {
    fn eq(&self, other: &Self) -> bool {
        self.is_real() == other.is_real() && self.re == other.re && self.im == other.im
    }
}

impl<T: Real> fmt::Debug for ScalarCotangent<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<T: Real> fmt::Display for ScalarCotangent<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_real() { fmt::Display::fmt(&self.re, f) } else { fmt::Display::fmt(&self.to_complex(), f) }
    }
}

impl<T: Real> Number for ScalarCotangent<T> {
    type Real = T;
    #[inline(always)]
    fn zero() -> Self {
        ScalarCotangent::from(<T as Number>::zero())
    }
    #[inline(always)]
    fn neutral() -> Self {
        ScalarCotangent { re: T::neutral(), ..Self::zero() }
    }
    #[inline(always)]
    fn zero_alike(self) -> Self {
        if self.is_real() { Self::zero() } else { Self::complex(<T as Number>::zero(), <T as Number>::zero()) }
    }
    #[inline(always)]
    fn is_zero(self) -> bool {
        Number::is_zero(self.re) && Number::is_zero(self.im)
    }
    #[inline(always)]
    fn to_scalar(self) -> ScalarCotangent<T> {
        self
    }
    #[inline(always)]
    fn from_scalar(scalar: ScalarCotangent<T>) -> Self {
        scalar
    }
    #[inline(always)]
    fn accumulate<N: Number<Real = T>>(&mut self, contribution: N) {
        let contribution = contribution.to_scalar();
        self.re += contribution.re;
        self.im += contribution.im;
    }
    #[inline(always)]
    fn scale(self, factor: T) -> Self {
        let scaled = Self::complex(self.re * factor, self.im * factor);
        if self.is_real() { ScalarCotangent::from(scaled.re) } else { scaled }
    }
    #[inline(always)]
    fn times(self, factor: Complex<T>) -> Complex<T> {
        self.to_complex() * factor
    }
}
