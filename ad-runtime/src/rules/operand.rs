use super::Partial;
use crate::cotangent::ScalarCotangent;
use crate::differentiable::{Cotangent, Differentiable};
use crate::forward::Dual;
use crate::number::{Number, Real};
use crate::policy::Space;
use num_complex::Complex;

/// A number as the operand or the result of a rule that is generic over numbers: how seeds of it are read and how
/// contributions to it arrive, in any space. Implemented by f32, f64 and Complex of both.
///
/// It is a bound of generic functions of the user's, whose own traits may have `zero`, `one` or `square`: so it has none of
/// num-traits among its supertraits, and names of its own for what it has of them.
pub trait Operand: Differentiable<Bare = Self> + Partial + ProductWith<Self, Product = Self> {
    /// Zero.
    fn neutral_of_sums() -> Self;

    /// One.
    fn neutral_of_products() -> Self;

    /// `self + other`
    fn sum_with(self, other: Self) -> Self;

    /// The seed, without loss.
    fn seed<D: Space>(seed: &Cotangent<Self, D>) -> ScalarCotangent<Self::Real>;

    /// `into += contribution`, projected onto the space of `into`.
    fn contribute<S: Space>(into: &mut Cotangent<Self, S>, contribution: impl Number<Real = Self::Real>);

    /// This number among the cotangents, real where its type is.
    fn scalar(self) -> ScalarCotangent<Self::Real>;

    /// The complex conjugate; a real number is its own.
    fn conjugate(self) -> Self;

    /// The square of the absolute value.
    fn square_of_norm(self) -> Self::Real;

    /// This number divided by a real one.
    fn divided(self, by: Self::Real) -> Self;

    /// The seed of an absolute value or norm of such numbers: its real part where they are complex.
    fn seed_of_norm(seed: ScalarCotangent<Self::Real>) -> ScalarCotangent<Self::Real>;
}

/// A product of numbers, real or complex.
pub trait ProductWith<B>: Sized {
    /// The type of the product.
    type Product;

    /// `self * other`
    fn product_with(self, other: B) -> Self::Product;
}

macro_rules! products {
    ($([$($generics:tt)*] $a:ty, $b:ty => $product:ty;)*) => {$(
        impl<$($generics)*> ProductWith<$b> for $a {
            type Product = $product;
            #[inline(always)]
            fn product_with(self, other: $b) -> $product { self * other }
        }
    )*};
}

macro_rules! common_to_all_numbers {
    () => {
        #[inline(always)]
        fn neutral_of_sums() -> Self {
            num_traits::Zero::zero()
        }
        #[inline(always)]
        fn neutral_of_products() -> Self {
            num_traits::One::one()
        }
        #[inline(always)]
        fn sum_with(self, other: Self) -> Self {
            self + other
        }
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
    ($([$($generics:tt)*] $t:ty;)*) => {$(
        impl<$($generics)*> Operand for $t {
            common_to_all_numbers!();
            #[inline(always)]
            fn conjugate(self) -> $t { self }
            #[inline(always)]
            fn square_of_norm(self) -> $t { self * self }
            #[inline(always)]
            fn divided(self, by: $t) -> $t { self / by }
            #[inline(always)]
            fn seed_of_norm(seed: ScalarCotangent<$t>) -> ScalarCotangent<$t> { seed }
        }
    )*};
}
real_operand! {
    [] f32;
    [] f64;
    [T: Real, const K: usize] Dual<T, K>;
}

products! {
    [] f32, f32 => f32;
    [] f64, f64 => f64;
    [T: Real, const K: usize] Dual<T, K>, Dual<T, K> => Dual<T, K>;
    [] f32, Complex<f32> => Complex<f32>;
    [] f64, Complex<f64> => Complex<f64>;
    [T: Real, const K: usize] Dual<T, K>, Complex<Dual<T, K>> => Complex<Dual<T, K>>;
}

impl<T: Real> ProductWith<T> for Complex<T> {
    type Product = Complex<T>;
    #[inline(always)]
    fn product_with(self, other: T) -> Self {
        self * other
    }
}

impl<T: Real> ProductWith<Complex<T>> for Complex<T> {
    type Product = Complex<T>;
    #[inline(always)]
    fn product_with(self, other: Self) -> Self {
        self * other
    }
}

impl<T: Real> Operand for Complex<T> {
    common_to_all_numbers!();
    #[inline(always)]
    fn conjugate(self) -> Self {
        self.conj()
    }
    #[inline(always)]
    fn square_of_norm(self) -> T {
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
