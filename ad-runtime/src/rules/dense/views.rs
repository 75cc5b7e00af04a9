//! Parts and transpositions of arrays: the contribution goes to the same place in the cotangent.

use crate::differentiable::{Cotangent, Differentiable};
use crate::policy::Space;
use crate::rules::dense::{FIRST_AXIS, SECOND_AXIS};
use crate::rules::identity::{ToOwnedRule, ToVecRule};
use ndarray::{
    Array, ArrayBase, ArrayView, ArrayViewMut, Axis, Data, Dimension, Ix1, Ix2, RemoveAxis, Slice, SliceArg, Zip,
};

/// An array of ndarray, for rules that find it behind a reference.
#[diagnostic::on_unimplemented(message = "`{Self}` is not an array of ndarray with as many dimensions")]
pub trait ArrayOperand: Differentiable {
    /// The elements.
    type Element: Differentiable;
    /// The number of dimensions.
    type Dim: Dimension + 'static;
    /// The array.
    fn elements(&self) -> ArrayView<'_, Self::Element, Self::Dim>;
    /// Its accumulators.
    fn accumulators<S: Space>(place: &mut Self::Place<S>) -> ArrayViewMut<'_, Cotangent<Self::Element, S>, Self::Dim>;
}

impl<A: Differentiable, R: Data<Elem = A>, E: Dimension + 'static> ArrayOperand for ArrayBase<R, E> {
    type Element = A;
    type Dim = E;
    #[inline(always)]
    fn elements(&self) -> ArrayView<'_, A, E> {
        self.view()
    }
    #[inline(always)]
    fn accumulators<S: Space>(place: &mut Array<A::Cotangent<S>, E>) -> ArrayViewMut<'_, A::Cotangent<S>, E> {
        place.view_mut()
    }
}

impl<A: Differentiable, R: Data<Elem = A>, E: Dimension + 'static> ToOwnedRule for ArrayBase<R, E> {
    type Owned = Array<A, E>;
    fn arg0<D: Space, S: Space>(&self, seed: &Array<A::Cotangent<D>, E>, into: &mut Array<A::Cotangent<S>, E>) {
        self.accumulate::<S, D>(into, seed);
    }
}

impl<A: Differentiable, R: Data<Elem = A>> ToVecRule for ArrayBase<R, Ix1> {
    type Item = A;
    fn arg0<D: Space, S: Space>(&self, seed: &Vec<A::Cotangent<D>>, into: &mut Array<A::Cotangent<S>, Ix1>) {
        for ((x, seed), into) in self.iter().zip(seed).zip(into) {
            x.accumulate::<S, D>(into, seed);
        }
    }
}

/// `into += seed`, element by element.
fn accumulate<D: Space, S: Space, A: Differentiable, E: Dimension>(
    value: ArrayView<'_, A, E>,
    seed: &Array<Cotangent<A, D>, E>,
    into: ArrayViewMut<'_, Cotangent<A, S>, E>,
) {
    Zip::from(value).and(seed).and(into).for_each(|value, seed, into| value.accumulate::<S, D>(into, seed));
}

type ElementOf<X> = <<X as Differentiable>::Bare as ArrayOperand>::Element;
type DimOf<X> = <<X as Differentiable>::Bare as ArrayOperand>::Dim;
type PlaceOf<X, S> = <<X as Differentiable>::Bare as Differentiable>::Place<S>;

#[doc(hidden)]
pub(crate) mod ops {
    use super::*;

    /// `x.t()`: all axes reversed, nothing conjugated.
    pub mod t {
        use super::*;

        pub fn arg0<D: Space, S: Space, X: Differentiable<Bare: ArrayOperand>>(
            x: &X,
            seed: &Array<Cotangent<ElementOf<X>, D>, DimOf<X>>,
            into: &mut PlaceOf<X, S>,
        ) {
            let into = X::Bare::accumulators::<S>(into).reversed_axes();
            accumulate::<D, S, _, _>(x.bare().elements().reversed_axes(), seed, into);
        }
    }

    /// `x.row(i)`.
    pub mod row {
        use super::*;

        pub fn arg0<D, S, X, I>(x: &X, i: &I, seed: &Array<Cotangent<ElementOf<X>, D>, Ix1>, into: &mut PlaceOf<X, S>)
        where
            D: Space,
            S: Space,
            X: Differentiable<Bare: ArrayOperand<Dim = Ix2>>,
            I: Differentiable<Bare = usize>,
        {
            super::index_axis::arg0::<D, S, X, Axis, I>(x, &FIRST_AXIS, i, seed, into);
        }
    }

