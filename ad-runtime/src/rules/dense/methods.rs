//! Methods of arrays that return something of their own, as companions: `sum_axis_record` beside `sum_axis`.
//!
//! Generated code has these traits in scope, and finds a companion as it finds that of a method of the user's. Functions
//! among the arguments come with their pullbacks, which add to what they have captured; the value was computed before.
#![allow(missing_docs, clippy::type_complexity, clippy::wrong_self_convention)]

use crate::__private::{At, Cot};
use crate::differentiable::Differentiable;
use crate::number::Real;
use crate::policy::Space;
use crate::rules::slices::count;
use crate::rules::{Operand, Partial};
use crate::{NoTangent, ScalarCotangent};
use ndarray::{
    Array, Array1, ArrayRef, ArrayView, ArrayViewMut, Axis, Dimension, Order, RemoveAxis, ShapeArg, ShapeError, Zip,
};
use num_traits::{Float, FromPrimitive, Zero};
use std::ops::{Add, Div};

/// The array without one axis.
type Smaller<X> = Array<<X as ArrayMethods>::Element, <<X as ArrayMethods>::Dim as Dimension>::Smaller>;

/// The array as an owned one.
type Owned<X> = Array<<X as ArrayMethods>::Element, <X as ArrayMethods>::Dim>;

/// The cotangent of the array.
type Bars<X, S> = Array<Cot<<X as ArrayMethods>::Element, S>, <X as ArrayMethods>::Dim>;

/// The companions of methods of arrays.
///
/// Of what arrays and views dereference to: a companion of a view would capture the lifetime of the view.
pub trait ArrayMethods {
    type Element: Differentiable;
    type Dim: Dimension + 'static;

    fn elements(&self) -> ArrayView<'_, Self::Element, Self::Dim>;

    /// `x_bar += seed` along the axis.
    fn sum_axis_record<I: Space, A0: Space, A1: Space>(
        &self,
        axis: Axis,
        _: At<(I, A0, A1)>,
    ) -> (
        Smaller<Self>,
        impl Fn(&Self, Axis, &Cot<Smaller<Self>, I>, &mut Bars<Self, A0>, &mut NoTangent) + use<Self, I, A0, A1>,
    )
    where
        Self::Element: Operand + Zero,
        Self::Dim: RemoveAxis<Smaller: 'static>,
    {
        (self.elements().sum_axis(axis), |_, axis, seed, into, _| {
            along_axis(into.view_mut(), axis, seed.view(), |into, seed| {
                Self::Element::contribute::<A0>(into, Self::Element::seed::<I>(seed));
            });
        })
    }

    /// `x_bar += seed / n` along the axis.
    fn mean_axis_record<I: Space, A0: Space, A1: Space>(
        &self,
        axis: Axis,
        _: At<(I, A0, A1)>,
    ) -> (
        Option<Smaller<Self>>,
        impl Fn(&Self, Axis, &Option<Cot<Smaller<Self>, I>>, &mut Bars<Self, A0>, &mut NoTangent) + use<Self, I, A0, A1>,
    )
    where
        Self::Element: Operand + Zero + FromPrimitive + Add<Output = Self::Element> + Div<Output = Self::Element>,
        Self::Dim: RemoveAxis<Smaller: 'static>,
    {
        (self.elements().mean_axis(axis), |x, axis, seed, into, _| {
            let Some(seed) = seed else { return };
            let share = count::<<Self::Element as Partial>::Real>(x.elements().len_of(axis)).reciprocal();
            along_axis(into.view_mut(), axis, seed.view(), |into, seed| {
                Self::Element::contribute::<A0>(into, share.pull(Self::Element::seed::<I>(seed)));
            });
        })
    }

    /// `x_bar += 2 (x - mean) / (n - ddof) seed`
    fn var_record<I: Space, A0: Space, A1: Space>(
        &self,
        ddof: Self::Element,
        _: At<(I, A0, A1)>,
    ) -> (
        Self::Element,
        impl Fn(&Self, Self::Element, &Cot<Self::Element, I>, &mut Bars<Self, A0>, &mut Cot<Self::Element, A1>)
        + use<Self, I, A0, A1>,
    )
    where
        Self::Element: Real + Operand + Partial<Real = Self::Element> + FromPrimitive,
    {
        let variance = self.elements().var(ddof);
        (variance, move |x, ddof, seed, into, ddof_bar| {
            let seed = Self::Element::seed::<I>(seed);
            let share = degrees::<Self::Element>(x.elements().len(), ddof).recip();
            add_deviations::<Self, A0>(x, share + share, seed, into);
            Self::Element::contribute::<A1>(ddof_bar, (share * variance).pull_guarded(seed));
        })
    }

