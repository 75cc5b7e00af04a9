//! The numbers that travel in a reverse sweep, and how they add.

use crate::cotangent::ScalarCotangent;
use crate::differentiable::{Differentiable, Scalar};
use crate::rules::{Operand, Partial};
use num_complex::Complex;
use num_traits::{Float, FloatConst, FromPrimitive};
use std::fmt::{Debug, Display};
use std::marker::PhantomData;

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
    impl<T: Sealed, const K: usize> Sealed for crate::forward::Dual<T, K> {}
}
pub(crate) use sealed::Sealed;

/// The real numbers of this crate: `f32`, `f64`, and the [`Dual`](crate::forward::Dual) numbers over them. Sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no real number",
    note = "in a function with `forward`, put `#[derive(Differentiable, Lift)]` on a type of your own, or `#[no_derivative]` on the parameter"
)]
pub trait Real:
    Float
    + FloatConst
    + FromPrimitive
    + Number<Real = Self>
    + Scalar
    + Differentiable<Bare = Self>
    + Operand
    + Partial<Real = Self>
    + std::iter::Sum
    + std::ops::AddAssign
    + std::ops::MulAssign
    + Display
    + Default
    + Sealed
    + Send
    + Sync
    + 'static
{
    /// `f(self)`, of a function that brings its derivative.
    #[doc(hidden)]
    fn through(self, f: &impl WithDerivative) -> Self;
}

/// A function of a real number whose code runs on `f32` and `f64` alone, or has branches that hide its derivative; and its
/// derivative, for numbers that carry derivatives.
#[doc(hidden)]
pub trait WithDerivative {
    /// The value at a number without derivatives.
    fn value<T: Real>(&self, x: T) -> T;
    /// The derivative.
    fn derivative<T: Real>(&self, x: T) -> T;
}

impl Real for f32 {
    #[inline(always)]
    fn through(self, f: &impl WithDerivative) -> f32 {
        f.value(self)
    }
}

impl Real for f64 {
    #[inline(always)]
    fn through(self, f: &impl WithDerivative) -> f64 {
        f.value(self)
    }
}

impl<T: Real, const K: usize> Real for crate::forward::Dual<T, K> {
    #[inline(always)]
    fn through(self, f: &impl WithDerivative) -> Self {
        self.chain(self.value().through(f), f.derivative(self.value()))
    }
}

/// The cotangent of one number: what a rule contributes, and what an accumulator holds.
///
/// The four of them are `T`, [`Complex<T>`], [`ScalarCotangent<T>`], and one that
/// discards what is added to it, with `T` one of `f32` and `f64`.
/// Any of them can be accumulated into any other: the receiving type decides what is kept. A real keeps the real part
/// (that is the projection C -> R), a [`ScalarCotangent`] becomes complex when something complex arrives.
///
/// ```
/// use ad_runtime::{Number, ScalarCotangent};
/// use num_complex::Complex;
///
/// let contribution = Complex::new(3.0, 4.0);
/// let mut tangent = 1.0;
/// tangent.accumulate(contribution);
/// assert_eq!(tangent, 4.0);
/// let mut ambient = ScalarCotangent::from(1.0);
/// ambient.accumulate(contribution);
/// assert_eq!(ambient.to_complex(), Complex::new(4.0, 4.0));
/// ```
pub trait Number: Copy + Debug + PartialEq + Default + Send + Sync + 'static {
    /// The real numbers underneath.
    type Real: Real;

    /// The additive identity.
    fn zero() -> Self;

    /// What a sum begins with: -0, since adding to it changes no number, not even -0, so that the optimiser can leave
    /// the addition out. (Adding to +0 makes +0 of -0.)
    fn neutral() -> Self {
        Self::zero()
    }

    /// Zero of the same kind: complex where `self` is complex.
    fn zero_alike(self) -> Self {
        Self::zero()
    }

    /// Whether this is zero, in both parts.
    fn is_zero(self) -> bool;

    /// The same number, without loss.
    fn to_scalar(self) -> ScalarCotangent<Self::Real>;

    /// The nearest number of this type: the projection onto this type.
    fn from_scalar(scalar: ScalarCotangent<Self::Real>) -> Self;

    /// `self += contribution`, projected onto the type of `self`.
    fn accumulate<N: Number<Real = Self::Real>>(&mut self, contribution: N);

    /// `self * factor`, imaginary part included.
    fn scale(self, factor: Self::Real) -> Self;

    /// `self * factor` for a complex factor.
    fn times(self, factor: Complex<Self::Real>) -> Complex<Self::Real>;
}

