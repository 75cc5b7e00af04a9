//! Methods that change an array, as companions: `assign_record_mut` beside `assign`. They return nothing, which has no
//! cotangent; that of the array goes in and out.
#![allow(missing_docs, clippy::type_complexity)]

use super::ArrayMethods;
use super::arithmetic::{broadcast, for_each};
use crate::__private::{At, Cot};
use crate::NoTangent;
use crate::differentiable::Differentiable;
use crate::policy::Space;
use crate::rules::arithmetic::MulRule;
use ndarray::{Array, ArrayRef, ArrayViewMut, Dimension, LinalgScalar, Zip};

/// The companions of methods that change an array.
pub trait ChangingArrayMethods: ArrayMethods {
    fn elements_mut(&mut self) -> ArrayViewMut<'_, Self::Element, Self::Dim>;

    /// `z_bar += x_bar`, summed where `z` was broadcast; then `x_bar = 0`.
    fn assign_record_mut<I: Space, A0: Space, A1: Space, Smaller: Dimension + 'static>(
        &mut self,
        z: &ArrayRef<Self::Element, Smaller>,
        _: At<(I, A0, A1)>,
    ) -> (
        (),
        impl Fn(
            &Self,
            &ArrayRef<Self::Element, Smaller>,
            &NoTangent,
            &mut Array<Cot<Self::Element, A0>, Self::Dim>,
            &mut Array<Cot<Self::Element, A1>, Smaller>,
        ) + use<Self, I, A0, A1, Smaller>,
    )
    where
        Self::Element: Clone,
    {
        self.elements_mut().assign(&z.view());
        (
            (),
            |x: &Self,
             z: &ArrayRef<Self::Element, Smaller>,
             _: &NoTangent,
             x_bar: &mut Array<Cot<Self::Element, A0>, Self::Dim>,
             z_bar: &mut Array<Cot<Self::Element, A1>, Smaller>| {
                let (x, mut x_bar) = (x.elements(), x_bar.view_mut());
                let z = z.view();
                for_each(
                    (x.view().into_dyn(), broadcast(&z, x.shape())),
                    x_bar.view().into_dyn(),
                    z_bar.view_mut().into_dyn(),
                    &|_: &_, z: &Self::Element, x_bar: &_, z_bar: &mut _| z.accumulate::<A1, A0>(z_bar, x_bar),
                );
                Zip::from(x).and(&mut x_bar).for_each(|x, x_bar| x.clear_cotangent::<A0>(x_bar));
            },
        )
    }

    /// `factor_bar += sum conj(z) x_bar`, `z_bar += conj(factor) x_bar`
    fn scaled_add_record_mut<I, A0, A1, A2, Smaller>(
        &mut self,
        factor: Self::Element,
        z: &ArrayRef<Self::Element, Smaller>,
        _: At<(I, A0, A1, A2)>,
    ) -> (
        (),
        impl Fn(
            &Self,
            Self::Element,
            &ArrayRef<Self::Element, Smaller>,
            &NoTangent,
            &mut Array<Cot<Self::Element, A0>, Self::Dim>,
            &mut Cot<Self::Element, A1>,
            &mut Array<Cot<Self::Element, A2>, Smaller>,
        ) + use<Self, I, A0, A1, A2, Smaller>,
    )
    where
        I: Space,
        A0: Space,
        A1: Space,
        A2: Space,
        Smaller: Dimension + 'static,
        Self::Element: LinalgScalar + MulRule<Self::Element, Computed = Self::Element>,
    {
        self.elements_mut().scaled_add(factor, &z.view());
        (
            (),
            |x: &Self,
             factor: Self::Element,
             z: &ArrayRef<Self::Element, Smaller>,
             _: &NoTangent,
             x_bar: &mut Array<Cot<Self::Element, A0>, Self::Dim>,
             factor_bar: &mut Cot<Self::Element, A1>,
             z_bar: &mut Array<Cot<Self::Element, A2>, Smaller>| {
                let (x, x_bar, z) = (x.elements(), x_bar.view_mut(), z.view());
                let z = broadcast(&z, x.shape());
                Zip::from(&z).and(x_bar.view().into_dyn()).for_each(|z, seed| {
                    MulRule::arg0::<A0, A1>(&factor, z, seed, factor_bar);
                });
                for_each(
                    (x.view().into_dyn(), z),
                    x_bar.view().into_dyn(),
                    z_bar.view_mut().into_dyn(),
                    &|_: &_, z: &Self::Element, seed: &_, z_bar: &mut _| {
                        MulRule::arg1::<A0, A2>(&factor, z, seed, z_bar);
                    },
                );
            },
        )
    }

    /// `x_bar = f.pullback(x_bar)`, element by element. The array is lent as it was before.
    fn mapv_inplace_record_mut<I: Space, A0: Space, A1: Space, F, P>(
        &mut self,
        _: F,
        mut pull: P,
        _: At<(I, A0, A1)>,
    ) -> ((), impl FnOnce(&Self, &NoTangent, &mut Array<Cot<Self::Element, A0>, Self::Dim>) + use<Self, I, A0, A1, F, P>)
    where
        Self::Element: Clone,
        F: FnMut(Self::Element) -> Self::Element,
        P: FnMut(Self::Element, &Cot<Self::Element, I>, &mut Cot<Self::Element, I>),
    {
        ((), move |x: &Self, _: &NoTangent, x_bar: &mut Array<Cot<Self::Element, A0>, Self::Dim>| {
            Zip::from(x.elements()).and(x_bar.view_mut()).for_each(|x, x_bar| {
                let (mut seed, mut before_bar) = (x.zero_cotangent::<I>(), x.zero_cotangent::<I>());
                x.accumulate::<I, A0>(&mut seed, x_bar);
                pull(x.clone(), &seed, &mut before_bar);
                x.clear_cotangent::<A0>(x_bar);
                x.accumulate::<A0, I>(x_bar, &before_bar);
            });
        })
    }
}

impl<T: Differentiable, Dim: Dimension + 'static> ChangingArrayMethods for ArrayRef<T, Dim> {
    fn elements_mut(&mut self) -> ArrayViewMut<'_, T, Dim> {
        self.view_mut()
    }
}