    /// `x_bar += (x - mean) / ((n - ddof) std) seed`; 0 where all are equal.
    fn std_record<I: Space, A0: Space, A1: Space>(
        &self,
        ddof: Self::Element,
        _: At<(I, A0, A1)>,
    ) -> (
        Self::Element,
        impl Fn(&Self, Self::Element, &Cot<Self::Element, I>, &mut Bars<Self, A0>, &mut Cot<Self::Element, A1>)
        + use<Self, I, A0, A1>,
    )
    where
        Self::Element: Real + Operand + Partial<Real = Self::Element> + FromPrimitive,
    {
        let deviation = self.elements().std(ddof);
        (deviation, move |x, ddof, seed, into, ddof_bar| {
            if Zero::is_zero(&deviation) {
                return;
            }
            let seed = Self::Element::seed::<I>(seed);
            let degrees = degrees::<Self::Element>(x.elements().len(), ddof);
            add_deviations::<Self, A0>(x, (degrees * deviation).recip(), seed, into);
            Self::Element::contribute::<A1>(ddof_bar, (deviation / (degrees + degrees)).pull_guarded(seed));
        })
    }

    /// `x_bar += f.pullback(seed)`, element by element.
    fn mapv_record<I: Space, A0: Space, A1: Space, Y, F, P>(
        &self,
        _: F,
        mut pull: P,
        _: At<(I, A0, A1)>,
    ) -> ((), impl FnOnce(&Self, &Array<Cot<Y, I>, Self::Dim>, &mut Bars<Self, A0>) + use<Self, I, A0, A1, Y, F, P>)
    where
        Self::Element: Clone,
        Y: Differentiable,
        F: FnMut(Self::Element) -> Y,
        P: FnMut(Self::Element, &Cot<Y, I>, &mut Cot<Self::Element, I>),
    {
        ((), move |x, seed, into| {
            Zip::from(x.elements()).and(seed).and(into.view_mut()).for_each(|x, seed, into| {
                let mut x_bar = x.zero_cotangent::<I>();
                pull(x.clone(), seed, &mut x_bar);
                x.accumulate::<A0, I>(into, &x_bar);
            });
        })
    }

    /// The pullbacks of all steps, from the last to the first.
    fn fold_record<I: Space, A0: Space, A1: Space, A2: Space, Y, F, P>(
        &self,
        init: Y,
        mut f: F,
        mut pull: P,
        _: At<(I, A0, A1, A2)>,
    ) -> ((), impl FnOnce(&Self, Y, &Cot<Y, I>, &mut Bars<Self, A0>, &mut Cot<Y, A1>) + use<Self, I, A0, A1, A2, Y, F, P>)
    where
        Y: Differentiable + Clone,
        F: FnMut(Y, &Self::Element) -> Y,
        P: FnMut(Y, &Self::Element, &Cot<Y, I>, &mut Cot<Y, I>, &mut Cot<Self::Element, I>),
    {
        let mut steps = vec![init];
        for x in self.elements() {
            steps.push(f(steps[steps.len() - 1].clone(), x));
        }
        steps.pop();
        ((), move |x, init, seed, into, init_bar| {
            let x = x.elements();
            let mut y_bar = init.zero_cotangent::<I>();
            init.accumulate::<I, I>(&mut y_bar, seed);
            let places = x.iter().zip(into).zip(steps).collect::<Vec<_>>();
            for ((x, into), y) in places.into_iter().rev() {
                let (mut before_bar, mut x_bar) = (y.zero_cotangent::<I>(), x.zero_cotangent::<I>());
                pull(y, x, &y_bar, &mut before_bar, &mut x_bar);
                x.accumulate::<A0, I>(into, &x_bar);
                y_bar = before_bar;
            }
            init.accumulate::<A1, I>(init_bar, &y_bar);
        })
    }

