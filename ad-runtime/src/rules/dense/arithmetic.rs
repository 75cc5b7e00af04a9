//! `+ - * / %` of arrays element by element, with broadcasting, with a number on either side, and negation.
//!
//! Each is the rule of the elements, repeated: an element that was broadcast receives the contribution of every place
//! that it went to.

use crate::differentiable::{Cotangent, Differentiable};
use crate::forward::Dual;
use crate::number::Real;
use crate::policy::Space;
use crate::rules::Operand;
use crate::rules::arithmetic::{AddRule, DivRule, MulRule, NegRule, RemRule, SubRule, Summable};
use ndarray::{Array, ArrayBase, ArrayView, ArrayViewD, ArrayViewMutD, Axis, Data, DimMax, Dimension, Zip};
use num_complex::Complex;

/// Calls `rule(a, b, seed, into)` for each element of the result; `into` has the shape of one operand, which may be
/// smaller: axes of length 1 and missing leading axes were broadcast.
pub(super) fn for_each<A, B, Y, X>(
    (a, b): (ArrayViewD<'_, A>, ArrayViewD<'_, B>),
    seed: ArrayViewD<'_, Y>,
    mut into: ArrayViewMutD<'_, X>,
    rule: &impl Fn(&A, &B, &Y, &mut X),
) {
    while into.ndim() < seed.ndim() {
        into = into.insert_axis(Axis(0));
    }
    let broadcast = (0..seed.ndim()).map(Axis).find(|&axis| into.len_of(axis) != seed.len_of(axis));
    let Some(axis) = broadcast else {
        return Zip::from(into).and(a).and(b).and(seed).for_each(|into, a, b, seed| rule(a, b, seed, into));
    };
    for k in 0..seed.len_of(axis) {
        let operands = (a.index_axis(axis, k), b.index_axis(axis, k));
        for_each(operands, seed.index_axis(axis, k), into.index_axis_mut(axis, 0), rule);
    }
}

/// An operand in the shape of the result.
pub(super) fn broadcast<'a, A, R: Data<Elem = A>, Dim: Dimension>(
    operand: &'a ArrayBase<R, Dim>,
    to: &[usize],
) -> ArrayViewD<'a, A> {
    let view: Option<ArrayView<'a, A, _>> = operand.broadcast(to);
    view.unwrap_or_else(|| panic!("an array of shape {:?} cannot be broadcast to {to:?}", operand.shape()))
}

macro_rules! array_rule {
    ($($Rule:ident)*) => {$(
        impl<A, B, R, Q, E, F> $Rule<ArrayBase<Q, F>> for ArrayBase<R, E>
        where
            A: $Rule<B>,
            B: Differentiable,
            R: Data<Elem = A>,
            Q: Data<Elem = B>,
            E: Dimension + DimMax<F, Output: 'static> + 'static,
            F: Dimension + 'static,
        {
            type Computed = Array<<A as $Rule<B>>::Computed, <E as DimMax<F>>::Output>;
            fn arg0<D: Space, S: Space>(
                &self, rhs: &ArrayBase<Q, F>, seed: &Cotangent<Self::Computed, D>, into: &mut Cotangent<Self, S>,
            ) {
                let operands = (broadcast(self, seed.shape()), broadcast(rhs, seed.shape()));
                for_each(operands, seed.view().into_dyn(), into.view_mut().into_dyn(), &A::arg0::<D, S>);
            }
            fn arg1<D: Space, S: Space>(
                &self,
                rhs: &ArrayBase<Q, F>,
                seed: &Cotangent<Self::Computed, D>,
                into: &mut Cotangent<ArrayBase<Q, F>, S>,
            ) {
                let operands = (broadcast(self, seed.shape()), broadcast(rhs, seed.shape()));
                for_each(operands, seed.view().into_dyn(), into.view_mut().into_dyn(), &A::arg1::<D, S>);
            }
        }

        impl<A, B, R, E> $Rule<B> for ArrayBase<R, E>
        where
            A: $Rule<B>,
            B: Operand,
            R: Data<Elem = A>,
            E: Dimension + 'static,
        {
            type Computed = Array<<A as $Rule<B>>::Computed, E>;
            fn arg0<D: Space, S: Space>(
                &self, rhs: &B, seed: &Cotangent<Self::Computed, D>, into: &mut Cotangent<Self, S>,
            ) {
                Zip::from(self).and(seed).and(into).for_each(|a, seed, into| a.arg0::<D, S>(rhs, seed, into));
            }
            fn arg1<D: Space, S: Space>(
                &self, rhs: &B, seed: &Cotangent<Self::Computed, D>, into: &mut Cotangent<B, S>,
            ) {
                Zip::from(self).and(seed).for_each(|a, seed| a.arg1::<D, S>(rhs, seed, into));
            }
        }
    )*};
}
impl<A: Summable, R: Data<Elem = A>, E> Summable for ArrayBase<R, E> {}
array_rule!(AddRule SubRule MulRule DivRule RemRule);

/// A number on the left, of the type of the elements: ndarray has no other.
macro_rules! scalar_array_rule {
    ($([$($generics:tt)*] $a:ty: $Rules:tt;)*) => {$(
        scalar_array_rule!(@each [$($generics)*] $a: $Rules);
    )*};
    (@each [$($generics:tt)*] $a:ty: []) => {};
    (@each [$($generics:tt)*] $a:ty: [$Rule:ident $($rest:ident)*]) => {
        impl<$($generics)* R: Data<Elem = $a>, E: Dimension + 'static> $Rule<ArrayBase<R, E>> for $a {
            type Computed = Array<$a, E>;
            fn arg0<D: Space, S: Space>(
                &self, rhs: &ArrayBase<R, E>, seed: &Cotangent<Self::Computed, D>, into: &mut Cotangent<$a, S>,
            ) {
                Zip::from(rhs).and(seed).for_each(|b, seed| $Rule::<$a>::arg0::<D, S>(self, b, seed, into));
            }
            fn arg1<D: Space, S: Space>(
                &self,
                rhs: &ArrayBase<R, E>,
                seed: &Cotangent<Self::Computed, D>,
                into: &mut Cotangent<ArrayBase<R, E>, S>,
            ) {
                Zip::from(rhs).and(seed).and(into).for_each(|b, seed, into| {
                    $Rule::<$a>::arg1::<D, S>(self, b, seed, into);
                });
            }
        }
        scalar_array_rule!(@each [$($generics)*] $a: [$($rest)*]);
    };
}
scalar_array_rule! {
    [] f32: [AddRule SubRule MulRule DivRule RemRule];
    [] f64: [AddRule SubRule MulRule DivRule RemRule];
    [T: Real, const K: usize,] Dual<T, K>: [AddRule SubRule MulRule DivRule RemRule];
    [] Complex<f32>: [AddRule SubRule MulRule DivRule];
    [] Complex<f64>: [AddRule SubRule MulRule DivRule];
}

impl<A, R, E> NegRule for ArrayBase<R, E>
where
    A: NegRule,
    R: Data<Elem = A>,
    E: Dimension + 'static,
{
    type Computed = Array<A::Computed, E>;
    fn arg0<D: Space, S: Space>(&self, seed: &Cotangent<Self::Computed, D>, into: &mut Cotangent<Self, S>) {
        Zip::from(self).and(seed).and(into).for_each(|a, seed, into| a.arg0::<D, S>(seed, into));
    }
}
