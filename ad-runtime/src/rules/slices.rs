//! Slices of numbers, and what is made of them: `Vec` and arrays.

use super::identity::{ToOwnedRule, ToVecRule};
use super::reductions::{MeanRule, Norm, NormRule, ProductRule, SumRule};
use super::{Operand, Partial};
use crate::differentiable::{Cotangent, Differentiable};
use crate::policy::Space;
use num_traits::{NumCast, Zero};

/// What slices of numbers can do that the standard library does not offer: the methods that have rules.
///
/// ```
/// use ad_runtime::prelude::*;
///
/// let x = [3.0, 0.0, 4.0];
/// assert_eq!((x.sum(), x.product(), x.mean()), (7.0, 0.0, 7.0 / 3.0));
/// ```
pub trait SliceMethods {
    /// The numbers.
    type Item: Operand;

    /// The sum, 0 of an empty slice.
    fn sum(&self) -> Self::Item;

    /// The product, 1 of an empty slice.
    fn product(&self) -> Self::Item;

    /// The arithmetic mean, NaN of an empty slice.
    fn mean(&self) -> Self::Item;
}

impl<T: Operand> SliceMethods for [T] {
    type Item = T;

    fn sum(&self) -> T {
        self.iter().fold(T::neutral_of_sums(), |sum, &x| sum.sum_with(x))
    }

    fn product(&self) -> T {
        self.iter().fold(T::neutral_of_products(), |product, &x| product.product_with(x))
    }

    fn mean(&self) -> T {
        self.sum().divided(count(self.len()))
    }
}

impl<T: Operand> Norm for [T] {
    fn norm(&self) -> T::Real {
        num_traits::Float::sqrt(self.iter().fold(Zero::zero(), |sum: T::Real, &x| sum + x.square_of_norm()))
    }
}

/// A number of elements as a real number, the nearest one where there are more than it can count.
pub(super) fn count<T: NumCast + num_traits::Float>(n: usize) -> T {
    T::from(n).unwrap_or_else(T::infinity)
}

/// A slice of numbers, or what lends one.
pub trait Numbers: Differentiable<Bare = Self> {
    /// The numbers.
    type Item: Operand;
    /// All of them.
    fn numbers(&self) -> &[Self::Item];
    /// Their accumulators.
    fn accumulators<S: Space>(place: &mut Self::Place<S>) -> &mut [Cotangent<Self::Item, S>];
}

macro_rules! numbers {
    ([$($generics:tt)*] $t:ty) => {
        impl<T: Operand, $($generics)*> Numbers for $t {
            type Item = T;
            #[inline(always)]
            fn numbers(&self) -> &[T] {
                self
            }
            #[inline(always)]
            fn accumulators<S: Space>(place: &mut Self::Place<S>) -> &mut [Cotangent<T, S>] {
                place
            }
        }
    };
}
numbers!([][T]);
numbers!([] Vec<T>);
numbers!([const N: usize] [T; N]);

impl<X: Numbers + ?Sized> SumRule for X {
    type Output = X::Item;
    #[inline]
    fn arg0<D: Space, S: Space>(&self, seed: &Cotangent<X::Item, D>, into: &mut Self::Place<S>) {
        let seed = X::Item::seed::<D>(seed);
        for into in X::accumulators::<S>(into) {
            X::Item::contribute::<S>(into, seed);
        }
    }
}

impl<X: Numbers + ?Sized> ProductRule for X {
    type Output = X::Item;
    fn arg0<D: Space, S: Space>(&self, seed: &Cotangent<X::Item, D>, into: &mut Self::Place<S>) {
        let seed = X::Item::seed::<D>(seed);
        for (into, others) in X::accumulators::<S>(into).iter_mut().zip(products_of_others(self.numbers())) {
            X::Item::contribute::<S>(into, others.pull_guarded(seed));
        }
    }
}

/// For each number the product of all the others: of those before it and those after it, without a division, so that
/// zeros may be among them.
pub(crate) fn products_of_others<T: Operand>(x: &[T]) -> Vec<T> {
    let mut others = vec![T::neutral_of_products(); x.len()];
    for i in (1..x.len()).rev() {
        others[i - 1] = others[i].product_with(x[i]);
    }
    let mut before = T::neutral_of_products();
    for (others, &x) in others.iter_mut().zip(x) {
        *others = before.product_with(*others);
        before = before.product_with(x);
    }
    others
}

impl<X: Numbers + ?Sized> MeanRule for X {
    type Output = X::Item;
    #[inline]
    fn arg0<D: Space, S: Space>(&self, seed: &Cotangent<X::Item, D>, into: &mut Self::Place<S>) {
        let n: <X::Item as Partial>::Real = count(self.numbers().len());
        let share = n.reciprocal().pull(X::Item::seed::<D>(seed));
        for into in X::accumulators::<S>(into) {
            X::Item::contribute::<S>(into, share);
        }
    }
}

impl<X: Numbers + ?Sized> NormRule for X {
    type Output = <X::Item as Partial>::Real;
    #[inline]
    fn arg0<D: Space, S: Space>(
        &self,
        &norm: &Self::Output,
        seed: &Cotangent<Self::Output, D>,
        into: &mut Self::Place<S>,
    ) {
        let seed = X::Item::seed_of_norm(Self::Output::seed::<D>(seed));
        for (into, &x) in X::accumulators::<S>(into).iter_mut().zip(self.numbers()) {
            X::Item::contribute::<S>(into, norm_derivative(x, norm).pull_guarded(seed));
        }
    }
}

/// The derivative of a norm by one of the numbers: `conj(x) / norm`, and 0 where the norm is 0.
pub(super) fn norm_derivative<T: Operand>(x: T, norm: T::Real) -> T {
    if norm.is_zero() { T::neutral_of_sums() } else { x.conjugate().divided(norm) }
}

impl<T: Differentiable> ToOwnedRule for [T] {
    type Owned = Vec<T>;
    #[inline]
    fn arg0<D: Space, S: Space>(&self, seed: &Vec<T::Cotangent<D>>, into: &mut [T::Cotangent<S>]) {
        for ((x, seed), into) in self.iter().zip(seed).zip(into) {
            x.accumulate::<S, D>(into, seed);
        }
    }
}

impl<T: Differentiable> ToOwnedRule for Vec<T> {
    type Owned = Vec<T>;
    #[inline]
    fn arg0<D: Space, S: Space>(&self, seed: &Vec<T::Cotangent<D>>, into: &mut Vec<T::Cotangent<S>>) {
        ToOwnedRule::arg0::<D, S>(self.as_slice(), seed, into.as_mut_slice());
    }
}

impl<T: Differentiable, const N: usize> ToOwnedRule for [T; N] {
    type Owned = Vec<T>;
    #[inline]
    fn arg0<D: Space, S: Space>(&self, seed: &Vec<T::Cotangent<D>>, into: &mut [T::Cotangent<S>; N]) {
        ToOwnedRule::arg0::<D, S>(self.as_slice(), seed, into.as_mut_slice());
    }
}

macro_rules! to_vec {
    ($([$($generics:tt)*] $t:ty;)*) => {$(
        impl<T: Differentiable, $($generics)*> ToVecRule for $t {
            type Item = T;
            #[inline(always)]
            fn arg0<D: Space, S: Space>(&self, seed: &Vec<T::Cotangent<D>>, into: &mut Self::Place<S>) {
                ToOwnedRule::arg0::<D, S>(self, seed, into);
            }
        }
    )*};
}
to_vec! {
    [] [T];
    [] Vec<T>;
    [const N: usize] [T; N];
}