    /// The seed in the other shape.
    fn into_shape_with_order_record<I: Space, A0: Space, A1: Space, E: ShapeArg<Dim: 'static> + Differentiable>(
        &self,
        shape: E,
        _: At<(I, A0, A1)>,
    ) -> (
        Result<Array<Self::Element, E::Dim>, ShapeError>,
        impl Fn(&Self, E, &Option<Cot<Array<Self::Element, E::Dim>, I>>, &mut Bars<Self, A0>, &mut Cot<E, A1>)
        + use<Self, I, A0, A1, E>,
    )
    where
        Self::Element: Clone,
    {
        let (shape, order) = shape.into_shape_and_order();
        let order = order.unwrap_or(Order::RowMajor);
        let value = self.elements().to_shape((shape, order)).map(|reshaped| reshaped.into_owned());
        (value, move |x, _, seed, into, _| {
            let Some(seed) = seed else { return };
            let Ok(seed) = seed.to_shape((x.elements().raw_dim(), order)) else {
                unreachable!("the shapes have the same number of elements")
            };
            let places = Zip::from(x.elements()).and(&seed).and(into.view_mut());
            places.for_each(|x, seed, into| x.accumulate::<A0, I>(into, seed));
        })
    }

    /// The seed in the other shape.
    fn flatten_record<I: Space, A0: Space>(
        &self,
        _: At<(I, A0)>,
    ) -> (Array1<Self::Element>, impl Fn(&Self, &Cot<Array1<Self::Element>, I>, &mut Bars<Self, A0>) + use<Self, I, A0>)
    where
        Self::Element: Clone,
    {
        (self.elements().flatten().into_owned(), |x, seed, into| {
            for ((x, seed), into) in x.elements().iter().zip(seed).zip(into) {
                x.accumulate::<A0, I>(into, seed);
            }
        })
    }

    /// The seed, its axes reversed.
    fn reversed_axes_record<I: Space, A0: Space>(
        &self,
        _: At<(I, A0)>,
    ) -> (Owned<Self>, impl Fn(&Self, &Cot<Owned<Self>, I>, &mut Bars<Self, A0>) + use<Self, I, A0>)
    where
        Self::Element: Clone,
    {
        (self.elements().reversed_axes().to_owned(), |x, seed, into| {
            let places = Zip::from(x.elements()).and(seed.t()).and(into.view_mut());
            places.for_each(|x, seed, into| x.accumulate::<A0, I>(into, seed));
        })
    }

    /// `x_bar += seed`, at the places that were taken.
    fn select_record<I: Space, A0: Space, A1: Space, A2: Space>(
        &self,
        axis: Axis,
        indices: &[usize],
        _: At<(I, A0, A1, A2)>,
    ) -> (
        Owned<Self>,
        impl Fn(&Self, Axis, &[usize], &Cot<Owned<Self>, I>, &mut Bars<Self, A0>, &mut NoTangent, &mut [NoTangent])
        + use<Self, I, A0, A1, A2>,
    )
    where
        Self::Element: Clone,
        Self::Dim: RemoveAxis,
    {
        (self.elements().select(axis, indices), |x, axis, indices, seed, into, _, _| {
            let x = x.elements();
            for (&index, seed) in indices.iter().zip(seed.axis_iter(axis)) {
                Zip::from(x.index_axis(axis, index))
                    .and(seed)
                    .and(into.index_axis_mut(axis, index))
                    .for_each(|x, seed, into| x.accumulate::<A0, I>(into, seed));
            }
        })
    }
}

impl<T: Differentiable, Dim: Dimension + 'static> ArrayMethods for ArrayRef<T, Dim> {
    type Element = T;
    type Dim = Dim;

    fn elements(&self) -> ArrayView<'_, T, Dim> {
        self.view()
    }
}

/// Adds a seed to each of the lanes along an axis.
fn along_axis<X, Y, Dim: RemoveAxis>(
    mut into: ArrayViewMut<'_, X, Dim>,
    axis: Axis,
    seed: ArrayView<'_, Y, Dim::Smaller>,
    add: impl Fn(&mut X, &Y),
) {
    for into in into.axis_iter_mut(axis) {
        Zip::from(into).and(&seed).for_each(&add);
    }
}

/// What a sum of squares is divided by for a variance.
fn degrees<T: Real>(n: usize, ddof: T) -> T {
    count::<T>(n) - ddof
}

/// `into += share (x - mean) seed`
fn add_deviations<X: ArrayMethods + ?Sized, S: Space>(
    x: &X,
    share: X::Element,
    seed: ScalarCotangent<X::Element>,
    into: &mut Bars<X, S>,
) where
    X::Element: Real + Operand + Partial<Real = X::Element> + FromPrimitive,
{
    let mean = x.elements().mean().unwrap_or_else(X::Element::nan);
    Zip::from(x.elements()).and(into).for_each(|&x, into| {
        X::Element::contribute::<S>(into, ((x - mean) * share).pull_guarded(seed));
    });
}
