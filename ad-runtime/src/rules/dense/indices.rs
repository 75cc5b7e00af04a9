//! What says where in an array: axes, slices and shapes. They carry no derivative.

use crate::__private::WithoutDerivative;
use crate::cotangent::NoTangent;
use crate::differentiable::{Chosen, Cotangent, Differentiable};
use crate::policy::Space;
use ndarray::{Axis, Dim, Order, Shape, Slice, SliceInfo, SliceInfoElem, StrideShape};

macro_rules! no_tangent {
    ($([$($generics:tt)*] $t:ty;)*) => {$(
        impl<$($generics)*> Differentiable for $t {
            type Cotangent<S: Space> = NoTangent;
            type Place<S: Space> = NoTangent;
            type Bare = $t;
            #[inline(always)]
            fn bare(&self) -> &$t { self }
            #[inline(always)]
            fn zero_cotangent<S: Space>(&self) -> NoTangent { NoTangent }
            #[inline(always)]
            fn accumulate<A: Space, B: Space>(&self, _: &mut Cotangent<Self, A>, _: &Cotangent<Self, B>) {}
            #[inline(always)]
            fn accumulate_place<A: Space, B: Space>(&self, _: &mut Cotangent<Self, A>, _: &Cotangent<Self, B>) {}
        }
        impl<$($generics)*> Chosen<'_> for $t {}
        impl<$($generics)*> WithoutDerivative for $t {}
    )*};
}
no_tangent! {
    [] Axis;
    [] Order;
    [] Slice;
    [] SliceInfoElem;
    [I] Dim<I>;
    [D] Shape<D>;
    [D] StrideShape<D>;
    [T, In: ndarray::Dimension, Out: ndarray::Dimension] SliceInfo<T, In, Out>;
}

/// That of the rows of a matrix.
pub const FIRST_AXIS: Axis = Axis(0);

/// That of the columns of a matrix.
pub const SECOND_AXIS: Axis = Axis(1);
