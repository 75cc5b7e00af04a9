use super::Partial;
use crate::cotangent::ScalarCotangent;
use crate::differentiable::{Cotangent, Differentiable};
use crate::number::{Number, Real};
use crate::policy::Space;
use num_complex::Complex;

/// A number as the operand or the result of a rule that is generic over numbers: how seeds of it are read and how
/// contributions to it arrive, in any space. Implemented by f32, f64 and Complex of both.
pub trait Operand: Differentiable<Bare = Self> + Partial + num_traits::Num {
    /// The seed, without loss.
    fn seed<D: Space>(seed: &Cotangent<Self, D>) -> ScalarCotangent<Self::Real>;

    /// `into += contribution`, projected onto the space of `into`.
    fn contribute<S: Space>(into: &mut Cotangent<Self, S>, contribution: impl Number<Real = Self::Real>);

    /// This number among the cotangents, real where its type is.
    fn scalar(self) -> ScalarCotangent<Self::Real>;

    /// The complex conjugate; a real number is its own.
    fn conjugate(self) -> Self;

    /// The square of the absolute value.
    fn square(self) -> Self::Real;

    /// This number divided by a real one.
    fn divided(self, by: Self::Real) -> Self;

    /// The seed of an absolute value or norm of such numbers: its real part where they are complex.
    fn seed_of_norm(seed: ScalarCotangent<Self::Real>) -> ScalarCotangent<Self::Real>;
}

macro_rules! seed_and_contribute {
    () => {
        #[inline(always)]
        fn seed<D: Space>(seed: &Cotangent<Self, D>) -> ScalarCotangent<Self::Real> {
            seed.to_scalar()
        }
        #[inline(always)]
        fn contribute<S: Space>(into: &mut Cotangent<Self, S>, contribution: impl Number<Real = Self::Real>) {
            into.accumulate(contribution);
        }
        #[inline(always)]
        fn scalar(self) -> ScalarCotangent<Self::Real> {
            self.into()
        }
    };
}

macro_rules! real_operand {
    ($($t:ty)*) => {$(
        impl Operand for $t {
            seed_and_contribute!();
            #[inline(always)]
            fn conjugate(self) -> $t { self }
            #[inline(always)]
            fn square(self) -> $t { self * self }
            #[inline(always)]
            fn divided(self, by: $t) -> $t { self / by }
            #[inline(always)]
            fn seed_of_norm(seed: ScalarCotangent<$t>) -> ScalarCotangent<$t> { seed }
        }
    )*};
}
real_operand!(f32 f64);

impl<T: Real> Operand for Complex<T> {
    seed_and_contribute!();
    #[inline(always)]
    fn conjugate(self) -> Self {
        self.conj()
    }
    #[inline(always)]
    fn square(self) -> T {
        self.norm_sqr()
    }
    #[inline(always)]
    fn divided(self, by: T) -> Self {
        self.unscale(by)
    }
    #[inline(always)]
    fn seed_of_norm(seed: ScalarCotangent<T>) -> ScalarCotangent<T> {
        seed.re().into()
    }
}