macro_rules! real_number {
    ($($t:ty)*) => {$(
        impl Number for $t {
            type Real = $t;
            #[inline(always)]
            fn zero() -> $t { 0.0 }
            #[inline(always)]
            fn neutral() -> $t { -0.0 }
            #[inline(always)]
            fn is_zero(self) -> bool { self == 0.0 }
            #[inline(always)]
            fn to_scalar(self) -> ScalarCotangent<$t> { ScalarCotangent::from(self) }
            #[inline(always)]
            fn from_scalar(scalar: ScalarCotangent<$t>) -> $t { scalar.re() }
            #[inline(always)]
            fn accumulate<N: Number<Real = $t>>(&mut self, contribution: N) { *self += contribution.to_scalar().re() }
            #[inline(always)]
            fn scale(self, factor: $t) -> $t { self * factor }
            #[inline(always)]
            fn times(self, factor: Complex<$t>) -> Complex<$t> { factor.scale(self) }
        }
    )*};
}
real_number!(f32 f64);

impl<T: Real> Number for Complex<T> {
    type Real = T;
    #[inline(always)]
    fn zero() -> Self {
        Complex::new(<T as Number>::zero(), <T as Number>::zero())
    }
    #[inline(always)]
    fn neutral() -> Self {
        Complex::new(T::neutral(), T::neutral())
    }
    #[inline(always)]
    fn is_zero(self) -> bool {
        Number::is_zero(self.re) && Number::is_zero(self.im)
    }
    #[inline(always)]
    fn to_scalar(self) -> ScalarCotangent<T> {
        ScalarCotangent::from(self)
    }
    #[inline(always)]
    fn from_scalar(scalar: ScalarCotangent<T>) -> Self {
        scalar.to_complex()
    }
    #[inline(always)]
    fn accumulate<N: Number<Real = T>>(&mut self, contribution: N) {
        let contribution = contribution.to_scalar();
        self.re += contribution.re();
        self.im += contribution.im();
    }
    #[inline(always)]
    fn scale(self, factor: T) -> Self {
        Complex::new(self.re * factor, self.im * factor)
    }
    #[inline(always)]
    fn times(self, factor: Complex<T>) -> Complex<T> {
        self * factor
    }
}

/// The number that an [`Inactive`](crate::Inactive) accumulator holds: everything added to it is discarded.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Discarded<T>(PhantomData<T>);

impl<T: Real> Number for Discarded<T> {
    type Real = T;
    #[inline(always)]
    fn zero() -> Self {
        Discarded(PhantomData)
    }
    #[inline(always)]
    fn is_zero(self) -> bool {
        true
    }
    #[inline(always)]
    fn to_scalar(self) -> ScalarCotangent<T> {
        ScalarCotangent::zero()
    }
    #[inline(always)]
    fn from_scalar(_: ScalarCotangent<T>) -> Self {
        Self::zero()
    }
    #[inline(always)]
    fn accumulate<N: Number<Real = T>>(&mut self, _: N) {}
    #[inline(always)]
    fn scale(self, _: T) -> Self {
        self
    }
    #[inline(always)]
    fn times(self, _: Complex<T>) -> Complex<T> {
        <Complex<T> as Number>::zero()
    }
}
