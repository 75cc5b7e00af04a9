//! The inner product, a function of the prelude, and its companion.

use super::companion::companion;
use super::slices::Numbers;
use super::{Operand, Partial, ProductWith};
use crate::__private::At;
use crate::cotangent::product::conj;
use crate::differentiable::{Cotangent, Differentiable};
use crate::policy::Space;

/// The inner product `y = dot(a, b) = sum conj(a_i) b_i` and its rule: `a_bar_i += b_i conj(seed)`,
/// `b_bar_i += a_i seed`.
///
/// The conjugate of the seed is there for real numbers as well: in the ambient space they are complex ones.
#[diagnostic::on_unimplemented(message = "there is no inner product of `{Self}` and `{B}`")]
pub trait DotRule<B: Differentiable + ?Sized>: Differentiable {
    /// The type of the inner product.
    type Output: Differentiable;
    /// The inner product.
    ///
    /// # Panics
    ///
    /// If the shapes differ.
    fn dot(&self, b: &B) -> Self::Output;
    /// Adds the contribution to the cotangent of `a`.
    fn arg0<D: Space, S: Space>(&self, b: &B, seed: &Cotangent<Self::Output, D>, into: &mut Self::Place<S>);
    /// Adds the contribution to the cotangent of `b`.
    fn arg1<D: Space, S: Space>(&self, b: &B, seed: &Cotangent<Self::Output, D>, into: &mut B::Place<S>);
}

/// The inner product `sum conj(x_i) y_i`, which conjugates its *first* argument: of slices, vectors and arrays of real
/// or complex numbers, also of one of each kind, and of any two containers that implement [`DotRule`].
///
/// ```
/// use ad_runtime::prelude::*;
/// use num_complex::c64;
///
/// assert_eq!(dot(&[1.0, 2.0], &vec![3.0, 4.0]), 11.0);
/// assert_eq!(dot(&[c64(0.0, 1.0)], &[2.0]), c64(0.0, -2.0));
/// ```
///
/// # Panics
///
/// If the lengths differ.
pub fn dot<A, B>(a: &A, b: &B) -> <A::Bare as DotRule<B::Bare>>::Output
where
    A: Differentiable<Bare: DotRule<B::Bare>> + ?Sized,
    B: Differentiable + ?Sized,
{
    a.bare().dot(b.bare())
}

companion! {
    /// The companion of the function [`dot`](dot()): its rule, as the functions annotated by a user have one.
    dot<A, B>[A0 A1](a: &A, b: &B) -> <A::Bare as DotRule<B::Bare>>::Output
    where {
        A: Differentiable<Bare: DotRule<B::Bare>> + ?Sized,
        B: Differentiable + ?Sized,
    }
    pulled by Fn(
        &A,
        &B,
        &Cotangent<<A::Bare as DotRule<B::Bare>>::Output, I>,
        &mut <A::Bare as Differentiable>::Place<A0>,
        &mut <B::Bare as Differentiable>::Place<A1>,
    ) = |a: &A, b: &B, seed: &_, a_bar: &mut _, b_bar: &mut _| {
        a.bare().arg0::<I, A0>(b.bare(), seed, a_bar);
        a.bare().arg1::<I, A1>(b.bare(), seed, b_bar);
    }
}

impl<A, B, Y> DotRule<B> for A
where
    A: Numbers<Item: ProductWith<B::Item, Product = Y>> + ?Sized,
    B: Numbers<Item: Partial<Real = <A::Item as Partial>::Real>> + ?Sized,
    Y: Operand<Real = <A::Item as Partial>::Real>,
{
    type Output = Y;

    fn dot(&self, b: &B) -> Y {
        let (a, b) = (self.numbers(), b.numbers());
        assert_eq!(a.len(), b.len(), "the inner product of {} numbers and {} numbers", a.len(), b.len());
        a.iter().zip(b).fold(Y::neutral_of_sums(), |sum, (&a, &b)| sum.sum_with(a.conjugate().product_with(b)))
    }

    #[inline]
    fn arg0<D: Space, S: Space>(&self, b: &B, seed: &Cotangent<Y, D>, into: &mut Self::Place<S>) {
        let seed = Y::seed::<D>(seed);
        for (into, b) in A::accumulators::<S>(into).iter_mut().zip(b.numbers()) {
            A::Item::contribute::<S>(into, conj(b.pull(seed)));
        }
    }

    #[inline]
    fn arg1<D: Space, S: Space>(&self, _: &B, seed: &Cotangent<Y, D>, into: &mut B::Place<S>) {
        let seed = Y::seed::<D>(seed);
        for (into, a) in B::accumulators::<S>(into).iter_mut().zip(self.numbers()) {
            B::Item::contribute::<S>(into, a.conjugate().pull(seed));
        }
    }
}
