//! The arrays of ndarray, owned or views, of any number of dimensions.
//!
//! The cotangent of an array is an owned array of the cotangents of its elements, in every space: a dense array has no
//! structure to choose about.

mod arithmetic;
mod changes;
mod constructors;
mod elementwise;
mod indices;
mod matrix_product;
mod methods;
mod reductions;
mod views;

pub use changes::ChangingArrayMethods;
pub use constructors::ArrayConstructors;
pub use indices::{FIRST_AXIS, SECOND_AXIS};
pub use matrix_product::ArrayDotRule;
pub use methods::ArrayMethods;
pub use views::ArrayOperand;

use crate::differentiable::{Chosen, Cotangent, Differentiable};
use crate::policy::Space;
use ndarray::{Array, ArrayBase, Data, Dimension, Zip};

impl<A: Differentiable, R: Data<Elem = A>, Dim: Dimension + 'static> Differentiable for ArrayBase<R, Dim> {
    type Cotangent<S: Space> = Array<A::Cotangent<S>, Dim>;
    type Place<S: Space> = Array<A::Cotangent<S>, Dim>;
    type Bare = Self;
    #[inline(always)]
    fn bare(&self) -> &Self {
        self
    }
    fn zero_cotangent<S: Space>(&self) -> Array<A::Cotangent<S>, Dim> {
        self.map(A::zero_cotangent::<S>)
    }
    fn clear_cotangent<S: Space>(&self, cotangent: &mut Array<A::Cotangent<S>, Dim>) {
        if cotangent.raw_dim() == self.raw_dim() {
            Zip::from(self).and(cotangent).for_each(|value, cotangent| value.clear_cotangent::<S>(cotangent));
        } else {
            *cotangent = self.zero_cotangent::<S>();
        }
    }
    fn accumulate<S: Space, D: Space>(&self, into: &mut Cotangent<Self, S>, from: &Cotangent<Self, D>) {
        Zip::from(self).and(into).and(from).for_each(|value, into, from| value.accumulate::<S, D>(into, from));
    }
    fn accumulate_place<S: Space, D: Space>(&self, into: &mut Cotangent<Self, S>, from: &Cotangent<Self, D>) {
        self.accumulate::<S, D>(into, from);
    }
}
impl<'here, A: Chosen<'here>, R: Data<Elem = A>, Dim: Dimension> Chosen<'here> for ArrayBase<R, Dim> {}

#[doc(hidden)]
pub(crate) mod ops {
    pub use super::matrix_product::array_dot;
    pub use super::views::ops::*;
}
