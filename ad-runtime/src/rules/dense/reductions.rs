//! Sum, product, mean, norm and inner product of all elements.

use crate::cotangent::product::conj;
use crate::differentiable::Cotangent;
use crate::policy::Space;
use crate::rules::inner_product::DotRule;
use crate::rules::reductions::{MeanRule, Norm, NormRule, ProductRule, SumRule};
use crate::rules::slices::{count, norm_derivative, products_of_others};
use crate::rules::{Operand, Partial, ProductWith};
use ndarray::{ArrayBase, Data, Dimension, Zip};
use num_traits::Zero;

impl<A: Operand, R: Data<Elem = A>, E: Dimension + 'static> SumRule for ArrayBase<R, E> {
    type Output = A;
    fn arg0<D: Space, S: Space>(&self, seed: &Cotangent<A, D>, into: &mut Cotangent<Self, S>) {
        let seed = A::seed::<D>(seed);
        into.iter_mut().for_each(|into| A::contribute::<S>(into, seed));
    }
}

impl<A: Operand, R: Data<Elem = A>, E: Dimension + 'static> ProductRule for ArrayBase<R, E> {
    type Output = A;
    fn arg0<D: Space, S: Space>(&self, seed: &Cotangent<A, D>, into: &mut Cotangent<Self, S>) {
        let seed = A::seed::<D>(seed);
        let others = products_of_others(&self.iter().copied().collect::<Vec<_>>());
        for (into, others) in into.iter_mut().zip(others) {
            A::contribute::<S>(into, others.pull_guarded(seed));
        }
    }
}

/// `mean` of ndarray is `None` of an empty array.
impl<A: Operand, R: Data<Elem = A>, E: Dimension + 'static> MeanRule for ArrayBase<R, E> {
    type Output = Option<A>;
    fn arg0<D: Space, S: Space>(&self, seed: &Option<Cotangent<A, D>>, into: &mut Cotangent<Self, S>) {
        let Some(seed) = seed else { return };
        let share = count::<A::Real>(self.len()).reciprocal().pull(A::seed::<D>(seed));
        into.iter_mut().for_each(|into| A::contribute::<S>(into, share));
    }
}

impl<A: Operand, R: Data<Elem = A>, E: Dimension + 'static> NormRule for ArrayBase<R, E> {
    type Output = A::Real;
    fn arg0<D: Space, S: Space>(&self, &norm: &A::Real, seed: &Cotangent<A::Real, D>, into: &mut Cotangent<Self, S>) {
        let seed = A::seed_of_norm(A::Real::seed::<D>(seed));
        Zip::from(self).and(into).for_each(|&x, into| {
            A::contribute::<S>(into, norm_derivative(x, norm).pull_guarded(seed));
        });
    }
}

impl<A: Operand, R: Data<Elem = A>, E: Dimension + 'static> Norm for ArrayBase<R, E> {
    fn norm(&self) -> A::Real {
        num_traits::Float::sqrt(self.fold(Zero::zero(), |sum: A::Real, &x| sum + x.square_of_norm()))
    }
}

/// Of arrays of one shape: `sum conj(a_i) b_i`.
impl<A, B, Y, R, Q, E> DotRule<ArrayBase<Q, E>> for ArrayBase<R, E>
where
    A: Operand + ProductWith<B, Product = Y>,
    B: Operand + Partial<Real = A::Real>,
    Y: Operand + Partial<Real = A::Real>,
    R: Data<Elem = A>,
    Q: Data<Elem = B>,
    E: Dimension + 'static,
{
    type Output = Y;

    fn dot(&self, b: &ArrayBase<Q, E>) -> Y {
        let (left, right) = (self.shape(), b.shape());
        assert_eq!(left, right, "the inner product of arrays of shapes {left:?} and {right:?}");
        Zip::from(self).and(b).fold(Y::neutral_of_sums(), |sum, &a, &b| sum.sum_with(a.conjugate().product_with(b)))
    }

    fn arg0<D: Space, S: Space>(&self, b: &ArrayBase<Q, E>, seed: &Cotangent<Y, D>, into: &mut Cotangent<Self, S>) {
        let seed = Y::seed::<D>(seed);
        Zip::from(b).and(into).for_each(|b, into| A::contribute::<S>(into, conj(b.pull(seed))));
    }

    fn arg1<D: Space, S: Space>(
        &self,
        _: &ArrayBase<Q, E>,
        seed: &Cotangent<Y, D>,
        into: &mut Cotangent<ArrayBase<Q, E>, S>,
    ) {
        let seed = Y::seed::<D>(seed);
        Zip::from(self).and(into).for_each(|a, into| B::contribute::<S>(into, a.conjugate().pull(seed)));
    }
}
