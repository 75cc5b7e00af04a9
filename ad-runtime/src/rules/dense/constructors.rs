//! Functions that make arrays, as companions: `Array2::from_shape_fn_record` beside `Array2::from_shape_fn`.
#![allow(missing_docs, clippy::type_complexity)]

use crate::__private::{At, Cot};
use crate::differentiable::{Cotangent, Differentiable};
use crate::policy::Space;
use crate::rules::conversion::FromRule;
use ndarray::{Array, Array1, Dimension, ShapeBuilder, ShapeError, StrideShape};

/// Of a vector: `v_bar += seed`.
impl<T: Differentiable> FromRule<Vec<T>> for Array1<T> {
    fn arg0<D: Space, S: Space>(&self, v: &Vec<T>, seed: &Cotangent<Self, D>, into: &mut Vec<T::Cotangent<S>>) {
        for ((v, seed), into) in v.iter().zip(seed).zip(into) {
            v.accumulate::<S, D>(into, seed);
        }
    }
}

/// Of the elements, row by row, which is what `array![..]` is made of: `elements_bar += seed`.
impl<T: Differentiable, Dim: Dimension + 'static, const N: usize> FromRule<[T; N]> for Array<T, Dim> {
    fn arg0<D: Space, S: Space>(&self, x: &[T; N], seed: &Cotangent<Self, D>, into: &mut [T::Cotangent<S>; N]) {
        for ((x, seed), into) in x.iter().zip(seed).zip(into) {
            x.accumulate::<S, D>(into, seed);
        }
    }
}

/// The companions of functions that make arrays.
pub trait ArrayConstructors: Sized + Differentiable {
    type Element: Differentiable;
    type Dim: Dimension;

    /// `v_bar += seed`
    fn from_vec_record<I: Space, A0: Space>(
        v: Vec<Self::Element>,
        _: At<(I, A0)>,
    ) -> (Self, impl Fn(Vec<Self::Element>, &Cot<Self, I>, &mut Vec<Cot<Self::Element, A0>>) + use<Self, I, A0>)
    where
        Self: From<Vec<Self::Element>>;

    /// `v_bar += seed`
    fn from_shape_vec_record<I: Space, A0: Space, A1: Space, E>(
        shape: E,
        v: Vec<Self::Element>,
        _: At<(I, A0, A1)>,
    ) -> (
        Result<Self, ShapeError>,
        impl Fn(E, Vec<Self::Element>, &Option<Cot<Self, I>>, &mut Cot<E, A0>, &mut Vec<Cot<Self::Element, A1>>)
        + use<Self, I, A0, A1, E>,
    )
    where
        E: Into<StrideShape<Self::Dim>> + Differentiable;

    /// `x_bar += seed`, summed.
    fn from_elem_record<I: Space, A0: Space, A1: Space, E>(
        shape: E,
        x: Self::Element,
        _: At<(I, A0, A1)>,
    ) -> (
        Self,
        impl Fn(E, Self::Element, &Cot<Self, I>, &mut Cot<E, A0>, &mut Cot<Self::Element, A1>) + use<Self, I, A0, A1, E>,
    )
    where
        Self::Element: Clone,
        E: ShapeBuilder<Dim = Self::Dim> + Differentiable;

    /// `f.pullback(seed)`, element by element.
    fn from_shape_fn_record<I: Space, A0: Space, A1: Space, E, F, P, Place>(
        shape: E,
        _: F,
        pull: P,
        _: At<(I, A0, A1)>,
    ) -> ((), impl FnOnce(E, &Cot<Self, I>, &mut Cot<E, A0>) + use<Self, I, A0, A1, E, F, P, Place>)
    where
        E: Differentiable,
        Self::Dim: Dimension<Pattern = Place>,
        Place: Differentiable + Clone,
        F: FnMut(Place) -> Self::Element,
        P: FnMut(Place, &Cot<Self::Element, I>, &mut Cot<Place, I>);
}

impl<T: Differentiable, Dim: Dimension + 'static> ArrayConstructors for Array<T, Dim> {
    type Element = T;
    type Dim = Dim;

    fn from_vec_record<I: Space, A0: Space>(
        v: Vec<T>,
        _: At<(I, A0)>,
    ) -> (Self, impl Fn(Vec<T>, &Cot<Self, I>, &mut Vec<Cot<T, A0>>) + use<I, A0, T, Dim>)
    where
        Self: From<Vec<T>>,
    {
        (Self::from(v), |v: Vec<T>, seed: &Array<Cot<T, I>, Dim>, into: &mut Vec<Cot<T, A0>>| {
            for ((v, seed), into) in v.iter().zip(seed).zip(into) {
                v.accumulate::<A0, I>(into, seed);
            }
        })
    }

    fn from_shape_vec_record<I: Space, A0: Space, A1: Space, E>(
        shape: E,
        v: Vec<T>,
        _: At<(I, A0, A1)>,
    ) -> (
        Result<Self, ShapeError>,
        impl Fn(E, Vec<T>, &Option<Cot<Self, I>>, &mut Cot<E, A0>, &mut Vec<Cot<T, A1>>) + use<I, A0, A1, E, T, Dim>,
    )
    where
        E: Into<StrideShape<Dim>> + Differentiable,
    {
        (Self::from_shape_vec(shape, v), |shape, v, seed, _, into| {
            // Where each element was: the shape says whether by rows or by columns.
            let places = Array::from_shape_vec(shape, (0..v.len()).collect());
            let (Some(seed), Ok(places)) = (seed, places) else { return };
            for (&place, seed) in places.iter().zip(seed) {
                v[place].accumulate::<A1, I>(&mut into[place], seed);
            }
        })
    }

    fn from_elem_record<I: Space, A0: Space, A1: Space, E>(
        shape: E,
        x: T,
        _: At<(I, A0, A1)>,
    ) -> (Self, impl Fn(E, T, &Cot<Self, I>, &mut Cot<E, A0>, &mut Cot<T, A1>) + use<I, A0, A1, E, T, Dim>)
    where
        T: Clone,
        E: ShapeBuilder<Dim = Dim> + Differentiable,
    {
        (Self::from_elem(shape, x), |_, x: T, seed: &Array<Cot<T, I>, Dim>, _: &mut _, into: &mut _| {
            seed.iter().for_each(|seed| x.accumulate::<A1, I>(into, seed));
        })
    }

    fn from_shape_fn_record<I: Space, A0: Space, A1: Space, E, F, P, Place>(
        _: E,
        _: F,
        mut pull: P,
        _: At<(I, A0, A1)>,
    ) -> ((), impl FnOnce(E, &Cot<Self, I>, &mut Cot<E, A0>) + use<I, A0, A1, E, F, P, T, Dim, Place>)
    where
        E: Differentiable,
        Dim: Dimension<Pattern = Place>,
        Place: Differentiable + Clone,
        F: FnMut(Place) -> T,
        P: FnMut(Place, &Cot<T, I>, &mut Cot<Place, I>),
    {
        ((), move |_, seed: &Array<Cot<T, I>, Dim>, _: &mut _| {
            for (place, seed) in seed.indexed_iter() {
                let mut place_bar = place.zero_cotangent::<I>();
                pull(place, seed, &mut place_bar);
            }
        })
    }
}