    /// `x.column(j)`.
    pub mod column {
        use super::*;

        pub fn arg0<D, S, X, J>(x: &X, j: &J, seed: &Array<Cotangent<ElementOf<X>, D>, Ix1>, into: &mut PlaceOf<X, S>)
        where
            D: Space,
            S: Space,
            X: Differentiable<Bare: ArrayOperand<Dim = Ix2>>,
            J: Differentiable<Bare = usize>,
        {
            super::index_axis::arg0::<D, S, X, Axis, J>(x, &SECOND_AXIS, j, seed, into);
        }
    }

    /// `x.index_axis(axis, index)`.
    pub mod index_axis {
        use super::*;

        pub fn arg0<D, S, X, B, C>(
            x: &X,
            axis: &B,
            index: &C,
            seed: &Array<Cotangent<ElementOf<X>, D>, <DimOf<X> as Dimension>::Smaller>,
            into: &mut PlaceOf<X, S>,
        ) where
            D: Space,
            S: Space,
            X: Differentiable<Bare: ArrayOperand<Dim: RemoveAxis>>,
            B: Differentiable<Bare = Axis>,
            C: Differentiable<Bare = usize>,
        {
            let (axis, index) = (*axis.bare(), *index.bare());
            let mut into = X::Bare::accumulators::<S>(into);
            accumulate::<D, S, _, _>(
                x.bare().elements().index_axis(axis, index),
                seed,
                into.index_axis_mut(axis, index),
            );
        }
    }

    /// `x.insert_axis(axis)`.
    pub mod insert_axis {
        use super::*;

        pub fn arg0<D, S, X, B>(
            x: &X,
            axis: &B,
            seed: &Array<Cotangent<ElementOf<X>, D>, <DimOf<X> as Dimension>::Larger>,
            into: &mut PlaceOf<X, S>,
        ) where
            D: Space,
            S: Space,
            X: Differentiable<Bare: ArrayOperand>,
            B: Differentiable<Bare = Axis>,
        {
            let axis = *axis.bare();
            let into = X::Bare::accumulators::<S>(into);
            accumulate::<D, S, _, _>(x.bare().elements().insert_axis(axis), seed, into.insert_axis(axis));
        }
    }

    /// The seed of a slice of `X` that `B` describes.
    type SeedOfSlice<X, B, D> =
        Array<Cotangent<ElementOf<X>, D>, <<B as Differentiable>::Bare as SliceArg<DimOf<X>>>::OutDim>;

    /// `x.slice(s![..])`.
    pub mod slice {
        use super::*;

        pub fn arg0<D, S, X, B>(x: &X, slice: &B, seed: &SeedOfSlice<X, B, D>, into: &mut PlaceOf<X, S>)
        where
            D: Space,
            S: Space,
            X: Differentiable<Bare: ArrayOperand>,
            B: Differentiable<Bare: SliceArg<DimOf<X>> + Clone>,
        {
            let slice = slice.bare();
            let mut into = X::Bare::accumulators::<S>(into);
            accumulate::<D, S, _, _>(x.bare().elements().slice(slice.clone()), seed, into.slice_mut(slice.clone()));
        }
    }

    /// `x.slice_axis(axis, slice)`.
    pub mod slice_axis {
        use super::*;

        pub fn arg0<D, S, X, B, C>(
            x: &X,
            axis: &B,
            slice: &C,
            seed: &Array<Cotangent<ElementOf<X>, D>, DimOf<X>>,
            into: &mut PlaceOf<X, S>,
        ) where
            D: Space,
            S: Space,
            X: Differentiable<Bare: ArrayOperand>,
            B: Differentiable<Bare = Axis>,
            C: Differentiable<Bare = Slice>,
        {
            let (axis, slice) = (*axis.bare(), *slice.bare());
            let mut into = X::Bare::accumulators::<S>(into);
            accumulate::<D, S, _, _>(
                x.bare().elements().slice_axis(axis, slice),
                seed,
                into.slice_axis_mut(axis, slice),
            );
        }
    }

    /// `x.diag()`.
    pub mod diag {
        use super::*;

        pub fn arg0<D: Space, S: Space, X: Differentiable<Bare: ArrayOperand>>(
            x: &X,
            seed: &Array<Cotangent<ElementOf<X>, D>, Ix1>,
            into: &mut PlaceOf<X, S>,
        ) {
            let mut into = X::Bare::accumulators::<S>(into);
            accumulate::<D, S, _, _>(x.bare().elements().diag(), seed, into.diag_mut());
        }
    }
}
